"""kill -9 of a PostgreSQL that is publishing: people see the old state or the new, never a mixture.

A trigger brings the publication to a halt where the kill shall find it: in its transaction, when
all is written, and in its COMMIT. Last it comes when the publication has just been told as done.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from iok_core.db import fetch
from iok_core.imports import releasing
from iok_core.imports.generations import ImportState
from iok_core.portal import Portal
from iok_core.settings import load
from tests.databases import Cluster, on_postgres
from tests.imports.deciding import wish
from tests.imports.journal import Journal, handler_of
from tests.imports.journal_connector import Book, Line
from tests.imports.killing import Seen, look
from tests.portal import people

OLD = Book(lines={str(n): Line(100) for n in range(300)})
NEW = Book(revision=2, lines={str(n): Line(101) for n in range(301)}, missing=1)
OLD_SEEN = Seen(gen=1, rows=300, debit=3_000_000, closing=3_000_000)
NEW_SEEN = Seen(gen=2, rows=301, debit=3_040_100, closing=3_040_100)
HALT = """
CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_sleep(60); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER halt AFTER INSERT ON publication {when} FOR EACH ROW
    EXECUTE FUNCTION halt();
"""
GO_ON = "DROP TRIGGER halt ON publication; DROP FUNCTION halt"
HALTED = "SELECT query FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


@contextmanager
def halting(cluster: Cluster, database: str, when: str) -> Iterator[None]:
    cluster.run(HALT.format(when=when), database)
    try:
        yield
    finally:
        cluster.run(GO_ON, database)


async def halted(publication: asyncio.Task[None]) -> str:
    """The statement in which it is."""
    while not (found := await fetch(HALTED)):
        assert not publication.done(), publication.exception()
        await asyncio.sleep(0.02)
    return str(found[0][0])


def restarted(cluster: Cluster) -> None:
    cluster.crash()
    cluster.start()


@on_postgres
def test_s04_a_server_killed_while_it_publishes_shows_the_old_state_or_the_new(
    portal_folder: Path, tmp_path: Path, cluster: Cluster
) -> None:
    """Told by somebody who comes after the server is there again."""
    database = urlsplit(load(portal_folder, {}).database_url).path.strip("/")

    async def two_states(portal: Portal) -> int:
        journal = Journal(portal, tmp_path, handler_of(portal))
        await journal.bring_in(OLD)
        held = await journal.bring_in(NEW)
        assert held.state is ImportState.HELD
        return held.run

    run = people(portal_folder, two_states)

    def killed_in(statement: str, when: str) -> None:
        async def work(portal: Portal) -> None:
            publication = asyncio.create_task(releasing.release(portal.deciding, run, wish()))
            assert (await halted(publication)).startswith(statement)
            assert await look() == OLD_SEEN
            restarted(cluster)
            (outcome,) = await asyncio.gather(publication, return_exceptions=True)
            assert isinstance(outcome, Exception)

        with halting(cluster, database, when):
            people(portal_folder, work)
            assert people(portal_folder, lambda _: look()) == OLD_SEEN

    async def killed_when_done(portal: Portal) -> None:
        await releasing.release(portal.deciding, run, wish())
        restarted(cluster)

    killed_in("INSERT", "")
    killed_in("COMMIT", "DEFERRABLE INITIALLY DEFERRED")
    people(portal_folder, killed_when_done)
    assert people(portal_folder, lambda _: look()) == NEW_SEEN
