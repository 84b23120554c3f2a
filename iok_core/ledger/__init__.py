"""Settlement accounts, entries, charges and balances: the local copy, read by generation."""
