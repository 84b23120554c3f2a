"""What a resident may know of the use of their own data."""
