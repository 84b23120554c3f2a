"""Who did what, and who looked at whom: an append-only table whose rows are chained by HMAC."""
