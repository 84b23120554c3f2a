"""Rules for tables that Piccolo does not check and that cost money or data when broken."""

from collections.abc import Callable, Iterable, Iterator


from piccolo.columns import BigSerial, Column, ForeignKey, OnDelete, Timestamp, Varchar
from piccolo.columns.column_types import DoublePrecision, Numeric, Real
from piccolo.table import Table

_Rule = Callable[[Column], str | None]


def lint_tables(tables: Iterable[type[Table]]) -> list[str]:
    """One sentence for each broken rule, beginning with table.column; empty when all is well."""
    return [sentence for table in tables for sentence in _lint(table)]


def _lint(table: type[Table]) -> Iterator[str]:
    name = table._meta.tablename
    if name.upper() in RESERVED:
        yield f"{name}: the name is a reserved word of SQL"
    for column in table._meta.columns:
        for rule in _RULES:
            if broken := rule(column):
                yield f"{name}.{column._meta.db_column_name}: {broken}"


def _no_float(column: Column) -> str | None:
    if isinstance(column, (Numeric, Real, DoublePrecision)):
        return "a float on SQLite; money is BigInt in grosze"
    return None


def _null_default(column: Column) -> str | None:
    if column._meta.null and column._meta.params.get("default") is not None:
        return "null=True needs default=None, or the default is '', 0 or now"
    return None


def _foreign_key(column: Column) -> str | None:
    if not isinstance(column, ForeignKey):
        return None
    if column._foreign_key_meta.on_delete is not OnDelete.restrict:
        return "on_delete must be OnDelete.restrict"
    return None


def _aware_time(column: Column) -> str | None:
    if isinstance(column, Timestamp):
        return "a moment without time zone; use Timestamptz"
    return None


def _big_serial_key(column: Column) -> str | None:
    if column._meta.primary_key and not isinstance(column, BigSerial):
        return "the primary key must be BigSerial: Serial has 32 bits on PostgreSQL"
    return None


def _length(column: Column) -> str | None:
    if isinstance(column, Varchar) and column.length is None:
        return "Varchar needs a length"
    return None


def _reserved(column: Column) -> str | None:
    if column._meta.db_column_name.upper() in RESERVED:
        return "the name is a reserved word of SQL"
    return None


_RULES: tuple[_Rule, ...] = (
    _no_float,
    _null_default,
    _foreign_key,
    _aware_time,
    _big_serial_key,
    _length,
    _reserved,
)

RESERVED: frozenset[str] = frozenset({"SELECT", "TABLE", "ORDER", "GROUP", "USER"})
