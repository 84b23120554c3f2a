"""Brakes on guessing: failures are counted in the database, for all processes together."""
