"""The demonstration: an invented cooperative's files, brought into a portal of its own."""
