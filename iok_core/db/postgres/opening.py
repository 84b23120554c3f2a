"""From an address to an engine that has not connected yet."""

from urllib.parse import SplitResult, urlsplit

from iok_core.db.errors import DatabaseError
from iok_core.db.limits import Limits, Role
from iok_core.db.postgres.engine import PostgresEngine

SCHEMES = frozenset({"postgresql", "postgres"})


def open_server(url: str, role: Role, limits: Limits) -> PostgresEngine:
    """Raises DatabaseError without a word of the address: it may hold a password."""
    try:
        parts = urlsplit(url)
        complete = _is_complete(parts)
    except ValueError:  # a port that is no number, a bracket too many
        complete = False
    if not complete:
        raise DatabaseError(
            "The address of the PostgreSQL database cannot be read: write"
            " postgresql://user:password@host:port/database, with every sign of the password"
            " that is neither a letter nor a digit percent-encoded (@ is %40)."
        )
    return PostgresEngine(url, role, limits)


def _is_complete(parts: SplitResult) -> bool:
    _ = parts.port  # raises ValueError
    return bool(parts.username and parts.path.strip("/"))
