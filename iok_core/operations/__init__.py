"""What an operator does with a portal: make it, serve it, look after it."""
