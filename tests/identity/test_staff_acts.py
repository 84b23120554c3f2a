"""What is done to colleagues, and what nobody may do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import msgspec
import pytest

from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import fetch
from iok_core.identity.issuing import Issued
from iok_core.identity.permissions import Role
from iok_core.identity.signing_in import Reason, Refused, sign_in
from iok_core.identity.staff_acts import (
    NewColleague,
    RoleChange,
    StaffRefusal,
    StandingChange,
    add_colleague,
    change_role,
    change_standing,
)
from iok_core.identity.staff_issuing import StaffIssue, issue_to_colleague
from tests.databases import on_sqlite
from tests.identity.administrators import OPERATOR, Administrators
from tests.identity.office import OWN, Office

Act = Callable[[Administrators, Origin], Awaitable[object]]


@pytest.fixture
async def three(office: Office) -> Administrators:
    administrators = Administrators(office)
    await administrators.come()
    return administrators


def off(staff: int) -> StandingChange:
    return StandingChange(staff=staff, active=False)


def on(staff: int) -> StandingChange:
    return StandingChange(staff=staff, active=True)


def issue(three: Administrators, by: Origin, staff: int) -> Awaitable[Issued | StaffRefusal]:
    return issue_to_colleague(three.ctx, StaffIssue(staff=staff, after_issue=None), by=by)


async def as_board(three: Administrators, by: Origin) -> object:
    """The clerk's role, whatever it is now, becomes the board's."""
    return await change_role(three.ctx, await three.change(three.clerk, Role.BOARD), by=by)


ACTS: dict[str, Act] = {
    "add": lambda three, by: add_colleague(
        three.ctx, NewColleague(name="Ola Nowa", role=Role.DESK), by=by
    ),
    "role": as_board,
    "disable": lambda three, by: change_standing(three.ctx, off(three.clerk), by=by),
    "issue": lambda three, by: issue(three, by, three.clerk),
}
AUDITED = {
    "add": "staff_add",
    "role": "staff_role",
    "disable": "staff_disable",
    "issue": "access_issue",
}


async def everything() -> list[list[tuple[object, ...]]]:
    tables = ("staff", "identity", "session", "event")
    return [await fetch(f"SELECT * FROM {table} ORDER BY id") for table in tables]


@on_sqlite
@pytest.mark.parametrize("name", ACTS)
async def test_aud1_each_act_on_staff_makes_one_row_done_or_refused(
    three: Administrators, name: str
) -> None:
    refused_to = [Origin.staff(three.clerk), Origin.staff(await three.add(Role.BOARD))]
    untouched = await everything()
    before = await three.rows_so_far()
    for by in refused_to:
        assert await ACTS[name](three, by) is StaffRefusal.NOT_PERMITTED
    assert await everything() == untouched
    await ACTS[name](three, Origin.staff(three.first))
    rows = await three.audited(before)
    assert [row[1] for row in rows] == [AUDITED[name]] * 3
    assert [row[4] for row in rows] == ["refused", "refused", "done"]
    assert await everything() != untouched


@on_sqlite
@pytest.mark.parametrize("name", ACTS)
async def test_aud1_an_act_on_staff_whose_row_cannot_be_written_has_not_happened(
    three: Administrators, name: str
) -> None:
    class FailingLog(AuditLog):
        async def record(self, *_: Any, **__: Any) -> NoReturn:
            raise OSError("no room")

    before = await everything()
    three.ctx = msgspec.structs.replace(three.ctx, log=FailingLog(b"", three.office.clock))
    with pytest.raises(OSError, match="no room"):
        await ACTS[name](three, Origin.staff(three.first))
    assert await everything() == before


@on_sqlite
async def test_s10_another_role_ends_every_session(three: Administrators) -> None:
    tokens = [await three.session_of(three.clerk) for _ in "ab"]
    others = await three.session_of(three.first)
    assert await as_board(three, Origin.staff(three.first)) is None
    assert [await three.is_in(token) for token in tokens] == [False, False]
    assert await three.is_in(others)
    reasons = await fetch("SELECT DISTINCT ended_reason FROM session WHERE ended_at IS NOT NULL")
    assert reasons == [("role_changed",)]


@on_sqlite
async def test_s10_disabling_ends_every_session_and_enabling_revives_none(
    three: Administrators,
) -> None:
    by, token = Origin.staff(three.first), await three.session_of(three.clerk)
    assert await change_standing(three.ctx, off(three.clerk), by=by) is None
    late = await three.session_of(three.clerk)  # a sign-in that was on its way
    assert not await three.is_in(token)
    assert not await three.is_in(late)
    assert await change_standing(three.ctx, on(three.clerk), by=by) is None
    assert [await three.is_in(one) for one in (token, late)] == [False, False]
    assert await three.is_in(await three.session_of(three.clerk))


@on_sqlite
async def test_s09_disabling_voids_a_start_password_for_good(three: Administrators) -> None:
    by = Origin.staff(three.first)
    issued = await issue(three, by, three.clerk)
    assert isinstance(issued, Issued)
    for wanted in (off(three.clerk), on(three.clerk)):
        assert await change_standing(three.ctx, wanted, by=by) is None
    entered = await sign_in(three.ctx, issued.identifier, issued.start_password)
    assert entered == Refused(Reason.START_VOIDED)


@on_sqlite
async def test_nobody_changes_themselves(three: Administrators) -> None:
    own, by = three.first, Origin.staff(three.first)
    down = await three.change(own, Role.DESK)
    assert await change_role(three.ctx, down, by=by) is StaffRefusal.SELF
    assert await change_standing(three.ctx, off(own), by=by) is StaffRefusal.SELF
    assert await issue(three, by, own) is StaffRefusal.SELF
    assert await three.role_of(own) == "administrator"


@on_sqlite
async def test_the_last_administrator_stays_whoever_asks(three: Administrators) -> None:
    for other in (three.second, three.third):
        assert await change_standing(three.ctx, off(other), by=OPERATOR) is None
    await three.add(Role.ADMINISTRATOR, activated=False)  # could not go on: has no password
    last = StaffRefusal.LAST_ADMINISTRATOR
    assert await change_standing(three.ctx, off(three.first), by=OPERATOR) is last
    down = await three.change(three.first, Role.BOARD)
    assert await change_role(three.ctx, down, by=OPERATOR) is last


async def test_of_administrators_who_shut_out_each_other_at_once_one_stays(
    three: Administrators,
) -> None:
    """On both engines."""
    pairs = [
        (three.first, three.second),
        (three.second, three.third),
        (three.third, three.first),
    ]
    await asyncio.gather(
        *(change_standing(three.ctx, off(whom), by=Origin.staff(who)) for who, whom in pairs)
    )
    left = await fetch("SELECT count(*) FROM staff WHERE role = 'administrator' AND active")
    assert left[0][0] >= 1


@on_sqlite
async def test_an_old_form_changes_nothing(three: Administrators) -> None:
    by, old = Origin.staff(three.first), await three.change(three.clerk, Role.BOARD)
    assert await change_role(three.ctx, old, by=by) is None
    later = RoleChange(staff=three.clerk, role=Role.TECHNICAL, before=old.before)
    assert await change_role(three.ctx, later, by=by) is StaffRefusal.CHANGED
    assert await three.role_of(three.clerk) == "board"
    assert await change_standing(three.ctx, on(three.clerk), by=by) is StaffRefusal.CHANGED


@on_sqlite
async def test_two_of_one_name_do_not_work_side_by_side(three: Administrators) -> None:
    by, new = Origin.staff(three.first), NewColleague(name="Ola Nowa", role=Role.DESK)
    made = await add_colleague(three.ctx, new, by=by)
    assert isinstance(made, int)
    assert await add_colleague(three.ctx, new, by=by) is StaffRefusal.SAME_NAME
    assert await change_standing(three.ctx, off(made), by=by) is None
    assert isinstance(await add_colleague(three.ctx, new, by=by), int)


@on_sqlite
async def test_s09_a_start_password_for_a_colleague_works_once_and_is_kept_nowhere(
    three: Administrators,
) -> None:
    new = NewColleague(name="Ola Nowa", role=Role.DESK)
    made = await add_colleague(three.ctx, new, by=Origin.staff(three.first))
    assert isinstance(made, int)
    issued = await issue(three, Origin.staff(three.first), made)
    assert isinstance(issued, Issued)
    kept = repr(await everything())
    assert issued.start_password not in kept
    assert issued.start_password.replace("-", "") not in kept
    await three.office.activate(issued)
    used = await sign_in(three.ctx, issued.identifier, issued.start_password)
    assert used == Refused(Reason.WRONG)
    token = await three.session_of(made)
    again = await issue(three, Origin.staff(three.second), made)
    assert isinstance(again, Issued)
    assert again.identifier == issued.identifier
    assert not await three.is_in(token)
    assert await sign_in(three.ctx, issued.identifier, OWN) == Refused(Reason.WRONG)


@on_sqlite
async def test_s48_an_administrator_gets_a_start_password_on_the_server_only(
    three: Administrators,
) -> None:
    """The first one, too: else whoever asked for a second person could sign in as that person."""
    by, new = Origin.staff(three.first), await three.add(Role.ADMINISTRATOR, activated=False)
    assert await issue(three, by, new) is StaffRefusal.ADMINISTRATOR
    assert isinstance(await issue(three, OPERATOR, new), Issued)


@on_sqlite
async def test_s09_an_old_form_and_a_disabled_access_get_no_start_password(
    three: Administrators,
) -> None:
    by, first = Origin.staff(three.first), StaffIssue(staff=three.clerk, after_issue=1)
    assert isinstance(await issue_to_colleague(three.ctx, first, by=by), Issued)
    assert await issue_to_colleague(three.ctx, first, by=by) is StaffRefusal.CHANGED
    assert await change_standing(three.ctx, off(three.clerk), by=by) is None
    assert await issue(three, by, three.clerk) is StaffRefusal.DISABLED
