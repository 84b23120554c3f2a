"""The second factor: apps that show codes, passkeys, recovery codes, and when they are asked."""
