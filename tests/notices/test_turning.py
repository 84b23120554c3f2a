"""Events become notices: for everybody concerned, once, whoever turns them and however often."""

import asyncio
import json
from collections.abc import Collection
from datetime import UTC, date, datetime

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import DatabaseUnavailable, execute, fetch
from iok_core.db.clock import WARSAW
from iok_core.events.kinds import EventKind
from iok_core.identity.service import Role
from iok_core.noticeboard import writing
from iok_core.noticeboard.announcements import Wording, announcement
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.kinds import Group, Reach
from iok_core.noticeboard.writing import Board
from iok_core.notices import turning
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import NoticeKind
from iok_core.notices.planning import Telling, tell
from iok_core.notices.turning import Turning
from tests.notices.posting import Post
from tests.portal import add_clerk, add_resident
from tests.premises.registers import Register

ABOUT_A_PERSON = {
    EventKind.ACCESS_ISSUED: "access_issued",
    EventKind.ACCESS_BLOCKED: "access_blocked",
    EventKind.ACCESS_UNBLOCKED: "access_unblocked",
    EventKind.PASSWORD_CHANGED: "password_changed",
}


async def test_s43_what_happens_to_an_access_is_told_to_its_person(post: Post) -> None:
    person = await post.person()
    for kind in ABOUT_A_PERSON:
        await post.happens(kind, person=person, identity=7, block=3)
    await post.turns()
    assert await post.notices() == [(person, told) for told in ABOUT_A_PERSON.values()]


async def test_an_event_that_names_an_identity_finds_its_person(post: Post) -> None:
    access = await add_resident(post.portal)
    await execute("UPDATE event SET told_at = {}", post.clock.now())
    await post.happens(EventKind.PASSWORD_CHANGED, identity=access.identity)
    await post.turns()
    assert await post.notices() == [(access.person, "password_changed")]


async def test_what_concerns_the_office_is_told_to_no_resident(post: Post) -> None:
    clerk = await add_clerk(post.portal, Role.DESK)
    await post.happens(EventKind.PASSWORD_CHANGED, identity=clerk.identity)
    await post.happens(EventKind.ACCESS_ACTIVATED, identity=clerk.identity)
    await post.turns()
    assert await post.notices() == []
    assert await fetch("SELECT DISTINCT kind FROM event WHERE told_at IS NULL") == [
        ("access_activated",)  # an event that nobody is ever told of
    ]


async def test_s22_turned_twice_over_it_is_told_once(post: Post) -> None:
    await post.channel(from_address="a@lipowa.example", folder="mail")
    await post.password_changed(await post.person("a@example.pl"))
    await post.turns()
    await execute("UPDATE event SET told_at = NULL")  # as if it had been killed just before
    await post.turns()
    assert await fetch("SELECT (SELECT count(*) FROM notice), count(*) FROM delivery") == [(1, 1)]


async def test_s22_two_relays_at_once_tell_once(post: Post) -> None:
    await post.channel(from_address="a@lipowa.example", folder="mail")
    for number in range(30):
        await post.password_changed(await post.person(f"a{number}@example.pl"))
    await asyncio.gather(Turning(post.ctx).turn(), Turning(post.ctx).turn())
    assert await fetch("SELECT count(*), count(DISTINCT person) FROM notice") == [(30, 30)]
    assert await fetch("SELECT count(*) FROM delivery") == [(30,)]


