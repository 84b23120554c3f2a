"""Queries compiled once: building a Piccolo query costs ten times as much as running it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import msgspec
from piccolo.query.base import Query

from iok_core.db.binding import bound
from iok_core.db.engine import Converters, Engine
from iok_core.db.errors import DatabaseError
from iok_core.db.statements import Row

StructT = TypeVar("StructT", bound=msgspec.Struct)


@dataclass(frozen=True)
class Arg:
    """The place of a value that each call of a Prepared brings."""

    name: str


@dataclass(frozen=True)
class _Compiled:
    engine: Engine
    sql: str
    args: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]
    names: frozenset[str]
    typed: "list[_Typed]"


class Prepared(Generic[StructT]):
    """A query with `Arg`s, given as a function because its tables find their engine later.

    The columns must be named as the fields of `row`, in their order; the values come as the
    fields' types, also where SQLite knows none (MAX of a date, a computed truth value) and where
    PostgreSQL has another (SUM of whole numbers is a Decimal there).
    Lists of any length (IN) and LIMIT cannot be an Arg of a Piccolo query; `raw` takes the latter.
    """

    def __init__(self, build: Callable[[], Query[Any, Any]], row: type[StructT]) -> None:
        self._build = build
        self._row = row
        self._compiled: _Compiled | None = None
        self._checked = False

    async def __call__(self, **values: object) -> list[StructT]:
        compiled = self._compiled
        engine = bound()
        if compiled is None or compiled.engine is not engine:
            compiled = self._compiled = _compile(self._build(), engine, self._row)
        if values.keys() != compiled.names:
            raise TypeError(f"the query takes {sorted(compiled.names)}, not {sorted(values)}")
        args = list(compiled.args)
        for index, name in compiled.places:
            args[index] = values[name]
        fetch = engine.raw_rows if self._checked else self._fetch_checked
        return self._filled(await fetch(compiled.sql, args), compiled.typed)

    def _filled(self, rows: list[Row], typed: "list[_Typed]") -> list[StructT]:
        if not rows:
            return []
        columns: list[_Column] = list(zip(*rows, strict=True))
        for index, kind, convert in typed:
            columns[index] = _as_kind(columns[index], kind, convert)
        return list(map(self._row, *columns))

    async def one(self, **values: object) -> StructT | None:
        """The only row, or None; DatabaseError if there are more."""
        rows = await self(**values)
        if len(rows) > 1:
            raise DatabaseError(f"{len(rows)} rows where {self._row.__name__} expects one at most")
        return rows[0] if rows else None

    async def _fetch_checked(self, sql: str, args: list[Any]) -> list[Row]:
        names, rows = await bound().raw_table(sql, args)
        fields = list(self._row.__struct_fields__)
        if names != fields:
            raise DatabaseError(f"{self._row.__name__} has {fields}, its query gives {names}")
        self._checked = True
        return rows


def _compile(query: Query[Any, Any], engine: Engine, row: type[msgspec.Struct]) -> _Compiled:
    (querystring,) = query.querystrings
    sql, args = querystring.compile_string(engine.engine_type)
    places = tuple((i, arg.name) for i, arg in enumerate(args) if isinstance(arg, Arg))
    names = frozenset(name for _, name in places)
    return _Compiled(engine, sql, tuple(args), places, names, _typed_fields(row, engine.converters))


_Converter = Callable[[Any], Any]
_Column = Sequence[Any]
_Typed = tuple[int, type, _Converter]


def _typed_fields(row: type[msgspec.Struct], converters: Converters) -> list[_Typed]:
    """Those whose values the database may give as something else, by their place."""
    found = []
    for index, field in enumerate(msgspec.structs.fields(row)):
        kind = _without_none(field.type)
        if kind in converters:
            found.append((index, kind, converters[kind]))
        elif isinstance(kind, type) and issubclass(kind, Enum):
            found.append((index, kind, kind))
    return found


def _without_none(kind: Any) -> Any:
    """`date` of `date | None`, `list` of `list[str]`."""
    if get_origin(kind) in (Union, UnionType):
        kinds = [k for k in get_args(kind) if k is not type(None)]
        return _without_none(kinds[0]) if len(kinds) == 1 else kind
    return get_origin(kind) or kind


def _as_kind(column: _Column, kind: type, convert: _Converter) -> _Column:
    """A column has one type throughout, so its first value tells whether there is work to do."""
    first = column[0]
    if first is None:
        first = next((value for value in column if value is not None), None)
    if first is None or type(first) is kind:
        return column
    return [None if value is None else convert(value) for value in column]
