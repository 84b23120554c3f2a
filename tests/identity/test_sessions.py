from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.identity.arriving import Arrival
from iok_core.identity.kinds import SessionEnd
from iok_core.identity.passwords import change_password, set_demo_password, set_first_password
from iok_core.identity.permissions import Role
from iok_core.identity.sessions import (
    end_all,
    end_own_session,
    own_sessions,
    sign_out,
    touch,
)
from iok_core.identity.signing_in import sign_in
from iok_core.identity.staff import add_staff
from tests.identity.office import OWN, Office, find_session

RESIDENT_IDLE = timedelta(minutes=30)
STAFF_IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)
SECOND = timedelta(seconds=1)

By = Origin.resident(1)


class Cookie:
    """A session that somebody has copied, and whose it is."""

    def __init__(self, office: Office, identifier: str, identity: int, token: str) -> None:
        self.office, self.ctx = office, office.ctx
        self.identifier, self.identity, self.token = identifier, identity, token

    async def session(self) -> int:
        return (await self.office.session(self.token)).id


async def signed_out(cookie: Cookie) -> None:
    await sign_out(cookie.ctx, await cookie.session(), by=By)


async def ended_by_its_owner(cookie: Cookie) -> None:
    assert await end_own_session(cookie.ctx, cookie.identity, await cookie.session(), by=By)


async def ended_everywhere(cookie: Cookie) -> None:
    await end_all(cookie.ctx, cookie.identity, SessionEnd.ENDED_BY_OWNER, by=By)


async def blocked(cookie: Cookie) -> None:
    await end_all(cookie.ctx, cookie.identity, SessionEnd.BLOCKED, by=Origin.system())


async def password_changed_here(cookie: Cookie) -> None:
    session = await cookie.session()
    await change_password(cookie.ctx, cookie.identity, session, OWN, "granatowa czapka na haku")


async def password_changed_elsewhere(cookie: Cookie) -> None:
    there = await cookie.office.enter(cookie.identifier, OWN)
    session = (await cookie.office.session(there.token)).id
    await change_password(cookie.ctx, cookie.identity, session, OWN, "granatowa czapka na haku")


async def access_reissued(cookie: Cookie) -> None:
    person = (await fetch("SELECT person FROM identity WHERE id = {}", cookie.identity))[0][0]
    await cookie.office.issue(person, after_issue=1)


async def demonstration_reset(cookie: Cookie) -> None:
    await set_demo_password(cookie.ctx, cookie.identity, OWN, is_demonstration=True)


async def signed_in_again(cookie: Cookie) -> None:
    await sign_in(cookie.ctx, cookie.identifier, OWN, Arrival(session_token=cookie.token))


async def idle(cookie: Cookie) -> None:
    cookie.office.clock.go_on(RESIDENT_IDLE)


