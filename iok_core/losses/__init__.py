"""What one signs in with was lost or stolen: told without signing in, blocked at any hour."""
