"""SQLite's log is emptied after each publication: it does not grow from one import to the next."""

from collections.abc import Callable
from pathlib import Path

from iok_core.runs.carrying_out import Progress, carry_out
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome
from tests.databases import on_sqlite
from tests.imports.journal import Journal
from tests.imports.journal_connector import Book, Line


def book(revision: int) -> Book:
    """Each has other amounts than the one before, in every line."""
    return Book(
        revision=revision, lines={str(n): Line(100 + revision, revision) for n in range(60)}
    )


@on_sqlite
def test_the_log_is_empty_after_each_of_ten_publications(
    journal: Callable[..., None], portal_folder: Path
) -> None:
    log = portal_folder / "iok.sqlite-wal"
    sizes = []

    async def work(one: Journal) -> None:
        async def handle(claim: Claim, progress: Progress) -> Outcome:
            outcome = await one.handler(claim, progress)
            sizes.append(log.stat().st_size)  # before the run's own end is written
            return outcome

        for revision in range(1, 11):
            one.write(book(revision))
            await carry_out(await one.claimed(), handle, one.portal.clock)
            assert (await one.shown())[1] == 60 * 100 * (100 + revision)

    journal(work)
    assert sizes == [0] * 10
