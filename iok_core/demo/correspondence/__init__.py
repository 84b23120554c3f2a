"""What the invented residents write in, and what the office answers, in the days before today."""
