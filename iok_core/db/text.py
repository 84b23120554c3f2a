"""What a text column holds on every database."""


def storable(text: str, length: int) -> str:
    """Cut to the column's length, which SQLite would not mind; PostgreSQL takes no NUL either."""
    return text.replace("\0", "")[:length]
