"""The same export twice is one generation, one after the other and by two processes at once."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.imports import history, moving
from iok_core.imports.decisions import Wish
from iok_core.imports.fingerprint import Fingerprint
from iok_core.imports.generations import ImportState
from iok_core.imports.receiving import SHELVES
from iok_core.imports.requests import Request, module_of_plugin, request_import
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.imports.bringing import bring_in, options_of
from tests.imports.seeing import seen
from tests.portal import people

BASE = "a-semicolon-cp1250"
RECORDS: list[Any] = [1, 2, 3]
NOTES: list[Any] = [4]
"""What they are made of does not matter."""
WORKER = [sys.executable, "-m", "iok_core", "worker", "--once"]


async def asked_twice(portal: Portal) -> None:
    module = await module_of_plugin(
        "files", options_of(BASE), Path.cwd(), plugins=portal.plugins, clock=portal.clock
    )
    for _ in range(2):
        request = Request(module, Origin.operator("tester"))
        await request_import(request, audit=portal.audit, clock=portal.clock)


async def told(_: Portal) -> tuple[list[str], list[tuple[int, ...]], int]:
    lines = await history.newest()
    rows = await fetch("SELECT DISTINCT since_gen FROM entry")
    return sorted(line.standing for line in lines), rows, len(await fetch("SELECT 1 FROM entry"))


def test_s06_two_processes_that_import_the_same_export_at_once_make_one_generation(
    portal_folder: Path,
) -> None:
    people(portal_folder, asked_twice)
    workers = [subprocess.Popen(WORKER, cwd=portal_folder) for _ in range(2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    standings, generations, entries = people(portal_folder, told)
    assert standings == ["published", "repeated"]
    assert len(generations) == 1
    assert entries == 303


def test_s06_the_same_export_again_leaves_no_row_and_names_the_first(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        first = await bring_in(portal, options_of(BASE))
        before = await seen()
        again = await bring_in(portal, options_of(BASE))
        assert (again.state, again.repeats) == (ImportState.REPEATED, first.gen)
        assert await seen() == before
        assert await fetch("SELECT staged, published FROM source") == [(0, first.gen)]
        assert await fetch("SELECT gen FROM publication") == [(first.gen,)]

    people(portal_folder, check)


@on_sqlite
def test_s06_an_export_that_was_shown_long_ago_is_judged_like_any_other(
    portal_folder: Path,
) -> None:
    """A correction may be taken back in the accounting system: that is no repetition."""

    async def check(portal: Portal) -> None:
        first = await bring_in(portal, options_of(BASE))
        await bring_in(portal, options_of(BASE, "changed"))
        again = await bring_in(portal, options_of(BASE))
        assert (again.state, again.repeats) == (ImportState.HELD, 0)
        await moving.undo(portal.deciding, 1, Wish(Origin.system(), ""))
        assert (await bring_in(portal, options_of(BASE))).repeats == first.gen

    people(portal_folder, check)


@on_sqlite
def test_s06_other_days_make_another_export(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await bring_in(portal, options_of(BASE))
        await execute("UPDATE import SET fingerprint = 'another'")
        assert (await bring_in(portal, options_of(BASE))).state is ImportState.PUBLISHED

    people(portal_folder, check)


@pytest.mark.parametrize(
    ("records", "notes", "same"),
    [
        (([1], [2, 3]), ([4],), True),
        (([1, 2], [3]), ([4],), True),
        (([1, 3, 2],), ([4],), False),
        (([1, 2, 3],), ([5],), False),
        (([1, 2, 3, 4],), ([],), False),
    ],
)
def test_s06_the_fingerprint_knows_contents_and_order_and_not_the_batches(
    records: tuple[list[Any], ...], notes: tuple[list[Any], ...], same: bool
) -> None:
    one, other = Fingerprint([*SHELVES]), Fingerprint([*SHELVES])
    one.take_records(RECORDS)
    one.take_notes(NOTES)
    for batch in records:
        other.take_records(batch)
    for batch in notes:
        other.take_notes(batch)
    assert (one.hex() == other.hex()) is same


@pytest.mark.parametrize("number", [15, 16, 2**16 - 1, 2**16])
def test_s06_nor_how_long_a_batch_is(number: int) -> None:
    whole, one_by_one = Fingerprint([]), Fingerprint([])
    whole.take_records(RECORDS[:1] * number)
    for _ in range(number):
        one_by_one.take_records(RECORDS[:1])
    assert whole.hex() == one_by_one.hex()


def test_s06_a_release_that_keeps_more_columns_reads_all_anew() -> None:
    assert Fingerprint([*SHELVES]).hex() != Fingerprint([*SHELVES][1:]).hex()