EVENTS: list[Callable[[Cookie], Awaitable[None]]] = [
    signed_out,
    ended_by_its_owner,
    ended_everywhere,
    blocked,
    password_changed_here,
    password_changed_elsewhere,
    access_reissued,
    demonstration_reset,
    signed_in_again,
    idle,
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
async def test_s10_a_cookie_replayed_after_its_session_ended_is_dead(
    office: Office, event: Callable[[Cookie], Awaitable[None]]
) -> None:
    issued, token = await office.resident()
    await event(Cookie(office, issued.identifier, issued.identity, token))
    assert await find_session(office.ctx, token) is None


async def test_s10_the_cookie_of_the_start_password_is_dead_once_an_own_one_is_set(
    office: Office,
) -> None:
    issued = await office.issue(await office.add_person())
    entered = await office.enter(issued.identifier, issued.start_password)
    session = await office.session(entered.token)
    await set_first_password(office.ctx, issued.identity, session.id, OWN)
    assert await find_session(office.ctx, entered.token) is None


async def test_s10_staff_who_leave_are_out_at_the_next_request(office: Office) -> None:
    token = await clerk_token(office)
    await execute("UPDATE staff SET active = {}", False)
    assert await find_session(office.ctx, token) is None


async def test_s10_a_changed_role_counts_at_the_next_request(office: Office) -> None:
    token = await clerk_token(office)
    await execute("UPDATE staff SET role = {}", "board")
    assert (await office.session(token)).staff_role == "board"


async def clerk_token(office: Office) -> str:
    issued = await add_staff(office.ctx, "Ola Kadrowa", Role.DESK, operator="tester")
    return await office.activate(issued)


@pytest.mark.parametrize(("whose", "limit"), [("resident", RESIDENT_IDLE), ("staff", STAFF_IDLE)])
async def test_k05_5_an_idle_session_holds_to_its_last_second(
    office: Office, whose: str, limit: timedelta
) -> None:
    token = (await office.resident())[1] if whose == "resident" else await clerk_token(office)
    office.clock.go_on(limit - SECOND)
    assert await find_session(office.ctx, token) is not None
    office.clock.go_on(SECOND)
    assert await find_session(office.ctx, token) is None


async def test_a_busy_session_ends_at_its_absolute_limit(office: Office) -> None:
    _, token = await office.resident()
    for _ in range(12 * 3 - 1):
        office.clock.go_on(timedelta(minutes=20))
        await touch(office.ctx, await office.session(token))
    office.clock.go_on(timedelta(minutes=20) - SECOND)
    assert await find_session(office.ctx, token) is not None
    office.clock.go_on(SECOND)
    assert await find_session(office.ctx, token) is None


async def test_being_here_moves_the_idle_end(office: Office) -> None:
    _, token = await office.resident()
    office.clock.go_on(timedelta(minutes=29))
    await touch(office.ctx, await office.session(token))
    office.clock.go_on(timedelta(minutes=29))
    assert await find_session(office.ctx, token) is not None


async def test_last_seen_is_written_every_five_minutes_at_most(office: Office) -> None:
    _, token = await office.resident()
    began = office.clock.now()
    office.clock.go_on(timedelta(minutes=5) - SECOND)
    await touch(office.ctx, await office.session(token))
    assert (await office.session(token)).last_seen_at == began
    office.clock.go_on(SECOND)
    await touch(office.ctx, await office.session(token))
    assert (await office.session(token)).last_seen_at == office.clock.now()


async def test_k05_5_a_page_is_told_when_the_session_will_end(office: Office) -> None:
    """Which is what the database says, never later; the longest life ends it, too."""
    _, token = await office.resident()
    began = office.clock.now()
    office.clock.go_on(timedelta(minutes=1))
    assert await touch(office.ctx, await office.session(token)) == began + RESIDENT_IDLE
    for _ in range(27):
        office.clock.go_on(timedelta(minutes=26))
        ends_at = await touch(office.ctx, await office.session(token))
        assert ends_at == min(office.clock.now() + RESIDENT_IDLE, began + timedelta(hours=12))
    assert (await office.session(token)).ends_at == began + timedelta(hours=12)


async def test_a_session_that_was_ended_is_not_touched_back_to_life(office: Office) -> None:
    _, token = await office.resident()
    session = await office.session(token)
    await sign_out(office.ctx, session.id, by=By)
    office.clock.go_on(timedelta(minutes=6))
    await touch(office.ctx, session)
    assert await find_session(office.ctx, token) is None


async def test_people_see_their_own_open_sessions(office: Office) -> None:
    await office.resident()
    issued, token = await office.resident()
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    office.clock.go_on(timedelta(minutes=1))
    await sign_in(office.ctx, issued.identifier, OWN, Arrival(user_agent=firefox))
    current = (await office.session(token)).id
    seen = await own_sessions(office.ctx, issued.identity, current)
    assert [(session.device, session.current) for session in seen] == [
        ("Firefox, Linux", False),
        ("", True),
    ]
    assert seen[0].created_at == office.clock.now()


async def test_sessions_that_have_run_out_are_not_listed(office: Office) -> None:
    issued, _ = await office.resident()
    office.clock.go_on(RESIDENT_IDLE)
    assert await own_sessions(office.ctx, issued.identity, 0) == []


async def test_nobody_ends_a_session_of_somebody_else(office: Office) -> None:
    _, theirs = await office.resident()
    issued, _ = await office.resident()
    session = (await office.session(theirs)).id
    assert not await end_own_session(office.ctx, issued.identity, session, by=By)
    assert await find_session(office.ctx, theirs) is not None
    (row,) = await fetch("SELECT action, object_id, result FROM audit ORDER BY seq DESC LIMIT 1")
    assert row == ("session_end", session, "refused")


async def test_ending_all_others_leaves_this_one(office: Office) -> None:
    issued, here = await office.resident()
    there = (await office.enter(issued.identifier, OWN)).token
    current = (await office.session(here)).id
    ended = await end_all(
        office.ctx, issued.identity, SessionEnd.ENDED_BY_OWNER, by=By, except_=current
    )
    assert ended == 1
    assert await find_session(office.ctx, there) is None
    assert await find_session(office.ctx, here) is not None


async def test_signing_out_twice_is_recorded_once(office: Office) -> None:
    _, token = await office.resident()
    session = (await office.session(token)).id
    for _ in range(2):
        await sign_out(office.ctx, session, by=By)
    assert await fetch("SELECT object_id FROM audit WHERE action = 'sign_out'") == [(session,)]
