"""IOK (Internetowa Obsługa Kontrahenta): the resident portal of a housing cooperative."""

__version__ = "0.1.0"
