"""What a block does at once and by the clock, and what is left when it is lifted."""

from datetime import timedelta

from iok_core.admission import admit
from iok_core.blocking.service import Clause
from iok_core.db import execute, fetch
from iok_core.identity.accesses import AccessState, accesses_of
from iok_core.identity.issuing import IssueRefusal
from iok_core.identity.signing_in import Barred, Reason, Refused, SignedIn, sign_in
from tests.blocking.blocked_office import DAY, newest, person_of
from tests.identity.office import OWN, Office, find_session

LONG = timedelta(days=1)


async def test_s45_a_block_ends_every_session_at_once(office: Office) -> None:
    issued, here = await office.resident()
    there = (await office.enter(issued.identifier, OWN)).token
    await office.block(issued)
    assert [await find_session(office.ctx, token) for token in (here, there)] == [None, None]
    ended = await fetch(
        "SELECT DISTINCT ended_reason FROM session WHERE identity = {}", issued.identity
    )
    assert ("blocked",) in ended


async def test_s45_a_block_leaves_the_sessions_of_others(office: Office) -> None:
    _, token = await office.resident()
    other, _ = await office.resident()
    await office.block(other)
    assert await find_session(office.ctx, token) is not None


async def test_s45_a_start_password_stays_void_when_the_block_is_lifted(office: Office) -> None:
    issued = await office.issue(await office.add_person())
    block = await office.block(issued)
    typed = issued.identifier, issued.start_password
    assert isinstance(await sign_in(office.ctx, *typed), Barred)
    await office.lift(block)
    assert not isinstance(await sign_in(office.ctx, *typed), SignedIn)
    again = await office.issue(await person_of(issued.identity), after_issue=1)
    assert (await office.enter(again.identifier, again.start_password)).must_set_password


async def test_k11_3_lifting_gives_back_exactly_what_was_there(office: Office) -> None:
    issued, _ = await office.resident()
    kept = (
        "SELECT identifier, password_hash, password_set_at, activated_at, start_hash, "
        "start_used_at, issue_number, failures, paused_until, last_sign_in_at, "
        "previous_sign_in_at FROM identity WHERE id = {}"
    )
    before = await fetch(kept, issued.identity)
    block = await office.block(issued)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), Barred)
    await office.lift(block)
    assert await fetch(kept, issued.identity) == before
    assert not (await office.enter(issued.identifier, OWN)).must_set_password


async def test_k11_3_a_lifted_block_is_still_there_to_be_read(office: Office) -> None:
    issued, _ = await office.resident()
    block = await office.block(issued, Clause.MISUSE)
    written = await newest("block")
    await office.lift(block)
    assert await newest("block") == written
    assert (await newest("lifting"))[1:3] == (block, "Pismo 413/2026")


async def test_a_block_to_come_leaves_sessions_and_start_password_alone(office: Office) -> None:
    issued, token = await office.resident()
    newcomer = await office.issue(await office.add_person())
    for who in (issued, newcomer):
        await office.block(who, since=DAY + timedelta(days=1))
    assert await find_session(office.ctx, token) is not None
    assert (await office.enter(newcomer.identifier, newcomer.start_password)).must_set_password


async def test_a_block_begins_and_ends_by_the_clock_alone(office: Office) -> None:
    issued, _ = await office.resident()
    first, last = DAY + timedelta(days=1), DAY + timedelta(days=2)
    await office.block(issued, since=first, until=last)
    told = []
    for _ in range(4):
        told.append(type(await sign_in(office.ctx, issued.identifier, OWN)))
        office.clock.go_on(timedelta(days=1))
    assert told == [SignedIn, Barred, Barred, SignedIn]


async def test_one_block_of_two_lifted_still_bars(office: Office) -> None:
    issued, _ = await office.resident()
    first = await office.block(issued)
    second = await office.block(issued, Clause.END_OF_SETTLEMENTS)
    await office.lift(first)
    outcome = await sign_in(office.ctx, issued.identifier, OWN)
    assert isinstance(outcome, Barred)
    assert outcome.notice.clause == 12
    await office.lift(second)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


async def test_s10_the_admission_sees_a_block_that_begins_and_ends(office: Office) -> None:
    issued, token = await office.resident()
    await office.block(issued, since=DAY + timedelta(days=1), until=DAY + timedelta(days=1))
    seen = []
    for _ in range(3):
        await execute("UPDATE session SET idle_until = absolute_until")
        visitor = await admit(office.ctx, token)
        seen.append((visitor.kind, visitor.blocked and visitor.blocked.clause))
        office.clock.go_on(timedelta(hours=24))
        await execute("UPDATE session SET absolute_until = {}", office.clock.now() + LONG)
    assert seen == [("resident", None), ("resident", 9), ("resident", None)]


async def test_k10_6_a_blocked_person_is_given_no_access_until_the_block_is_lifted(
    office: Office,
) -> None:
    issued, _ = await office.resident()
    person = await person_of(issued.identity)
    block = await office.block(issued, Clause.LOSS)
    assert await office.try_to_issue(person, after_issue=1) is IssueRefusal.BLOCKED
    await office.lift(block)
    assert not isinstance(await office.try_to_issue(person, after_issue=1), IssueRefusal)


async def test_k10_6_what_was_lost_opens_nothing_when_the_block_is_lifted(office: Office) -> None:
    issued, _ = await office.resident()
    await office.lift(await office.block(issued, Clause.LOSS))
    outcome = await sign_in(office.ctx, issued.identifier, OWN)
    assert outcome == Refused(Reason.START_USED)
    person = await person_of(issued.identity)
    access = (await accesses_of([person]))[person]
    assert access.state(office.clock.now()) is AccessState.VOIDED
    again = await office.issue(person, after_issue=1)
    assert (await office.enter(again.identifier, again.start_password)).must_set_password


async def test_k10_6_no_session_outlives_a_loss_that_was_to_block_later(office: Office) -> None:
    """Without its password it would be asked to set a new one."""
    issued, token = await office.resident()
    await office.lift(await office.block(issued, Clause.LOSS, since=DAY + timedelta(days=1)))
    assert await find_session(office.ctx, token) is None
