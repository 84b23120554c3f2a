"""Photos that residents send: made anew from their pixels, kept within limits, for whoever asks."""