async def test_an_event_that_cannot_be_told_keeps_no_other(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    person = await post.person()
    await post.password_changed(987_654)  # of nobody
    await post.password_changed(person)
    await post.turns()
    assert await post.notices() == [(person, "password_changed")]
    assert "could not be told" in caplog.text
    ((subject,),) = await fetch("SELECT subject FROM event WHERE told_at IS NULL")
    assert json.loads(subject) == {"person": 987_654}


async def test_an_event_that_cannot_be_told_is_not_tried_again_at_once(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    await post.password_changed(987_654)  # of nobody
    relay = Turning(post.ctx)
    for _ in range(3):
        await relay.turn()
    assert caplog.text.count("could not be told") == 1


async def test_a_database_that_is_away_is_no_fault_of_the_event(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> int:
        raise DatabaseUnavailable

    person, relay = await post.person(), Turning(post.ctx)
    await post.password_changed(person)
    monkeypatch.setattr(turning, "tell", away)
    with pytest.raises(DatabaseUnavailable):
        await relay.turn()
    monkeypatch.setattr(turning, "tell", tell)
    await relay.turn()
    assert await post.notices() == [(person, "password_changed")]


async def test_no_channel_that_is_paused_is_given_anything(post: Post) -> None:
    paused = await post.channel("stara", from_address="a@lipowa.example", folder="old")
    working = await post.channel(from_address="a@lipowa.example", folder="mail")
    await execute("UPDATE module SET active = FALSE WHERE id = {}", paused)
    await post.password_changed(await post.person("a@example.pl"))
    await post.happens(EventKind.SUBMISSION_WRITTEN, submission=1)  # told to the mailbox
    await post.turns()
    assert await fetch("SELECT module FROM delivery") == [(working,), (working,)]


async def test_k02_8_who_holds_the_premises_is_asked_for_the_day_in_warsaw(post: Post) -> None:
    """Half an hour after midnight: whoever holds them from that day on is told."""
    post.clock.at = datetime(2026, 3, 11, 0, 30, tzinfo=WARSAW).astimezone(UTC)
    register = await Register.open(post.portal)
    one, other = [await add_resident(post.portal, name) for name in ("Anna A", "Ewa B")]
    seller, buyer = await register.party("A"), await register.party("B")
    flat = await register.premises("L-1")
    await register.title(flat, seller)
    await register.title(flat, buyer, since=date(2026, 3, 11))
    await register.acts(one.person or 0, seller)
    await register.acts(other.person or 0, buyer)
    await register.person("Bez dostępu", buyer)
    await post.happens(EventKind.OCCUPANTS_DECLARED, person=one.person, premises=flat)
    await post.turns()
    told = [notice for notice in await post.notices() if notice[1] == "occupants_declared"]
    assert told == [(other.person, "occupants_declared")]


@pytest.mark.parametrize("kind", ["regulations_announced", "announced"])
async def test_what_concerns_one_person_waits_for_one_portion_of_what_concerns_many(
    post: Post, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    whoever = await post.person()
    for name in ("Anna A", "Ewa B"):
        await add_resident(post.portal, name)
    await post.turns()
    before = len(await post.notices())
    happens_after_each_portion(post, monkeypatch, whoever)
    if kind == "announced":
        await announce(post)
    else:
        await post.happens(EventKind.REGULATIONS_ANNOUNCED, version=1)
    await post.turns()
    kinds = [told for _, told in (await post.notices())[before:]]
    assert kinds == [kind, "password_changed"] * 2


async def announce(post: Post) -> None:
    """To everybody."""
    clerk = await add_clerk(post.portal, Role.TECHNICAL)
    board, by = Board(post.portal.audit, post.clock), Origin.staff(clerk.staff or 0)
    audience = Audience(Reach.ALL, Group.EVERYBODY, ())
    wording = Wording(title="Z", body="Treść.", audience=audience, since=post.clock.today())
    made = await writing.save(board, None, wording, by=by)
    assert type(made) is int
    found = await announcement(made)
    assert found is not None
    assert await writing.show(board, found, by=by) is None


def happens_after_each_portion(post: Post, monkeypatch: pytest.MonkeyPatch, person: int) -> None:
    """A password of that person changes whenever one of many has been told."""

    async def tell_and_change(
        ctx: NoticeContext, telling: Telling, persons: Collection[int]
    ) -> int:
        count = await tell(ctx, telling, persons)
        if telling.kind is not NoticeKind.PASSWORD_CHANGED:
            await post.password_changed(person)
        return count

    monkeypatch.setattr(turning, "_AT_ONCE", 1)
    monkeypatch.setattr(turning, "tell", tell_and_change)


async def test_s26_what_is_old_when_it_is_read_makes_no_mail(post: Post) -> None:
    """A worker that was off for long, or a clock that jumps a year ahead."""
    await post.channel(from_address="a@lipowa.example", folder="mail")
    await post.password_changed(await post.person("a@example.pl"))
    post.clock.moves(days=365)
    await post.turns()
    assert await fetch("SELECT (SELECT count(*) FROM notice), count(*) FROM delivery") == [(1, 0)]
