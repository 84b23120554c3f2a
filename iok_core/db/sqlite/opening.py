"""From an address to the file, which must be there for its owner to write."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import unquote

from iok_core.db.errors import DatabaseError
from iok_core.db.limits import Limits, Role
from iok_core.db.sqlite.engine import SqliteEngine

_OLDEST = (3, 37)


def open_file(path: str, role: Role, limits: Limits) -> SqliteEngine:
    """`path` as it stands in the address, percent-encoded."""
    if sqlite3.sqlite_version_info < _OLDEST:
        raise DatabaseError(f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed.")
    file = Path(unquote(path))
    _make_sure_it_can_be_written(file)
    return SqliteEngine(str(file), role, limits)


def _make_sure_it_can_be_written(file: Path) -> None:
    """A new file is its owner's alone; SQLite gives its log the same mode."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"The database file {file} cannot be opened for writing: {error.strerror}."
            " Its folder must exist, and the portal's user must be allowed to write there."
        ) from error
