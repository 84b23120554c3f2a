"""Persons, parties, representations, premises and titles: who may see what, and why."""
