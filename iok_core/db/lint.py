"""Rules for tables that Piccolo does not check and that cost money or data when broken."""

# ruff: noqa: SLF001 - `_meta` is Piccolo's documented place

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator

from piccolo.columns import BigSerial, Column, ForeignKey, OnDelete, Timestamp, Varchar
from piccolo.columns.column_types import Array, Interval, Numeric, Real
from piccolo.table import Table

from iok_core.db.reserved_words import RESERVED_WORDS

_Given = frozenset[str]  # the keywords that a column was made with
_Rule = Callable[[Column, _Given], str | None]


def lint_tables(tables: Iterable[type[Table]]) -> list[str]:
    """A sentence for each broken rule, beginning with table.column; none when all is well."""
    return [sentence for table in tables for sentence in _lint(table)]


def _lint(table: type[Table]) -> Iterator[str]:
    name = table._meta.tablename
    given = _keywords(table)
    if name.upper() in RESERVED_WORDS:
        yield f"{name}: the name is a reserved word of SQL"
    for column in table._meta.columns:
        for rule in _RULES:
            if broken := rule(column, given.get(column._meta.name, frozenset())):
                yield f"{name}.{column._meta.db_column_name}: {broken}"


def _keywords(table: type[Table]) -> dict[str, _Given]:
    """What was written in the class and its mixins: a default looks like a choice afterwards."""
    found: dict[str, _Given] = {}
    for cls in reversed(table.__mro__[: table.__mro__.index(Table)]):
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
        for statement in ast.walk(definition):
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(keywords=keywords)):
                    found[name] = frozenset(keyword.arg or "" for keyword in keywords)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(keywords=keywords)):
                    found[name] = frozenset(keyword.arg or "" for keyword in keywords)
    return found


def _no_float(column: Column, given: _Given) -> str | None:
    if isinstance(column, Array):
        return _no_float(column.base_column, given)
    if isinstance(column, (Numeric, Real, Interval)):
        return "it is a float on SQLite; money is BigInt, in grosze"
    return None


def _null_without_default(column: Column, _: _Given) -> str | None:
    if column._meta.null and column._meta.params.get("default") is not None:
        return "null=True needs default=None, or the default is '', 0 or now"
    return None


def _deliberate_foreign_key(column: Column, given: _Given) -> str | None:
    if not isinstance(column, ForeignKey):
        return None
    if "null" not in given:
        return "a ForeignKey says null=False or null=True: left out, it is True"
    if column._foreign_key_meta.on_delete is not OnDelete.restrict:
        return "a ForeignKey has on_delete=OnDelete.restrict: left out, it is cascade"
    return None


def _moment_with_zone(column: Column, _: _Given) -> str | None:
    return "a moment has its zone: Timestamptz" if isinstance(column, Timestamp) else None


def _big_serial_key(column: Column, _: _Given) -> str | None:
    if column._meta.primary_key and not isinstance(column, BigSerial):
        return "a primary key is BigSerial: Serial has 32 bits on PostgreSQL"
    return None


def _length(column: Column, given: _Given) -> str | None:
    if isinstance(column, Varchar) and "length" not in given:
        return "a Varchar says its length"
    return None


def _reserved(column: Column, _: _Given) -> str | None:
    if column._meta.db_column_name.upper() in RESERVED_WORDS:
        return "the name is a reserved word of SQL"
    return None


_RULES: tuple[_Rule, ...] = (
    _no_float,
    _null_without_default,
    _deliberate_foreign_key,
    _moment_with_zone,
    _big_serial_key,
    _length,
    _reserved,
)
