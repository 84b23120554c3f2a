"""An import in plain lines for an operator, or as JSON for a program."""

from collections.abc import Iterable, Iterator

import msgspec

from iok_core.api import Measure
from iok_core.imports.difference import Difference
from iok_core.imports.guard import Reason
from iok_core.imports.history import ImportLine, Rejection

_ROWS_SHOWN = 20
_SUMS = ("debit", "credit", "charged", "owed", "overpaid")
_COUNTS = (
    "premises",
    "parties",
    "accounts",
    "entries",
    "charges",
    "balances",
    "meters",
    "readings",
    "not_adding_up",
    "without_balance",
)


def as_json(
    line: ImportLine, rejected: Iterable[Rejection] = (), found: Difference | None = None
) -> str:
    told = {
        **msgspec.structs.asdict(line),
        "reasons": line.why,
        "counts": line.received,
        "remarks": line.said,
        "rejected_rows": list(rejected),
        "difference": found,
    }
    return msgspec.json.encode(told).decode()


def line_of(line: ImportLine) -> str:
    state = line.state or line.run_state
    return f"{line.run}  {line.requested_at:%Y-%m-%d %H:%M}  {line.module}  {state}"


def lines_of(
    line: ImportLine, rejected: Iterable[Rejection] = (), found: Difference | None = None
) -> Iterator[str]:
    yield line_of(line)
    if line.problem:
        yield f"  problem   {line.problem} {line.problem_source} {line.problem_detail}"
    for kind, count in line.received.items():
        yield f"  {kind:9} {count}"
    for reason in line.why:
        yield f"  held      {_reason(reason)}"
    if found is not None:
        yield from _difference(found)
    for remark in line.said:
        yield f"  remark    {remark.code} {remark.source} {remark.detail} ({remark.count})"
    for row in list(rejected)[:_ROWS_SHOWN]:
        yield f"  rejected  {row.source}:{row.row} {row.field} {row.value!r}: {row.problem}"


def _difference(found: Difference) -> Iterator[str]:
    """The days, figures that differ, the largest changes of balances; amounts in złote."""
    days = found.before.as_of if found.before else {}
    for kind, day in found.after.as_of.items():
        yield f"  as of     {kind} {days.get(kind, 'none')} -> {day}"
    before = msgspec.structs.asdict(found.before) if found.before else {}
    for name, after in msgspec.structs.asdict(found.after).items():
        if before and name in _COUNTS and before[name] != after:
            yield f"  changes   {name} {before[name]} -> {after}"
        elif before and name in _SUMS and before[name] != after:
            yield f"  changes   {name} {_zlote(before[name])} -> {_zlote(after)}"
    for one in found.largest:
        yield f"  balance   {one.account.key} {_zlote(one.before)} -> {_zlote(one.after)}"
    for place in found.gone:
        yield f"  gone      {place.symbol}"
    for place in found.new:
        yield f"  new       {place.symbol}"


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
    return _zlote(value)


def _zlote(grosze: int | None) -> str:
    if grosze is None:
        return "none"
    return f"{'-' if grosze < 0 else ''}{abs(grosze) // 100}.{abs(grosze) % 100:02}"
