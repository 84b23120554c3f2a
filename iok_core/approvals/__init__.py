"""Four eyes: what one member of staff asks for, a second one sees, and approves or rejects."""
