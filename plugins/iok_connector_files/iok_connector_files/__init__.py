"""Connector to accounting programs that export delimited text files."""
