"""What residents send in: kept, numbered, answered in time."""
