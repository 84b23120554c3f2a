"""A note that a resident keeps for themselves."""
