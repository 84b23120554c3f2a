"""What the office has accepted, on its way into the accounting systems that take it over."""
