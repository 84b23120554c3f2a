"""Runs that bring only what has changed: real children, and what residents see of it."""

from collections.abc import Callable

import msgspec
import pytest

from iok_core.api import DataKind, Problem
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.imports import publishing, releasing
from iok_core.imports.checkpoints import OutdatedChangesError
from iok_core.imports.decisions import Wish
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import ReasonCode
from tests.databases import on_sqlite
from tests.imports.journal import FIRST, SECOND, Journal, handler_of, then
from tests.imports.journal_connector import DAY, Line


def test_a_delta_writes_what_it_says_and_leaves_the_rest(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        assert (await one.bring_in(FIRST)).state is ImportState.PUBLISHED
        line = await one.bring_in(SECOND)
        assert (line.state, line.why) == (ImportState.PUBLISHED, [])
        assert one.asked == ["pull", "changes since 1:end"]
        assert await one.shown() == (["a", "c", "d"], 101700)
        assert await one.written_in(line.gen) == {"entry": 4, "balance": 2}
        counts = {DataKind.ENTRIES: 3, DataKind.ACCOUNTS: 1, DataKind.BALANCES: 1}
        assert line.received == counts

    journal(work)


def test_an_entry_that_a_delta_changes_keeps_its_place(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(FIRST)
        await one.bring_in(then(lines=FIRST.lines | {"a": Line(1001, since=2)}))
        assert await one.shown() == (["a", "b", "c"], 105800)

    journal(work)


def test_days_that_a_delta_does_not_tell_stay(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        first = await one.bring_in(FIRST)
        await execute(
            "INSERT INTO snapshot (source, gen, kind, as_of) "
            "SELECT source, gen, 'bank_statements', as_of FROM snapshot WHERE kind = 'entries'"
        )
        second = await one.bring_in(SECOND)
        days = [await publishing.as_of(1, line.gen or 0) for line in (first, second)]
        assert days[0] == days[1]
        assert DataKind.BANK_STATEMENTS in days[1]

    journal(work)


@on_sqlite
def test_totals_of_a_delta_are_those_of_the_whole_state(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(FIRST)
        held = await one.bring_in(msgspec.structs.replace(SECOND, missing=1))
        (reason,) = held.why
        assert (reason.code, reason.kind) == (ReasonCode.TOTALS_DISAGREE, DataKind.ENTRIES)
        assert (reason.expected, reason.found) == (4, 3)
        assert await one.shown() == (["a", "b", "c"], 105700)
        assert (await one.bring_in(SECOND)).state is ImportState.PUBLISHED
        assert one.asked[2] == "pull"  # after a delta that was held everything is read anew

    journal(work)


def test_a_delta_that_leaves_rows_of_something_gone_is_held(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(then(flats=("L-1", "L-2"), revision=1))
        gone = [(2, DataKind.PARTIES, "K1")]
        held = await one.bring_in(then(flats=("L-1", "L-2"), gone=gone))
        assert ReasonCode.ROWS_REJECTED in {reason.code for reason in held.why}
        rows = await fetch("SELECT problem, value FROM rejected_row ORDER BY id")
        unknown = Problem.UNKNOWN_REFERENCE
        assert rows == [(unknown, "K1"), (unknown, "204-1")]  # what came, and what stands there

    journal(work)


@on_sqlite
def test_k07_5_what_goes_from_beside_others_of_its_kind_is_missed_all_the_same(
    journal: Callable[..., None],
) -> None:
    async def work(one: Journal) -> None:
        meters = {"M1": ["1"], "M2": ["2"]}
        await one.bring_in(then(meters=meters, revision=1))
        held = await one.bring_in(then(meters=meters, gone=[(2, DataKind.METERS, "M1")]))
        assert ReasonCode.ROWS_REJECTED in {reason.code for reason in held.why}
        rows = await fetch("SELECT problem, value FROM rejected_row ORDER BY id")
        unknown = Problem.UNKNOWN_REFERENCE
        assert rows == [(unknown, "M1"), (unknown, f"M1|{DAY}|actual")]

    journal(work)


def test_a_link_that_an_account_of_a_delta_has_no_more_is_ended(
    journal: Callable[..., None],
) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(then(flats=("L-1", "L-2", "L-3", "L-4", "L-5", "L-6"), revision=1))
        five = ("L-1", "L-2", "L-3", "L-4", "L-5")
        line = await one.bring_in(then(flats=five, gone=[(2, DataKind.PREMISES, "L-6")]))
        assert (line.state, line.why) == (ImportState.PUBLISHED, [])
        assert await one.written_in(line.gen) == {"premises_version": 1, "account_premises": 1}

    journal(work)


@on_sqlite
def test_an_entry_of_a_delta_without_a_key_is_rejected(journal: Callable[..., None]) -> None:
    """It could be a new one or an old one again: the resident would owe it twice."""

    async def work(one: Journal) -> None:
        await one.bring_in(FIRST)
        line = await one.bring_in(then(lines=FIRST.lines | {"d": Line(9, since=2, key=None)}))
        assert await fetch("SELECT problem FROM rejected_row") == [(Problem.MISSING_VALUE,)]
        assert line.received[DataKind.ENTRIES] == 1
        assert "entry" not in await one.written_in(line.gen)

    journal(work)


@on_sqlite
@pytest.mark.parametrize("why", ["it forgot", "people see an older one"])
def test_without_its_ground_a_delta_is_made_a_whole_run(
    journal: Callable[..., None], why: str
) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(FIRST)
        if why == "it forgot":
            line = await one.bring_in(msgspec.structs.replace(SECOND, reaches_back_to=2))
            assert one.asked == ["pull", "changes since 1:end", "pull"]
        else:
            await one.bring_in(SECOND)
            await one.show(1)
            line = await one.bring_in(msgspec.structs.replace(SECOND, revision=3))
            assert one.asked[-1] == "pull"
        assert (line.state, line.problem) == (ImportState.PUBLISHED, "")
        assert await one.shown() == (["a", "c", "d"], 101700)

    journal(work)


def test_a_held_delta_is_not_released_onto_something_else(journal: Callable[..., None]) -> None:
    """Whatever else may be wrong with it by now: no look at it again would help."""

    async def work(one: Journal) -> None:
        held = await one.hold_a_delta()
        await one.show(1)
        await execute("UPDATE import SET reasons = '[]' WHERE run = {}", held.run)  # so one is new
        with pytest.raises(OutdatedChangesError):
            await releasing.release(one.portal.deciding, held.run, Wish(Origin.system(), "Tak"))
        with pytest.raises(OutdatedChangesError):  # an undo may come after the first look
            await publishing.publish(
                1,
                held.gen or 0,
                against=1,
                by=Origin.system(),
                audit=one.portal.audit,
                clock=one.portal.clock,
            )
        assert await one.shown() == (["a", "b", "c"], 105700)
        await one.show(2)
        await releasing.release(one.portal.deciding, held.run, Wish(Origin.system(), "Tak"))
        assert await one.shown() == (["a", "c", "d", "e"], 101800)

    journal(work)


def test_after_a_repeated_whole_pull_changes_are_enough_again(
    journal: Callable[..., None],
) -> None:
    async def work(one: Journal) -> None:
        told = one.handler
        await one.bring_in(FIRST)
        one.handler = handler_of(one.portal)
        assert (await one.bring_in(FIRST)).state is ImportState.REPEATED
        one.handler = told
        line = await one.bring_in(SECOND)
        assert (line.state, line.why) == (ImportState.PUBLISHED, [])
        assert one.asked == ["pull", "pull", "changes since 1:end"]
        assert await one.shown() == (["a", "c", "d"], 101700)

    journal(work)
