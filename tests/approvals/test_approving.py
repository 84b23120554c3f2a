"""One asks, another one decides, and only then something happens (S46)."""

import asyncio
import hashlib
import json
from datetime import timedelta
from typing import NoReturn

import msgspec
import pytest

from iok_core.approvals import service as approvals
from iok_core.approvals import viewing
from iok_core.approvals.service import Asked, Done, Outcome, Refusal, Refused
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.identity.permissions import Role
from iok_core.identity.staff_acts import NewColleague, StandingChange
from iok_core.identity.staff_approvals import ADD, ROLE, STANDING
from iok_core.web.visitor import Visitor
from tests.databases import on_sqlite
from tests.identity.administrators import OPERATOR, Administrators

A_DAY = timedelta(hours=24)
A_SECOND = timedelta(seconds=1)


@on_sqlite
async def test_s46_nothing_happens_until_a_second_person_has_approved(
    administrators: Administrators,
) -> None:
    three, clerk = administrators, administrators.clerk
    before = await three.rows_so_far()
    approval = await three.ask(three.first)
    assert await three.role_of(clerk) == "desk"
    assert await three.approve(approval, three.second) is Outcome.APPROVED
    assert await three.role_of(clerk) == "administrator"
    first, second = str(three.first), str(three.second)
    assert await three.audited(before) == [
        (first, "approval_ask", "approval", approval, "done"),
        (first, "staff_role", "staff", clerk, "done"),
        (second, "approval_approve", "approval", approval, "done"),
    ]


@on_sqlite
async def test_s46_the_rows_of_the_audit_are_bound_to_exactly_what_was_asked(
    administrators: Administrators,
) -> None:
    three = administrators
    approval = await three.ask(three.first)
    await three.approve(approval, three.second)
    asked = f'{{"before":"desk","role":"administrator","staff":{three.clerk}}}'
    sha = hashlib.sha256(f"staff_role\n{asked}".encode()).hexdigest()
    row = await approvals.one_approval(approval)
    assert (row.payload, row.payload_sha256) == (asked, sha)
    metas = await fetch("SELECT meta FROM audit WHERE object_kind = 'approval' ORDER BY seq")
    assert [json.loads(meta)["request"] for (meta,) in metas] == [f"h{sha[:63]}"] * 2
    assert (await three.ctx.log.verify()).bad_seq is None


@on_sqlite
async def test_s46_who_asked_is_never_the_second_person(administrators: Administrators) -> None:
    three = administrators
    approval, before = await three.ask(three.first), await three.rows_so_far()
    assert await three.approve(approval, three.first) == Refused(Refusal.OWN)
    assert await three.role_of(three.clerk) == "desk"
    assert await three.audited(before) == [
        (str(three.first), "approval_approve", "approval", approval, "refused")
    ]


@on_sqlite
@pytest.mark.parametrize("role", [Role.DESK, Role.SETTLEMENTS, Role.TECHNICAL, Role.BOARD])
async def test_s46_the_second_person_has_the_same_permission(
    administrators: Administrators, role: Role
) -> None:
    three = administrators
    approval, other = await three.ask(three.first), await three.add(role)
    assert await three.approve(approval, other) == Refused(Refusal.NOT_PERMITTED)
    assert await three.role_of(three.clerk) == "desk"


@on_sqlite
@pytest.mark.parametrize(
    ("late", "told"),
    [(-A_SECOND, Outcome.APPROVED), (timedelta(), Refused(Refusal.EXPIRED))],
)
async def test_s46_a_request_holds_for_24_hours(
    administrators: Administrators, late: timedelta, told: object
) -> None:
    three = administrators
    approval = await three.ask(three.first)
    three.office.clock.go_on(A_DAY + late)
    assert await three.approve(approval, three.second) == told
    changed = await three.role_of(three.clerk) == "administrator"
    assert changed is (told is Outcome.APPROVED)


