"""What a database must be like before tables are made in it: it cannot be changed afterwards."""

from iok_core.db.binding import bound
from iok_core.db.errors import DatabaseError
from iok_core.db.queries import fetch

_ORDERS_BY_LETTER = "SELECT 'Z' < 'a' AND 'a b' < 'aa' AND 'z' < 'ą'"


async def require_fit() -> None:
    """Raises DatabaseError. The keys that names are sorted by have to be compared as bytes."""
    if bound().engine_type != "postgres":
        return
    ((encoding,),) = await fetch("SHOW server_encoding")
    ((plain,),) = await fetch(_ORDERS_BY_LETTER)
    if encoding != "UTF8" or not plain:
        raise DatabaseError(
            "The PostgreSQL database sorts text in a language's own order, or is not in UTF-8."
            " Make it anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        )
