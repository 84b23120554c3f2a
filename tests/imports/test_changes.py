"""Runs that bring only changes, and pulls that go on where they were cut off: real children."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from iok_core.api import Capability, DataKind, Problem
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.imports import publishing
from iok_core.imports.checkpoints import OutdatedChangesError
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import ReasonCode
from iok_core.imports.history import ImportLine, of_run
from iok_core.runs import leases
from iok_core.runs.worker import run_worker
from tests.imports.journal import Journal, handler_of
from tests.imports.journal_connector import Book, Line
from tests.portal import people


@pytest.fixture
def journal(portal_folder: Path, tmp_path: Path) -> Callable[..., None]:
    folder = tmp_path / "source"
    folder.mkdir()

    def check(work: Callable[[Journal], Awaitable[None]]) -> None:
        people(portal_folder, lambda portal: work(Journal(portal, folder)))

    return check


FIRST = Book(lines={"a": Line(1000), "b": Line(50), "c": Line(7)})


def then(**changed: object) -> Book:
    return msgspec.structs.replace(FIRST, **({"revision": 2} | changed))


SECOND = then(
    lines={"a": Line(1000), "c": Line(8, since=2), "d": Line(9, since=2)},
    gone=[(2, DataKind.ENTRIES, "b")],
)


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


def test_an_entry_of_a_delta_without_a_key_is_rejected(journal: Callable[..., None]) -> None:
    """It could be a new one or an old one again: the resident would owe it twice."""

    async def work(one: Journal) -> None:
        await one.bring_in(FIRST)
        await one.bring_in(then(lines=FIRST.lines | {"d": Line(9, since=2, key=None)}))
        assert await fetch("SELECT problem FROM rejected_row") == [(Problem.MISSING_VALUE,)]

    journal(work)


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
    async def work(one: Journal) -> None:
        await one.bring_in(FIRST)
        await one.bring_in(msgspec.structs.replace(SECOND, revision=2))
        lines = SECOND.lines | {"e": Line(1, since=3)}
        held = await one.bring_in(then(revision=3, lines=lines, missing=1))
        assert (held.state, one.asked[-1]) == (ImportState.HELD, "changes since 2:end")
        await one.show(1)
        with pytest.raises(OutdatedChangesError):
            await publishing.publish(
                1,
                held.gen or 0,
                against=1,
                by=Origin.system(),
                audit=one.portal.audit,
                clock=one.portal.clock,
            )

    journal(work)


LONG = Book(
    lines={str(n): Line(1, key=None if n % 2 else "") for n in range(3000)},
    checkpoint_after=1200,
    waits_after=2400,
)
TEXTS = ["bez klucza" if n % 2 else str(n) for n in range(3000)]


def quick(book: Book = LONG, **changed: object) -> Book:
    return msgspec.structs.replace(book, waits_after=-1, **changed)


async def cut_off_and_begun_again(one: Journal, book: Book, then: Book) -> ImportLine:
    one.write(book)
    claim = await one.claimed()
    await one.cut_off_in_mid_pull(claim)
    one.write(then)
    again = await leases.claim(one.portal.clock)
    assert again is not None
    assert again.run == claim.run
    return await one.carry_out(again)


def test_a_pull_goes_on_in_its_generation_where_it_was_cut_off(
    journal: Callable[..., None],
) -> None:
    """What came after the checkpoint is taken back and comes once more."""

    async def work(one: Journal) -> None:
        line = await cut_off_and_begun_again(one, LONG, quick())
        assert (line.state, line.why, line.gen) == (ImportState.PUBLISHED, [], 1)
        assert one.asked == ["pull", "rest after 1:1200"]
        assert await one.shown() == (TEXTS, 300000)
        assert line.received[DataKind.ENTRIES] == 3000

    journal(work)


def test_a_pull_that_goes_on_writes_only_what_has_changed(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(quick())
        one.handler = handler_of(one.portal, Capability.REPEATABLE_CHECKPOINTS)
        lines = {n: line for n, line in LONG.lines.items() if int(n) < 2998}
        lines["100"], lines["2000"] = Line(3), Line(4)
        book = msgspec.structs.replace(LONG, lines=lines, revision=2)
        line = await cut_off_and_begun_again(one, book, quick(book))
        assert (line.state, one.asked[1:]) == (ImportState.PUBLISHED, ["pull", "rest after 2:1200"])
        assert await one.shown() == (TEXTS[:2998], 300300)
        assert await one.written_in(line.gen) == {"entry": 6, "balance": 2}

    journal(work)


@pytest.mark.parametrize(
    ("abilities", "asked"),
    [
        ((), ["pull", "pull"]),
        ((Capability.REPEATABLE_CHECKPOINTS,), ["pull", "rest after 1:1200", "pull"]),
    ],
)
def test_a_pull_that_cannot_go_on_starts_over(
    journal: Callable[..., None], abilities: tuple[Capability, ...], asked: list[str]
) -> None:
    async def work(one: Journal) -> None:
        one.handler = handler_of(one.portal, *abilities)
        line = await cut_off_and_begun_again(one, LONG, quick(checkpoint_after=1000))
        assert (line.state, line.gen) == (ImportState.PUBLISHED, 2)
        assert one.asked == asked
        assert await one.shown() == (TEXTS, 300000)
        assert await fetch("SELECT count(*) FROM entry WHERE since_gen <> 2") == [(0,)]

    journal(work)


def test_a_run_that_is_given_up_leaves_nothing_staged(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(quick())
        one.handler = handler_of(one.portal, Capability.REPEATABLE_CHECKPOINTS)
        lines = LONG.lines | {"0": Line(9)}
        one.write(msgspec.structs.replace(LONG, lines=lines, revision=2))
        claim = await one.claimed()
        await one.cut_off_in_mid_pull(claim)
        assert await fetch("SELECT count(*) FROM entry WHERE 2 IN (since_gen, until_gen)") == [(2,)]
        await execute(
            "UPDATE run SET state = 'running', attempt = 3, lease_until = {} WHERE id = {}",
            one.portal.clock.now() - timedelta(seconds=1),
            claim.run,
        )
        portal = one.portal
        await run_worker(portal.handlers, portal.clock, care=portal.care, once=True)
        line = await of_run(claim.run)
        assert line is not None
        assert (line.run_state, line.problem) == ("failed", "lost")
        assert await fetch("SELECT count(*) FROM entry WHERE 2 IN (since_gen, until_gen)") == [(0,)]
        assert await fetch("SELECT staged FROM source") == [(0,)]
        assert await one.shown() == (TEXTS, 300000)

    journal(work)