@on_sqlite
async def test_s46_something_else_than_was_seen_is_not_approved(
    administrators: Administrators,
) -> None:
    three = administrators
    other = await three.ask(three.first, await three.promotes(await three.add(Role.BOARD)))
    approval = await three.ask(three.first)
    wrong = await three.seen(other)
    assert await three.approve(approval, three.second, wrong) == Refused(Refusal.CHANGED)
    seen = await three.seen(approval)
    text = (await approvals.one_approval(approval)).payload.replace("administrator", "board")
    await execute("UPDATE approval SET payload = {} WHERE id = {}", text, approval)
    assert await three.approve(approval, three.second, seen) == Refused(Refusal.CHANGED)
    await execute("UPDATE approval SET kind = {} WHERE id = {}", ADD, other)
    assert await three.approve(other, three.second, wrong) == Refused(Refusal.CHANGED)
    assert await three.role_of(three.clerk) == "desk"


async def test_s46_of_two_who_approve_at_once_one_does_it(administrators: Administrators) -> None:
    """On both engines: on PostgreSQL each of them has a connection of its own."""
    three = administrators
    approval, before = await three.ask(three.first), await three.rows_so_far()
    outcomes = await asyncio.gather(
        *(three.approve(approval, who) for who in (three.second, three.third) for _ in "ab")
    )
    assert outcomes.count(Outcome.APPROVED) == 1
    assert outcomes.count(Refused(Refusal.DECIDED)) == 3
    done = [row for row in await three.audited(before) if row[4] == "done"]
    assert [row[1] for row in done] == ["staff_role", "approval_approve"]


async def test_s46_one_approves_and_another_rejects_at_once(administrators: Administrators) -> None:
    three = administrators
    approval = await three.ask(three.first)
    seen, by = await three.seen(approval), Origin.staff(three.third)
    approved, rejected = await asyncio.gather(
        three.approve(approval, three.second),
        approvals.reject(three.tools, approval, seen, "Nie znam tej osoby", by=by),
    )
    changed = await three.role_of(three.clerk) == "administrator"
    assert changed is (approved is Outcome.APPROVED) is (rejected == Refused(Refusal.DECIDED))
    assert await three.outcome_of(approval) == ("approved" if changed else "rejected")


@on_sqlite
async def test_s08_the_same_request_sent_twice_is_one(administrators: Administrators) -> None:
    three = administrators
    assert await three.ask(three.first) == await three.ask(three.first)
    assert await three.ask(three.second) != await three.ask(three.first)


@on_sqlite
async def test_s46_what_has_changed_meanwhile_is_not_carried_out(
    administrators: Administrators,
) -> None:
    three, clerk = administrators, administrators.clerk
    approval = await three.ask(three.first)
    await execute("UPDATE staff SET role = 'board' WHERE id = {}", clerk)
    before = await three.rows_so_far()
    assert await three.approve(approval, three.second) is Outcome.FAILED
    row = await approvals.one_approval(approval)
    assert (row.outcome, row.remark) == ("failed", "changed")
    assert await three.role_of(clerk) == "board"
    assert [(one[1], one[4]) for one in await three.audited(before)] == [
        ("staff_role", "refused"),
        ("approval_approve", "failed"),
    ]


@on_sqlite
async def test_s46_who_lost_the_permission_asks_in_vain(administrators: Administrators) -> None:
    three = administrators
    approval = await three.ask(three.first)
    await execute("UPDATE staff SET active = {} WHERE id = {}", False, three.first)
    assert await three.approve(approval, three.second) is Outcome.FAILED
    assert await three.role_of(three.clerk) == "desk"


@on_sqlite
async def test_s46_an_act_that_breaks_leaves_the_request_open(
    administrators: Administrators,
) -> None:
    three = administrators

    async def breaks(*_: object) -> NoReturn:
        raise OSError("no room")

    approval = await three.ask(three.first)
    kind = msgspec.structs.replace(three.tools.kinds[ROLE], carry_out=breaks)
    broken = msgspec.structs.replace(three.tools, kinds={ROLE: kind})
    seen = await three.seen(approval)
    with pytest.raises(OSError, match="no room"):
        await approvals.approve(broken, approval, seen, by=Origin.staff(three.second))
    assert await three.outcome_of(approval) == ""
    assert await three.approve(approval, three.second) is Outcome.APPROVED


