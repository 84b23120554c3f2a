"""How the portal itself stands, for those who look after it."""
