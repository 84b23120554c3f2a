"""Why somebody sees, or does not see, premises on a day: told to staff in one sentence."""