@on_sqlite
async def test_s46_rejected_and_withdrawn_change_nothing(administrators: Administrators) -> None:
    three = administrators
    approval = await three.ask(three.first)
    by, other = Origin.staff(three.first), Origin.staff(three.second)
    not_theirs = await approvals.withdraw(three.tools, approval, by=other)
    assert not_theirs == Refused(Refusal.NOT_PERMITTED)
    assert await approvals.withdraw(three.tools, approval, by=by) is None
    assert await three.approve(approval, three.second) == Refused(Refusal.DECIDED)
    again = await three.ask(three.first)
    seen = await three.seen(again)
    assert await approvals.reject(three.tools, again, seen, "Nie", by=other) is None
    assert await three.approve(again, three.third) == Refused(Refusal.DECIDED)
    assert [await three.outcome_of(one) for one in (approval, again)] == ["withdrawn", "rejected"]
    assert await three.role_of(three.clerk) == "desk"


@on_sqlite
async def test_s46_only_where_an_administrator_comes_or_goes_two_are_needed(
    administrators: Administrators,
) -> None:
    three, by = administrators, Origin.staff(administrators.first)
    asked = {}
    for role in Role:
        wanted = NewColleague(name=f"Jan {role}", role=role)
        asked[role] = isinstance(await approvals.act(three.tools, ADD, wanted, "", by=by), Asked)
    assert [role for role in Role if asked[role]] == [Role.ADMINISTRATOR]
    taken = await three.change(three.second, Role.BOARD)
    assert isinstance(await approvals.act(three.tools, ROLE, taken, "", by=by), Asked)
    plain = await three.change(three.clerk, Role.BOARD)
    assert await approvals.act(three.tools, ROLE, plain, "", by=by) == Done()


@on_sqlite
async def test_s46_nobody_alone_shuts_an_administrator_out_or_lets_one_in_again(
    administrators: Administrators,
) -> None:
    three, by = administrators, Origin.staff(administrators.first)
    for active in (False, True):
        wanted = StandingChange(staff=three.third, active=active)
        asked = await approvals.act(three.tools, STANDING, wanted, "Urlop", by=by)
        assert isinstance(asked, Asked)
        assert await three.approve(asked.approval, three.second) is Outcome.APPROVED
        plain = StandingChange(staff=three.clerk, active=active)
        assert await approvals.act(three.tools, STANDING, plain, "", by=by) == Done()


@on_sqlite
async def test_s46_switched_off_one_person_does_it_and_it_is_on_record(
    administrators: Administrators,
) -> None:
    three, by = administrators, Origin.staff(administrators.first)
    before = await three.rows_so_far()
    await approvals.switch(three.tools, ROLE, "Jedna osoba w biurze", off=True, by=OPERATOR)
    (off,) = (await approvals.switched_off()).values()
    assert (off.kind, off.reason, off.operator) == (ROLE, "Jedna osoba w biurze", "tester")
    wanted = await three.promotes()
    assert await approvals.act(three.tools, ROLE, wanted, "", by=by) == Done()
    assert [(row[0], row[1]) for row in await three.audited(before)] == [
        ("tester", "approval_switch"),
        (str(three.first), "staff_role"),
        (str(three.first), "approval_skip"),
    ]
    await approvals.switch(three.tools, ROLE, "Jest druga osoba", off=False, by=OPERATOR)
    assert await approvals.switched_off() == {}
    back = await three.change(three.clerk, Role.DESK)
    assert isinstance(await approvals.act(three.tools, ROLE, back, "", by=by), Asked)


@on_sqlite
async def test_s46_what_an_earlier_release_wrote_is_not_carried_out(
    administrators: Administrators,
) -> None:
    three = administrators
    approval = await three.ask(three.first)
    old = '{"staff":1}'
    sha = hashlib.sha256(f"staff_role\n{old}".encode()).hexdigest()
    await execute("UPDATE approval SET payload = {}, payload_sha256 = {}", old, sha)
    assert await three.approve(approval, three.second) is Outcome.FAILED
    row = await approvals.one_approval(approval)
    told = await viewing.told(three.tools, row, Visitor(kind="staff", staff=three.second), {})
    assert told.sentences == [told.remark]
    assert await three.role_of(three.clerk) == "desk"
