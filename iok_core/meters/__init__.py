"""Meters of premises and what they showed, as the source tells it."""
