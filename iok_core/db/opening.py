"""From a database's address to its engine."""

from iok_core.db.engine import Engine
from iok_core.db.errors import DatabaseError
from iok_core.db.limits import Limits, Role
from iok_core.db.postgres.opening import SCHEMES, open_server
from iok_core.db.sqlite.opening import open_file


def open_database(url: str, *, role: Role, limits: Limits | None = None) -> Engine:
    """Connects when its pool is started.

    `sqlite:///relative/path`, `sqlite:////absolute/path`, or
    `postgresql://user:password@host:port/database`.

    A process with a web server's loop has the role web: on SQLite, small reads run on the loop's
    own thread.
    """
    scheme, _, rest = url.partition("://")
    if scheme in SCHEMES:
        return open_server(url, role, limits or Limits())
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return open_file(rest[1:], role, limits or Limits())
    raise DatabaseError(
        "The portal does not know this address of a database: write sqlite:///file.sqlite,"
        " sqlite:////folder/file.sqlite or postgresql://user:password@host:port/database."
    )
