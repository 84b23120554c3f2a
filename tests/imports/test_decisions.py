"""Release, reject, undo and redo: what residents see then, and who is told what of it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.imports import history, moving, releasing
from iok_core.imports.course import course_of
from iok_core.imports.decisions import DecidedError, DecisionKind, Wish
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import ReasonCode
from iok_core.imports.history import ImportLine
from iok_core.imports.moving import NothingToShowError
from iok_core.imports.publishing import provenance
from iok_core.imports.receiving import SHELVES
from iok_core.imports.releasing import SWEEP, ReasonsChangedError
from iok_core.portal import Portal
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from tests.imports.bringing import bring_in, options_of
from tests.imports.seeing import seen
from tests.portal import people

BASE = "a-semicolon-cp1250"
SOURCE = 1
BY = Origin.staff(7)
HELD = ("truncated", "premises-missing", "wrong-totals", "older", "empty", "duplicate-document")

Check = Callable[[Portal], Awaitable[None]]


def wish(reason: str = "Sprawdzone z księgową", seen: int | None = None) -> Wish:
    return Wish(BY, reason, seen)


async def bring(portal: Portal, variant: str = "") -> ImportLine:
    return await bring_in(portal, options_of(BASE, variant))


async def state_of(run: int) -> ImportState | None:
    line = await history.of_run(run)
    assert line is not None
    return line.state


async def rows_of(gen: int) -> int:
    """Rows that a generation began or ended."""
    count = 0
    for shelf in SHELVES:
        sql = f"SELECT count(*) FROM {shelf.name} WHERE since_gen = {{}} OR until_gen = {{}}"
        count += (await fetch(sql, gen, gen))[0][0]
    return count


async def sweep(portal: Portal) -> None:
    """The worker's part of a rejection."""
    claim = await leases.claim(portal.clock)
    assert claim is not None
    assert claim.kind == SWEEP
    await carry_out(claim, portal.handlers[SWEEP], portal.clock)


def checked(folder: Path, check: Check) -> None:
    people(folder, check)


@pytest.mark.parametrize("variant", ["premises-missing", "older", "truncated"])
def test_p7_what_is_released_is_what_residents_see(portal_folder: Path, variant: str) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        before = await seen()
        held = await bring(portal, variant)
        assert await seen() == before
        await releasing.release(portal.deciding, held.run, wish())
        assert await state_of(held.run) is ImportState.PUBLISHED
        assert (await course_of(SOURCE)).shown == (1, held.gen)
        assert await seen() != before

    checked(portal_folder, check)


@pytest.mark.parametrize("variant", HELD)
def test_s05_what_is_rejected_leaves_nothing_and_residents_see_yesterday(
    portal_folder: Path, variant: str
) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        before = await seen()
        held = await bring(portal, variant)
        assert held.state is ImportState.HELD
        await releasing.reject(portal.deciding, held.run, wish())
        assert await state_of(held.run) is ImportState.REJECTED
        await sweep(portal)
        assert await rows_of(held.gen or 0) == 0
        assert await fetch("SELECT staged FROM source") == [(0,)]
        assert await seen() == before

    checked(portal_folder, check)


