"""Brings an export in as `iok import run` does: real files, the real connector, in its child.

Only without rests between the writes, as nobody else waits for the database.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from iok_core.audit.origin import Origin
from iok_core.imports.handling import ImportHandler
from iok_core.imports.history import ImportLine, of_run
from iok_core.imports.requests import Request, module_of_plugin, request_import
from iok_core.portal import Portal
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out

EXPORTS = Path(__file__).parents[2] / "plugins/iok_connector_files/tests/data/export"
LAYOUTS = {
    "a-semicolon-cp1250": "wn-ma",
    "b-community-ledger-tab": "two-accounts",
    "c-utf8bom-signed": "signed",
}


def options_of(export: str, variant: str = "") -> Mapping[str, object]:
    return {"folder": str(EXPORTS / export / variant), "layout": LAYOUTS[export]}


async def bring_in(
    portal: Portal, options: Mapping[str, object], *, gives_totals: bool | None = None
) -> ImportLine:
    """The import when it has ended, whatever became of it."""
    module = await module_of_plugin(
        "files", options, Path.cwd(), plugins=portal.plugins, clock=portal.clock
    )
    run = await request_import(
        Request(module, Origin.operator("tester"), gives_totals),
        audit=portal.audit,
        clock=portal.clock,
    )
    claim = await leases.claim(portal.clock, run)
    assert claim is not None
    brisk = msgspec.structs.replace(portal.import_handler.importing, gentle=False)
    await carry_out(claim, ImportHandler(brisk, portal.import_handler.plugins), portal.clock)
    line = await of_run(run)
    assert line is not None
    return line
