"""One act of blocking and one of lifting: what each does, what it leaves, who may."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any, NoReturn

import msgspec
import pytest
from piccolo.table import create_db_tables

from iok_core.admission import admit
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.blocking.service import (
    Clause,
    Flaw,
    FlawedBlockError,
    NewBlock,
    Refusal,
    block_access,
    flaws,
    lift_block,
)
from iok_core.db import execute, fetch
from iok_core.identity.issuing import IssueRefusal, IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.permissions import Role
from iok_core.identity.sessions import find_session
from iok_core.identity.signing_in import Barred, SignedIn, sign_in
from iok_core.imports.tables import Source
from iok_core.modules.tables import Module
from iok_core.notices.tables import Notice
from iok_core.regulations.tables import Acceptance, RegulationsVersion
from tests.identity.office import OWN, Office

OPERATOR = Origin.operator("tester")
DAY = date(2026, 3, 2)  # the clock of the office
LONG = timedelta(days=1)


def proposed(person: int, clause: Clause = Clause.OWN_DEMAND, **given: Any) -> NewBlock:
    known: dict[str, Any] = {"reason": "Pismo", "since": DAY}
    return NewBlock(person=person, clause=clause, **(known | given))


async def person_of(identity: int) -> int:
    return int((await fetch("SELECT person FROM identity WHERE id = {}", identity))[0][0])


async def newest(table: str, key: str = "id") -> tuple[Any, ...]:
    return (await fetch(f"SELECT * FROM {table} ORDER BY {key} DESC LIMIT 1"))[0]


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
    second = await office.block(issued, Clause.LOSS)
    await office.lift(first)
    outcome = await sign_in(office.ctx, issued.identifier, OWN)
    assert isinstance(outcome, Barred)
    assert outcome.notice.clause == 10
    await office.lift(second)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


async def test_s10_the_admission_sees_a_block_that_begins_and_ends(office: Office) -> None:
    await create_db_tables(RegulationsVersion, Acceptance, Module, Source, Notice)
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


# The rows that an act leaves


async def test_a_block_and_its_lifting_tell_the_audit_ids_and_codes_only(office: Office) -> None:
    issued, _ = await office.resident()
    person = await person_of(issued.identity)
    block = await office.block(issued)
    assert (await newest("audit", "seq"))[2:10] == (
        "operator", "tester", "access_block", "block", block, "done", "",
        f'{{"clause":9,"person":{person},"sessions":1}}',
    )  # fmt: skip
    await office.lift(block)
    assert (await newest("audit", "seq"))[2:10] == (
        "operator", "tester", "access_unblock", "block", block, "done", "",
        f'{{"clause":9,"person":{person}}}',
    )  # fmt: skip


async def test_s43_a_block_and_its_lifting_are_events_of_the_person_and_the_block(
    office: Office,
) -> None:
    issued, _ = await office.resident()
    block = await office.block(issued)
    await office.lift(block)
    rows = await fetch("SELECT kind, subject FROM event ORDER BY id DESC LIMIT 2")
    person = await person_of(issued.identity)
    expected = {"block": block, "identity": issued.identity, "person": person}
    assert [(kind, json.loads(subject)) for kind, subject in rows] == [
        ("access_unblocked", expected),
        ("access_blocked", expected),
    ]


async def test_somebody_without_an_access_can_be_blocked(office: Office) -> None:
    person = await office.add_person()
    block = await block_access(office.ctx, proposed(person), by=OPERATOR)
    subject = json.loads((await fetch("SELECT subject FROM event ORDER BY id DESC"))[0][0])
    assert subject == {"block": block, "person": person}
    assert await issue(office, person) is IssueRefusal.BLOCKED


class RowLostError(OSError):
    pass


class FailingLog(AuditLog):
    async def record(self, *_: Any, **__: Any) -> NoReturn:
        raise RowLostError


@pytest.mark.parametrize("act", ["block", "lift"])
async def test_aud1_s45_without_its_audit_row_nothing_of_the_act_has_happened(
    office: Office, act: str
) -> None:
    issued, _ = await office.resident()
    earlier = await office.block(issued, since=DAY + timedelta(days=1))
    new = proposed(await person_of(issued.identity))
    broken = msgspec.structs.replace(office.ctx, log=FailingLog(b"", office.clock))
    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "block": lambda: block_access(broken, new, by=OPERATOR),
        "lift": lambda: lift_block(broken, earlier, "Pomyłka", by=OPERATOR),
    }
    before = await everything()
    with pytest.raises(RowLostError):
        await acts[act]()
    assert await everything() == before


async def everything() -> list[list[tuple[object, ...]]]:
    tables = ("identity", "session", "block", "lifting", "event")
    return [await fetch(f"SELECT * FROM {table} ORDER BY id") for table in tables]


# Who may


async def test_k11_1_only_the_administrator_blocks_for_misuse_and_lifts_it(office: Office) -> None:
    issued, _ = await office.resident()
    new = proposed(await person_of(issued.identity), Clause.MISUSE, facts="Obce logowania")
    for role in Role:
        by = Origin.staff(await office.add_clerk(role))
        outcome = await block_access(office.ctx, new, by=by)
        block = await office.block(issued, Clause.MISUSE, facts=f"Inne, {role}")
        lifted = await lift_block(office.ctx, block, "Wyjaśnione", by=by)
        may = role is Role.ADMINISTRATOR
        assert (isinstance(outcome, int), lifted is None) == (may, may), role


async def test_the_desk_and_the_administrator_block_on_the_other_grounds(office: Office) -> None:
    person = await office.add_person()
    for role in Role:
        by = Origin.staff(await office.add_clerk(role))
        outcome = await block_access(office.ctx, proposed(person, reason=role), by=by)
        assert isinstance(outcome, int) is (role in (Role.DESK, Role.ADMINISTRATOR)), role
        if outcome is Refusal.NOT_PERMITTED:
            row = await newest("audit", "seq")
            assert row[4:8] == ("access_block", "person", person, "refused")


async def test_a_resident_blocks_nobody(office: Office) -> None:
    issued, _ = await office.resident()
    new = proposed(await person_of(issued.identity))
    by = Origin.resident(issued.identity)
    assert await block_access(office.ctx, new, by=by) is Refusal.NOT_PERMITTED


# What is not taken


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, set()),
        ({"until": DAY}, set()),
        ({"clause": Clause.MISUSE, "facts": "Obce logowania"}, set()),
        ({"reason": " \n"}, {Flaw.NO_REASON}),
        ({"clause": Clause.MISUSE}, {Flaw.NO_FACTS}),
        ({"facts": "Obce logowania"}, {Flaw.FACTS_OF_ANOTHER_CLAUSE}),
        ({"since": date(2026, 3, 1)}, {Flaw.BEGINS_IN_THE_PAST}),
        ({"until": date(2026, 3, 1)}, {Flaw.ENDS_BEFORE_IT_BEGINS}),
        ({"reason": "Pani z dowodem ABC 123456"}, {Flaw.DOCUMENT_NUMBER}),
        ({"reason": "Paszport AB1234567"}, {Flaw.DOCUMENT_NUMBER}),
        ({"reason": "PESEL 44051401359"}, {Flaw.DOCUMENT_NUMBER}),
        ({"reason": "L.dz. 412/2026, tel. 71 000 01 00, konto 44051401358"}, set()),
        (
            {"reason": "", "since": date(2026, 1, 1), "until": date(2025, 1, 1), "facts": "x"},
            {
                Flaw.NO_REASON,
                Flaw.BEGINS_IN_THE_PAST,
                Flaw.ENDS_BEFORE_IT_BEGINS,
                Flaw.FACTS_OF_ANOTHER_CLAUSE,
            },
        ),
    ],
)
def test_k06_1_k11_1_what_is_wrong_with_a_block_is_told_at_once(
    given: dict[str, Any], expected: set[Flaw]
) -> None:
    assert {flaw for _, flaw in flaws(proposed(1, **given), DAY)} == expected


async def test_k06_1_nothing_flawed_is_recorded(office: Office) -> None:
    block = await office.block((await office.resident())[0])
    new, before = proposed(await office.add_person(), until=date(2026, 1, 1)), await everything()
    with pytest.raises(FlawedBlockError):
        await block_access(office.ctx, new, by=OPERATOR)
    for reason in ("", " ", "PESEL 44051401359"):
        with pytest.raises(FlawedBlockError):
            await lift_block(office.ctx, block, reason, by=OPERATOR)
    assert await everything() == before


async def test_the_same_block_sent_twice_is_recorded_once(office: Office) -> None:
    issued, _ = await office.resident()
    first = await office.block(issued)
    before = await everything()
    assert await office.block(issued) == first
    assert await everything() == before
    await office.lift(first)
    assert await office.block(issued) != first


async def test_a_block_that_is_over_or_lifted_cannot_be_lifted(office: Office) -> None:
    issued, _ = await office.resident()
    short, long = await office.block(issued, until=DAY), await office.block(issued, Clause.LOSS)
    office.clock.go_on(timedelta(days=1))
    await office.lift(long)
    for block in (short, long):
        assert await lift_block(office.ctx, block, "Znowu", by=OPERATOR) is Refusal.OVER


async def issue(office: Office, person: int, after_issue: int = 0) -> object:
    request = IssueRequest(
        person=person,
        document=DocumentKind.ID_CARD,
        identity_checked=True,
        after_issue=after_issue,
    )
    return await issue_access(office.ctx, request, by=Origin.staff(office.clerk))


async def test_k10_6_a_blocked_person_is_given_no_access_until_the_block_is_lifted(
    office: Office,
) -> None:
    issued, _ = await office.resident()
    person = await person_of(issued.identity)
    block = await office.block(issued, Clause.LOSS)
    assert await issue(office, person, after_issue=1) is IssueRefusal.BLOCKED
    await office.lift(block)
    assert not isinstance(await issue(office, person, after_issue=1), IssueRefusal)