def test_the_sweep_of_a_rejection_tells_how_far_it_is(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        rows = await rows_of(held.gen or 0)
        run = await releasing.reject(portal.deciding, held.run, wish())
        await sweep(portal)
        told = await fetch("SELECT progress_done, progress_total FROM run WHERE id = {}", run)
        assert told == [(rows, rows)]

    checked(portal_folder, check)


def test_an_import_after_a_rejection_needs_no_sweep(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        held = await bring(portal, "wrong-totals")
        await releasing.reject(portal.deciding, held.run, wish())
        await fetch("DELETE FROM run WHERE kind = {}", SWEEP)
        again = await bring(portal, "changed")
        assert again.state is ImportState.PUBLISHED
        assert await state_of(held.run) is ImportState.REJECTED
        assert await rows_of(held.gen or 0) == 0

    checked(portal_folder, check)


def test_p7_an_undo_shows_what_was_shown_before_and_a_redo_what_was_undone(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        base, origin = await seen(), await provenance(SOURCE, 1)
        await bring(portal, "changed")
        changed = await seen()
        assert changed != base
        assert await moving.undo(portal.deciding, SOURCE, wish()) == 1
        assert await seen() == base
        assert await provenance(SOURCE, 1) == origin  # loaded when it first came, not now
        assert await moving.redo(portal.deciding, SOURCE, wish()) == 2
        assert await seen() == changed

    checked(portal_folder, check)


def test_an_undo_goes_back_step_by_step_and_never_beyond_the_first(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        tools = portal.deciding
        await bring(portal)
        await bring(portal, "changed")
        held = await bring(portal, "older")
        await releasing.release(tools, held.run, wish())
        with pytest.raises(NothingToShowError):
            await moving.redo(tools, SOURCE, wish())
        assert [await moving.undo(tools, SOURCE, wish()) for _ in range(2)] == [2, 1]
        with pytest.raises(NothingToShowError):
            await moving.undo(tools, SOURCE, wish())
        assert [await moving.redo(tools, SOURCE, wish()) for _ in range(2)] == [2, 3]
        with pytest.raises(NothingToShowError):
            await moving.redo(tools, SOURCE, wish())

    checked(portal_folder, check)


def test_after_a_new_publication_what_was_undone_does_not_come_back(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        await bring(portal, "changed")
        await moving.undo(portal.deciding, SOURCE, wish())
        held = await bring(portal, "older")
        await releasing.release(portal.deciding, held.run, wish())
        with pytest.raises(NothingToShowError):
            await moving.redo(portal.deciding, SOURCE, wish())
        assert await moving.undo(portal.deciding, SOURCE, wish()) == 1

    checked(portal_folder, check)


def test_only_what_is_still_whole_can_be_shown_again(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        await bring(portal, "changed")
        await execute("UPDATE source SET whole_since = 2")
        with pytest.raises(NothingToShowError):
            await moving.undo(portal.deciding, SOURCE, wish())

    checked(portal_folder, check)


def test_a_release_goes_on_when_what_residents_see_has_moved_without_new_reasons(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        await bring(portal, "changed")
        held = await bring(portal, "wrong-totals")
        assert {one.code for one in held.why} == {ReasonCode.TOTALS_DISAGREE, ReasonCode.OLDER}
        await moving.undo(portal.deciding, SOURCE, wish())
        await releasing.release(portal.deciding, held.run, wish())
        assert (await course_of(SOURCE)).shown == (1, held.gen)
        line = await history.of_run(held.run)
        assert line is not None
        assert {one.code for one in line.why} == {ReasonCode.TOTALS_DISAGREE}

    checked(portal_folder, check)


def test_new_reasons_hold_a_release_until_somebody_has_read_them(
    portal_folder: Path, tmp_path: Path
) -> None:
    """After the undo residents see all 13 premises again, of which the held import lacks 4."""

    async def check(portal: Portal) -> None:
        tools = portal.deciding
        await bring(portal)
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

    checked(portal_folder, check)


def with_another_total(folder: Path) -> Mapping[str, object]:
    """`premises-missing`, whose kontrola.csv says that there is a row more of the premises."""
    options = options_of(BASE, "premises-missing")
    shutil.copytree(str(options["folder"]), folder)
    control = folder / "kontrola.csv"
    text = control.read_text("cp1250")
    assert "lokale.csv;9;" in text
    control.write_text(text.replace("lokale.csv;9;", "lokale.csv;10;"), "cp1250", newline="")
    return {**options, "folder": str(folder)}


@pytest.mark.parametrize("what", [releasing.release, releasing.reject])
def test_what_was_decided_is_told_to_whoever_comes_late(portal_folder: Path, what: Any) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        await releasing.reject(portal.deciding, held.run, wish("Suma jest zła"))
        with pytest.raises(DecidedError) as late:
            await what(portal.deciding, held.run, wish("Suma jest dobra"))
        assert late.value.by is not None
        assert (late.value.by.what, late.value.by.reason) == (DecisionKind.REJECT, "Suma jest zła")

    checked(portal_folder, check)


def test_of_two_who_decide_at_once_one_wins_and_the_other_reads_why(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        tools = portal.deciding
        outcomes = await asyncio.gather(
            releasing.release(tools, held.run, wish("Puszczam")),
            releasing.reject(tools, held.run, wish("Odrzucam")),
            return_exceptions=True,
        )
        (lost,) = [one for one in outcomes if isinstance(one, DecidedError)]
        kept = await fetch("SELECT what, reason FROM import_decision")
        assert lost.by is not None
        assert [(lost.by.what, lost.by.reason)] == kept

    checked(portal_folder, check)


def test_of_two_who_undo_at_once_one_does(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        for variant in ("", "changed", "older"):
            line = await bring(portal, variant)
            if line.state is ImportState.HELD:
                await releasing.release(portal.deciding, line.run, wish())
        outcomes = await asyncio.gather(
            moving.undo(portal.deciding, SOURCE, wish(seen=3)),
            moving.undo(portal.deciding, SOURCE, wish(seen=3)),
            return_exceptions=True,
        )
        assert {type(one) for one in outcomes} == {DecidedError, int}
        assert (await course_of(SOURCE)).now == 2

    checked(portal_folder, check)


def test_what_was_held_cannot_be_released_while_the_next_import_makes_room(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal)
        held = await bring(portal, "wrong-totals")
        assert (await bring(portal, "changed")).state is ImportState.PUBLISHED
        with pytest.raises(DecidedError) as late:
            await releasing.release(portal.deciding, held.run, wish())
        assert late.value.by is None
        assert await state_of(held.run) is ImportState.SUPERSEDED

    checked(portal_folder, check)


def test_each_decision_has_a_row_in_the_audit_and_an_event_and_words_in_neither(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        tools = portal.deciding
        await bring(portal)
        held = await bring(portal, "wrong-totals")
        await releasing.release(tools, held.run, wish("Kowalska dzwoniła"))
        await moving.undo(tools, SOURCE, wish("Kowalska dzwoniła"))
        await moving.redo(tools, SOURCE, wish("Kowalska dzwoniła"))
        held = await bring(portal, "older")
        await releasing.reject(tools, held.run, wish("Kowalska dzwoniła"))
        wanted = ["release", "undo", "redo", "reject"]
        decided = await fetch("SELECT id, gen, what FROM import_decision ORDER BY id")
        assert [what for _, _, what in decided] == wanted
        audited = await fetch(
            "SELECT action, actor_kind, actor, object_id, meta FROM audit "
            "WHERE action LIKE 'generation_%' AND action <> 'generation_publish' ORDER BY seq"
        )
        assert audited == [
            (f"generation_{what}", "staff", "7", SOURCE, f'{{"decision":{id_},"gen":{gen}}}')
            for id_, gen, what in decided
        ]
        events = await fetch("SELECT kind FROM event WHERE kind <> 'new_balance' ORDER BY id")
        told = ["import_released", "data_undone", "data_redone", "import_rejected"]
        assert [kind for (kind,) in events] == told
        everything = await fetch("SELECT meta FROM audit UNION ALL SELECT subject FROM event")
        assert "Kowalska" not in str(everything)

    checked(portal_folder, check)
