"""Two roles: the owner makes and changes tables, the portal's own works with what is in them."""

from iok_core.db.append_only import REFUSAL
from iok_core.db.binding import bound
from iok_core.db.queries import execute, fetch, transaction

_READ_ONLY = frozenset({"migration"})
_TABLES = """
    SELECT c.relname, quote_ident(c.relname), EXISTS (
        SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid = c.oid AND p.proname = {}
    )
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname
"""
_CHANGEABLE = """
    SELECT DISTINCT c.relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid
    JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE p.proname = {} AND (
        has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')
        OR has_table_privilege(c.oid, 'TRUNCATE') OR pg_has_role(c.relowner, 'MEMBER')
    )
    ORDER BY c.relname
"""


async def current_role() -> str:
    """Quoted for SQL; empty where the database knows no roles."""
    if bound().engine_type != "postgres":
        return ""
    return str((await fetch("SELECT quote_ident(current_user)"))[0][0])


async def grant_to(role: str) -> None:
    """As the owner: `role` may work with every table, only append where nothing may be changed."""
    ((schema,),) = await fetch("SELECT quote_ident(current_schema())")
    async with transaction():
        await execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        await execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}")
        await execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")
        for name, quoted, append_only in await fetch(_TABLES, REFUSAL):
            rights = _rights(name, append_only=append_only)
            await execute(f"GRANT {rights} ON {schema}.{quoted} TO {role}")


def _rights(table: str, *, append_only: bool) -> str:
    if table in _READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"


async def changeable() -> list[str]:
    """Append-only tables that the portal's role could change if it first took a trigger away."""
    if bound().engine_type != "postgres":
        return []
    return [str(name) for (name,) in await fetch(_CHANGEABLE, REFUSAL)]
