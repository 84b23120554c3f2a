"""The audit as JSON lines: each with everything that its mac is made of, for whoever checks it."""

import json
from collections.abc import AsyncIterator

import msgspec

from iok_core.audit.canonical import moment_text
from iok_core.audit.rows import Row, pages


def json_line(row: Row) -> str:
    values = msgspec.structs.asdict(row) | {"at": moment_text(row.at)}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


async def json_lines(from_seq: int = 1) -> AsyncIterator[str]:
    """From that row on, or from the first that was not pruned."""
    async for rows in pages(from_seq):
        for row in rows:
            yield json_line(row)
