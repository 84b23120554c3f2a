"""An import in plain lines for an operator, or as JSON for a program."""

from collections.abc import Iterable, Iterator

import msgspec

from iok_core.api import Measure
from iok_core.imports.guard import Reason
from iok_core.imports.history import ImportLine, Rejection

_ROWS_SHOWN = 20


def as_json(line: ImportLine, rejected: Iterable[Rejection] = ()) -> str:
    told = {
        **msgspec.structs.asdict(line),
        "reasons": line.why,
        "counts": line.received,
        "remarks": line.said,
        "rejected_rows": list(rejected),
    }
    return msgspec.json.encode(told).decode()


def line_of(line: ImportLine) -> str:
    state = line.state or line.run_state
    return f"{line.run}  {line.requested_at:%Y-%m-%d %H:%M}  {line.module}  {state}"


def lines_of(line: ImportLine, rejected: Iterable[Rejection] = ()) -> Iterator[str]:
    yield line_of(line)
    if line.problem:
        yield f"  problem   {line.problem} {line.problem_source} {line.problem_detail}"
    for kind, count in line.received.items():
        yield f"  {kind:9} {count}"
    for reason in line.why:
        yield f"  held      {_reason(reason)}"
    for remark in line.said:
        yield f"  remark    {remark.code} {remark.source} {remark.detail} ({remark.count})"
    for row in list(rejected)[:_ROWS_SHOWN]:
        yield f"  rejected  {row.source}:{row.row} {row.field} {row.value!r}: {row.problem}"


def _reason(reason: Reason) -> str:
    parts: list[str | None] = [reason.code, reason.kind, reason.measure]
    if reason.expected is not None:
        parts.append(f"expected {_figure(reason, reason.expected)}")
    if reason.found is not None:
        parts.append(f"found {_figure(reason, reason.found)}")
    return " ".join(part for part in parts if part)


def _figure(reason: Reason, value: int) -> str:
    """Money as złote, everything else as a count."""
    money = reason.measure not in (None, Measure.ROWS) or reason.code.endswith("_off")
    if not money:
        return str(value)
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"
