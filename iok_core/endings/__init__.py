"""The end of settlements: who has no premises left, and what follows when somebody has died."""
