"""New amounts are told to those who see them changed, and to nobody else; real imports."""

import asyncio
import csv
from datetime import date
from pathlib import Path

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.imports.decisions import Wish
from iok_core.imports.generations import ImportState
from iok_core.imports.moving import redo, undo
from iok_core.portal import build_portal, running
from iok_core.premises.desk import party_by_key
from iok_core.premises.tables import Representation
from iok_core.settings import load
from tests.imports.bringing import EXPORTS, bring_in, options_of
from tests.notices.posting import MovableClock, Post
from tests.notices.test_turning import happens_after_each_portion
from tests.portals import Portals

EXPORT = "a-semicolon-cp1250"
BEGIN = date(2026, 1, 1)
WISH = Wish(Origin.operator("tester"), "próba")


def rows(folder: Path, name: str) -> list[list[str]]:
    with (folder / f"{name}.csv").open(encoding="cp1250", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def changed_payers() -> set[str]:
    """As anybody finds them by comparing the two files: their line of balances differs."""
    before, after = rows(EXPORTS / EXPORT, "salda"), rows(EXPORTS / EXPORT / "changed", "salda")
    accounts = {new[0] for old, new in zip(before, after, strict=True) if old != new}
    return {row[3] for row in rows(EXPORTS / EXPORT, "konta") if row[0] in accounts}


@pytest.fixture
def portal_folder(portals: Portals, database_kind: str, tmp_path: Path) -> Path:
    """Both exports were imported, and nobody has been told yet."""
    to = tmp_path / "lipowa"
    return portals.copy(database_kind, to, "balances", lambda made: asyncio.run(moved_in(made)))


async def moved_in(folder: Path) -> None:
    """Everybody of the first export has a person with an address, named as the payer's key."""
    clock = MovableClock()
    async with running(build_portal(load(folder, {}), "worker", clock)) as portal:
        post = Post(portal, clock)
        await post.channel(from_address="iok@lipowa.example", folder="mail")
        await brought(post, "")
        for key in sorted({row[3] for row in rows(EXPORTS / EXPORT, "konta")}):
            person = await post.person(f"{key}@example.pl", key)
            party = await party_by_key(1, key)
            acts = Representation(person=person, party=party, basis="self", since=BEGIN)
            await acts.save()
        assert await told(post) == set()  # the first data are nobody's news
        await brought(post, "changed")


async def persons(keys: set[str]) -> set[int]:
    return {id_ for id_, name in await fetch("SELECT id, name FROM person") if name in keys}


async def brought(post: Post, variant: str) -> None:
    line = await bring_in(post.portal, options_of(EXPORT, variant))
    assert (line.state, line.why) == (ImportState.PUBLISHED, [])


async def told(post: Post) -> set[int]:
    await post.turns()
    return {person for person, kind in await post.notices() if kind == "new_balance"}


async def test_only_those_whose_balance_changed_are_told_and_not_of_the_first_data(
    post: Post,
) -> None:
    concerned = await persons(changed_payers())
    everybody = await fetch("SELECT count(*) FROM person")
    assert 0 < len(concerned) < everybody[0][0]
    assert await told(post) == concerned
    assert await fetch("SELECT count(*) FROM delivery") == [(len(concerned),)]


async def test_undo_and_redo_are_nobodys_news(post: Post) -> None:
    once = await told(post)
    for move in (undo, redo, undo, redo):
        await move(post.portal.deciding, 1, WISH)
    assert await told(post) == once
    assert await fetch("SELECT count(*) FROM notice") == [(len(once),)]


async def test_what_is_shown_once_more_is_nobodys_news(post: Post) -> None:
    once = await told(post)
    async with transaction():  # as if what was undone came back by another way
        await emit(EventKind.NEW_BALANCE, at=post.clock.now(), source=1, gen=2)
    assert await told(post) == once
    assert await fetch("SELECT count(*) FROM notice") == [(len(once),)]


async def test_what_concerns_one_person_waits_for_one_portion_of_new_balances(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    whoever = await post.person()
    happens_after_each_portion(post, monkeypatch, whoever)
    await post.turns()
    kinds = [kind for _, kind in await post.notices()]
    assert kinds.count("new_balance") > 1
    assert (
        kinds.count("password_changed")
        == (await fetch("SELECT count(*) FROM event WHERE kind = 'password_changed'"))[0][0]
    )


async def test_what_is_undone_before_anybody_was_told_is_not_told(post: Post) -> None:
    await undo(post.portal.deciding, 1, WISH)
    assert await told(post) == set()


async def test_who_no_longer_holds_the_premises_is_not_told(post: Post) -> None:
    (gone,) = await persons({min(changed_payers())})
    await execute("UPDATE representation SET until = {} WHERE person = {}", date(2026, 2, 1), gone)
    assert await told(post) == (await persons(changed_payers())) - {gone}


async def test_the_news_of_two_imports_of_one_day_are_one_mail(post: Post) -> None:
    await post.turns()
    post.clock.moves(hours=2)
    async with transaction():  # another source, as far as a notice can tell
        await emit(EventKind.NEW_BALANCE, at=post.clock.now(), source=1, gen=2, other=1)
    concerned = await told(post)
    assert await fetch("SELECT count(*) FROM notice") == [(2 * len(concerned),)]
    assert await fetch("SELECT count(*) FROM delivery") == [(len(concerned),)]


async def test_who_does_not_want_these_mails_reads_of_it_in_the_portal(post: Post) -> None:
    await execute(
        "INSERT INTO mail_choice (person, kind, wanted) SELECT id, 'new_balance', {} FROM person",
        False,
    )
    assert await told(post) == await persons(changed_payers())
    assert await fetch("SELECT count(*) FROM delivery") == [(0,)]
