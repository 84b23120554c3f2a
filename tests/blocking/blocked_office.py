"""An office's acts of blocking, without pages, and the rows that they leave."""

from datetime import date
from typing import Any

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock
from iok_core.db import fetch

OPERATOR = Origin.operator("tester")
DAY = date(2026, 3, 2)  # the clock of the office


def proposed(person: int, clause: Clause = Clause.END_OF_SETTLEMENTS, **given: Any) -> NewBlock:
    known: dict[str, Any] = {"reason": "Pismo", "since": DAY}
    return NewBlock(person=person, clause=clause, **(known | given))


async def person_of(identity: int) -> int:
    return int((await fetch("SELECT person FROM identity WHERE id = {}", identity))[0][0])


async def newest(table: str, key: str = "id") -> tuple[Any, ...]:
    return (await fetch(f"SELECT * FROM {table} ORDER BY {key} DESC LIMIT 1"))[0]


async def everything() -> list[list[tuple[object, ...]]]:
    tables = ("identity", "session", "block", "lifting", "event")
    return [await fetch(f"SELECT * FROM {table} ORDER BY id") for table in tables]
