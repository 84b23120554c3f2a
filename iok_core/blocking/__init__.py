"""Who may not come in: under which clause of the regulations, why, from when to when, by whom."""
