"""A held import is released or rejected: what residents see then, and what is left of it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from iok_core.db import fetch
from iok_core.imports import history, moving, releasing
from iok_core.imports.course import course_of
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import ReasonCode
from iok_core.imports.releasing import SWEEP, ReasonsChangedError
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.imports.bringing import bring_in, options_of
from tests.imports.deciding import BASE, SOURCE, bring, rows_of, state_of, sweep, wish
from tests.imports.seeing import seen
from tests.portal import people

HELD = ("truncated", "premises-missing", "wrong-totals", "older", "empty", "duplicate-document")


@pytest.mark.parametrize("variant", ["premises-missing", "older", "truncated"])
def test_p7_what_is_released_is_what_residents_see(base_folder: Path, variant: str) -> None:
    async def check(portal: Portal) -> None:
        before = await seen()
        held = await bring(portal, variant)
        assert await seen() == before
        await releasing.release(portal.deciding, held.run, wish())
        assert await state_of(held.run) is ImportState.PUBLISHED
        assert (await course_of(SOURCE)).shown == (1, held.gen)
        assert await seen() != before

    people(base_folder, check)


@on_sqlite
@pytest.mark.parametrize("variant", HELD)
def test_s05_what_is_rejected_leaves_nothing_and_residents_see_yesterday(
    base_folder: Path, variant: str
) -> None:
    async def check(portal: Portal) -> None:
        before = await seen()
        held = await bring(portal, variant)
        assert held.state is ImportState.HELD
        await releasing.reject(portal.deciding, held.run, wish())
        assert await state_of(held.run) is ImportState.REJECTED
        await sweep(portal)
        assert await rows_of(held.gen or 0) == 0
        assert await fetch("SELECT staged FROM source") == [(0,)]
        assert await seen() == before

    people(base_folder, check)


@on_sqlite
def test_the_sweep_of_a_rejection_tells_how_far_it_is(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        rows = await rows_of(held.gen or 0)
        run = await releasing.reject(portal.deciding, held.run, wish())
        await sweep(portal)
        told = await fetch("SELECT progress_done, progress_total FROM run WHERE id = {}", run)
        assert told == [(rows, rows)]

    people(portal_folder, check)


def test_an_import_after_a_rejection_needs_no_sweep(base_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        await releasing.reject(portal.deciding, held.run, wish())
        await fetch("DELETE FROM run WHERE kind = {}", SWEEP)
        again = await bring(portal, "changed")
        assert again.state is ImportState.PUBLISHED
        assert await state_of(held.run) is ImportState.REJECTED
        assert await rows_of(held.gen or 0) == 0

    people(base_folder, check)


def test_a_release_goes_on_when_what_residents_see_has_moved_without_new_reasons(
    base_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal, "changed")
        held = await bring(portal, "wrong-totals")
        assert {one.code for one in held.why} == {ReasonCode.TOTALS_DISAGREE, ReasonCode.OLDER}
        await moving.undo(portal.deciding, SOURCE, wish())
        await releasing.release(portal.deciding, held.run, wish())
        assert (await course_of(SOURCE)).shown == (1, held.gen)
        line = await history.of_run(held.run)
        assert line is not None
        assert {one.code for one in line.why} == {ReasonCode.TOTALS_DISAGREE}

    people(base_folder, check)


def test_new_reasons_hold_a_release_until_somebody_has_read_them(
    base_folder: Path, tmp_path: Path
) -> None:
    """After the undo residents see all 13 premises again, of which the held import lacks 4."""

    async def check(portal: Portal) -> None:
        tools = portal.deciding
        first = await bring(portal, "premises-missing")
        await releasing.release(tools, first.run, wish())
        held = await bring_in(portal, with_another_total(tmp_path / "export"))
        assert {one.code for one in held.why} == {ReasonCode.TOTALS_DISAGREE}
        await moving.undo(tools, SOURCE, wish())
        before = await seen()
        with pytest.raises(ReasonsChangedError) as asked:
            await releasing.release(tools, held.run, wish())
        assert ReasonCode.PREMISES_GONE in {one.code for one in asked.value.new}
        assert await seen() == before
        assert await state_of(held.run) is ImportState.HELD
        with pytest.raises(ReasonsChangedError):  # a page that was opened before the undo
            await releasing.release(tools, held.run, wish(seen=first.gen))
        await releasing.release(tools, held.run, wish(seen=1))
        assert await seen() != before

    people(base_folder, check)


def with_another_total(folder: Path) -> Mapping[str, object]:
    """`premises-missing`, whose kontrola.csv says that there is a row more of the premises."""
    options = options_of(BASE, "premises-missing")
    shutil.copytree(str(options["folder"]), folder)
    control = folder / "kontrola.csv"
    text = control.read_text("cp1250")
    assert "lokale.csv;9;" in text
    control.write_text(text.replace("lokale.csv;9;", "lokale.csv;10;"), "cp1250", newline="")
    return {**options, "folder": str(folder)}
