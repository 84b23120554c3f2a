"""What residents most often write to the office about, for the IOK resident portal."""
