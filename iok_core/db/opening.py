"""From a database's address to its engine."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import unquote

from iok_core.db.engine import Engine
from iok_core.db.errors import DatabaseError
from iok_core.db.pools import Limits, Role

_OLDEST = (3, 37)


def open_database(url: str, *, role: Role, limits: Limits | None = None) -> Engine:
    """`sqlite:///relative/path` or `sqlite:////absolute/path`; connects when its pool is started.

    A process with a web server's loop has the role web: small reads run on the loop's own thread.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise DatabaseError(f"SQLite {sqlite3.sqlite_version} is too old: 3.37 or newer is needed.")
    file = _file(url)
    _make_sure_it_can_be_written(file)
    return Engine(str(file), role, limits or Limits())


def _file(url: str) -> Path:
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path:
        raise DatabaseError(
            f"The portal does not know the database address {url!r}:"
            " write sqlite:///file.sqlite or sqlite:////folder/file.sqlite."
        )
    return Path(unquote(path))


def _make_sure_it_can_be_written(file: Path) -> None:
    """A new file is its owner's alone; SQLite gives its log the same mode."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"The database file {file} cannot be opened for writing: {error.strerror}."
            " Its folder must exist, and the portal's user must be allowed to write there."
        ) from error
