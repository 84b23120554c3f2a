"""What stands beside amounts after several imports: whose day it is, and in which order."""

from pathlib import Path

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.imports import moving
from iok_core.imports.decisions import Wish
from iok_core.imports.publishing import provenance
from iok_core.ledger.service import entries
from iok_core.portal import Portal
from tests.imports.bringing import bring_in, options_of
from tests.imports.deciding import BASE
from tests.imports.rewriting import Row, brought, rewritten
from tests.portal import people

SOURCE = 1


def test_k07_1_data_are_of_the_import_that_brought_them_also_after_others_and_an_undo(
    base_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        changed = await bring_in(portal, options_of(BASE, "changed"))
        assert changed.gen == 2
        await moving.undo(portal.deciding, SOURCE, Wish(Origin.staff(7), "Sprawdzone"))
        log = await fetch("SELECT gen, at FROM publication ORDER BY id")
        assert [gen for gen, _ in log] == [1, 2, 1]
        for gen, at in log[:2]:
            assert (await provenance(SOURCE, gen)).imported_at == at

    people(base_folder, check)


def test_k02_2_entries_of_one_day_stand_in_the_order_of_the_source(
    portal_folder: Path, export: Path
) -> None:
    texts: list[str] = []

    def on_one_day(rows: list[Row]) -> None:
        for row in rows:
            if row["Konto"] == "204-1-00003-4":
                row["Data księgowania"] = "01.08.2025"
                texts.append(row["Treść"])

    rewritten(export, "zapisy.csv", on_one_day)

    async def check(portal: Portal) -> None:
        line = await brought(portal, export)
        [(account,)] = await fetch("SELECT id FROM account WHERE source_key = '204-1-00003-4'")
        found = await entries(account, SOURCE, line.gen or 0)
        assert len(found) > 2
        assert [entry.text for entry in reversed(found)] == texts

    people(portal_folder, check)
