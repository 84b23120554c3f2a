from iok_core.db.collation import search_key

_LENGTH = 60


def plain_name(title: str, otherwise: str) -> str:
    """Letters and digits, whatever the title holds; without an ending."""
    words = "".join(c if c.isascii() else " " for c in search_key(title)).split()
    return "-".join(words)[:_LENGTH].strip("-_") or otherwise
