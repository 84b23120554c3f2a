"""What plugins, extensions and panels may be called."""

import re

RULE = "lower-case letters, digits, - and _, 40 at most"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def is_name(name: object) -> bool:
    """It stands in addresses and commands, and in the names of tables and migrations."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None
