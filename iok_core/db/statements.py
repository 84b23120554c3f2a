"""What a statement is, whichever database runs it."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Any

from piccolo.querystring import QueryString

Row = tuple[Any, ...]
Args = Sequence[object]

_READ = re.compile(r"\s*(SELECT|VALUES|EXPLAIN)\b", re.IGNORECASE)
_WITH = re.compile(r"\s*WITH\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b((INSERT|REPLACE)\s+(OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\b", re.IGNORECASE
)
_PLAIN = frozenset({int, str, bool, bytes, float, date, datetime, Decimal, type(None)})
"""Values that go to the database as they are."""


@lru_cache(maxsize=4096)
def is_read(sql: str) -> bool:
    if _READ.match(sql):
        return True
    return _WITH.match(sql) is not None and _CHANGE.search(sql) is None


def compiled(template: str, args: Args, engine_type: str) -> tuple[str, list[Any]]:
    """`{}` placeholders, as in Piccolo's `raw`, which also takes columns."""
    if _PLAIN.issuperset(map(type, args)):
        return _compiled_once(template, len(args), engine_type), list(args)
    return QueryString(template, *args).compile_string(engine_type)


@lru_cache(maxsize=1024)
def _compiled_once(template: str, places: int, engine_type: str) -> str:
    """Piccolo takes a template apart anew each time, and some have a thousand placeholders."""
    return QueryString(template, *(None,) * places).compile_string(engine_type)[0]


def compiled_for_many(template: str, engine_type: str) -> str:
    places = sum(name is not None for _, name, _, _ in Formatter().parse(template))
    return _compiled_once(template, places, engine_type)
