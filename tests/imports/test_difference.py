"""What an import changes, as whoever decides on it is told: days, figures, the largest changes."""

from datetime import date
from pathlib import Path

from iok_core.api import DataKind, PremisesKind
from iok_core.db import fetch
from iok_core.db.versioned import StagedRow
from iok_core.imports import difference_words, publishing, viewing
from iok_core.imports.difference import Difference, difference
from iok_core.imports.requests import module_of_plugin
from iok_core.imports.service import published_sources
from iok_core.imports.sources import source_of
from iok_core.imports.staging import Staging
from iok_core.ledger.intake import ACCOUNTS, BALANCES
from iok_core.portal import Portal
from iok_core.premises.intake import PREMISES
from tests.imports.bringing import options_of
from tests.imports.deciding import BASE, bring
from tests.portal import people

BEFORE, AFTER = date(2026, 9, 30), date(2026, 10, 31)
CHANGES = (5, -120, 30, -7, 900, 61, -62, 1, 2, -450, 33, 8, 0)
"""Of accounts that have a balance of 1000 and their number before; grosze."""
GONE, NEW = "204-90", "204-91"
LARGEST = [
    ("204-4", 1004, 1904),
    (NEW, None, 700),
    (GONE, -500, None),
    ("204-9", 1009, 559),
    ("204-1", 1001, 881),
    ("204-6", 1006, 944),
    ("204-5", 1005, 1066),
    ("204-10", 1010, 1043),
    ("204-2", 1002, 1032),
    ("204-11", 1011, 1019),
]


async def staged(source: int, gen: int, balances: dict[str, int], day: date) -> None:
    sql = "INSERT INTO account (source, source_key) VALUES ({}, {}) ON CONFLICT DO NOTHING"
    for key in balances:
        await fetch(f"{sql} RETURNING id", source, key)
    ids: dict[str, int] = dict(await fetch("SELECT source_key, id FROM account"))
    await fetch("UPDATE source SET staged = {} WHERE id = {} RETURNING id", gen, source)
    staging = Staging(source, gen, gentle=False)
    for key, closing in balances.items():
        account = StagedRow(ACCOUNTS, key, (ids[key], "operating", "", None))
        balance = StagedRow(BALANCES, key, (ids[key], 0, None, None, closing))
        assert await staging.put([account]) == await staging.put([balance]) == []
    for shelf in (ACCOUNTS, BALANCES, PREMISES):
        await staging.close_unseen(shelf)
    await fetch("DELETE FROM seen_row RETURNING id")
    days = {DataKind.BALANCES: day, DataKind.ENTRIES: day}
    await publishing.keep_as_of(source, gen, days)


async def differing(portal: Portal) -> Difference:
    module = await module_of_plugin(
        "files", options_of(BASE), Path.cwd(), plugins=portal.plugins, clock=portal.clock
    )
    source = (await source_of(module)).id
    before = {f"204-{n}": 1000 + n for n in range(len(CHANGES))}
    after = {key: before[key] + change for key, change in zip(before, CHANGES, strict=True)}
    await staged(source, 1, before | {GONE: -500}, BEFORE)
    await staged(source, 2, after | {NEW: 700}, AFTER)
    return await difference(source, 1, 2, {source: 1})


def test_p7_the_ten_largest_changes_of_balances_are_told_the_largest_first(
    portal_folder: Path,
) -> None:
    found = people(portal_folder, differing)
    assert found.changed == 14
    assert [(one.account.key, one.before, one.after) for one in found.largest] == LARGEST


def test_k07_1_a_difference_names_its_source_and_both_days_of_each_kind(
    portal_folder: Path,
) -> None:
    found = people(portal_folder, differing)
    assert (found.title, found.days) == ("System księgowy", (BEFORE, AFTER))
    rows = {row.label: (row.before, row.after) for row in difference_words.compared(found)}
    assert rows["salda – stan na"] == ("30.09.2026", "31.10.2026")
    assert rows["wyciągi bankowe – stan na"] == ("–", "–")


def test_p7_premises_that_are_gone_are_named(base_folder: Path) -> None:
    """Those that the export leaves out."""

    async def check(portal: Portal) -> None:
        held = await bring(portal, "premises-missing")
        found = await viewing.difference_of(held, await published_sources())
        assert found is not None
        assert sorted(place.symbol for place in found.gone) == ["G-13", "L-08", "L-09", "L-10"]
        assert {place.kind for place in found.gone} == {PremisesKind.FLAT, PremisesKind.GARAGE}
        assert found.new == []

    people(base_folder, check)
