"""Notices of the IOK resident portal by e-mail."""
