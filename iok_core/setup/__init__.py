"""What staff set up: modules with their options, their checks and states."""
