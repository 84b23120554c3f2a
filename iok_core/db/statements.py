"""What a statement is, whichever database runs it."""

import re
from collections.abc import Sequence
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


@lru_cache(maxsize=4096)
def is_read(sql: str) -> bool:
    if _READ.match(sql):
        return True
    return _WITH.match(sql) is not None and _CHANGE.search(sql) is None


def compiled(template: str, args: Args, engine_type: str) -> tuple[str, list[Any]]:
    """`{}` placeholders, as in Piccolo's `raw`, which also takes columns."""
    return QueryString(template, *args).compile_string(engine_type)


def compiled_for_many(template: str, engine_type: str) -> str:
    places = sum(name is not None for _, name, _, _ in Formatter().parse(template))
    return compiled(template, (None,) * places, engine_type)[0]
