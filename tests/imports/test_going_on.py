"""Pulls that go on where they were cut off, start over, or are given up: real children."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from iok_core.api import Capability, DataKind
from iok_core.chores import care_of
from iok_core.db import execute, fetch
from iok_core.imports import publishing
from iok_core.imports.generations import ImportState
from iok_core.imports.history import ImportLine, of_run
from iok_core.runs import leases
from iok_core.runs.worker import run_worker
from tests.databases import on_sqlite
from tests.imports.journal import Journal, handler_of
from tests.imports.journal_connector import DAY, Book, Line

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


def test_a_pull_goes_on_that_was_cut_off_while_it_was_judged(journal: Callable[..., None]) -> None:
    """Its days had been kept by then, and come once more."""

    async def work(one: Journal) -> None:
        one.write(LONG)
        claim = await one.claimed()
        await one.cut_off_in_mid_pull(claim)
        days = {DataKind.ENTRIES: DAY - timedelta(days=1), DataKind.BALANCES: DAY}
        await publishing.keep_as_of(1, 1, days)
        one.write(quick())
        again = await leases.claim(one.portal.clock)
        assert again is not None
        line = await one.carry_out(again)
        assert (line.state, line.gen, one.asked[-1]) == (
            *(ImportState.PUBLISHED, 1),
            "rest after 1:1200",
        )
        assert await publishing.as_of(1, 1) == {DataKind.ENTRIES: DAY, DataKind.BALANCES: DAY}

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


@on_sqlite
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
        await run_worker(portal.handlers, portal.clock, care=care_of(portal), once=True)
        line = await of_run(claim.run)
        assert line is not None
        assert (line.run_state, line.problem) == ("failed", "lost")
        assert await fetch("SELECT count(*) FROM entry WHERE 2 IN (since_gen, until_gen)") == [(0,)]
        assert await fetch("SELECT staged FROM source") == [(0,)]
        assert await one.shown() == (TEXTS, 300000)

    journal(work)
