"""Events become notices: for everybody concerned, once, whoever turns them and however often."""

import asyncio
import json

import pytest

from iok_core.db import execute, fetch
from iok_core.events.kinds import EventKind
from iok_core.identity.service import Role
from iok_core.notices.turning import Turning
from tests.notices.posting import Post
from tests.portal import add_clerk, add_resident

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


async def test_s26_what_is_old_when_it_is_read_makes_no_mail(post: Post) -> None:
    """A worker that was off for long, or a clock that jumps a year ahead."""
    await post.channel(from_address="a@lipowa.example", folder="mail")
    await post.password_changed(await post.person("a@example.pl"))
    post.clock.moves(days=365)
    await post.turns()
    assert await fetch("SELECT (SELECT count(*) FROM notice), count(*) FROM delivery") == [(1, 0)]
