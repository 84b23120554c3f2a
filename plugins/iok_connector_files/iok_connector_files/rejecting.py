"""How a row that cannot be taken is told to staff."""

from iok_connector_files.limits import SHOWN
from iok_connector_files.personal import without_pesel
from iok_connector_files.table import Table
from iok_core.api import DataKind, Problem, Rejected


def rejected(
    kind: DataKind,
    problem: Problem,
    table: Table,
    line: int,
    field: str = "",
    value: str = "",
    account: str = "",
) -> Rejected:
    return Rejected(
        kind=kind,
        problem=problem,
        source=table.name,
        row=line,
        field=field,
        value=shown(value),
        account=shown(account),
    )


def shown(value: str) -> str:
    """Without a PESEL, and with escapes for what would not be seen or would be obeyed."""
    plain = without_pesel(value[: 2 * SHOWN])
    seen = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in plain)
    return "".join(seen)[:SHOWN]
