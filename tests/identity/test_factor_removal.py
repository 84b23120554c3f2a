"""A colleague has lost the telephone: two administrators take the second factor away (S46)."""

from datetime import timedelta

import pytest

from iok_core.approvals import service as approvals
from iok_core.approvals.service import Asked, Outcome, Refused
from iok_core.audit.origin import Origin
from iok_core.db import fetch, transaction
from iok_core.identity.colleagues import colleague
from iok_core.identity.factors.resetting import FactorRemoval
from iok_core.identity.factors.totp import insert_totp, new_seed
from iok_core.identity.staff_acts import StaffRefusal
from iok_core.identity.staff_approvals import FACTOR
from tests.databases import on_sqlite
from tests.identity.administrators import Administrators
from tests.identity.office import Office

FACTORS = "SELECT count(*) FROM totp t JOIN identity i ON i.id = t.identity WHERE i.staff = {}"
pytestmark = on_sqlite


@pytest.fixture
async def three(office: Office) -> Administrators:
    administrators = Administrators(office)
    await administrators.come()
    for staff in (administrators.clerk, administrators.second):
        await enrol(administrators, staff)
    return administrators


async def enrol(three: Administrators, staff: int) -> None:
    identity = (await colleague(staff)).identity
    assert identity is not None
    async with transaction():
        await insert_totp(three.ctx, identity, new_seed(), 0)
        now = three.office.clock.now()
        await fetch("UPDATE identity SET factor_since = {} WHERE id = {}", now, identity)


async def ask(three: Administrators, staff: int, by: int) -> Asked | object:
    wanted = FactorRemoval.of(await colleague(staff))
    by_whom = Origin.staff(by)
    return await approvals.act(three.tools, FACTOR, wanted, "Zgubiony telefon", by=by_whom)


async def test_s46_a_colleagues_factor_goes_when_a_second_administrator_agrees(
    three: Administrators,
) -> None:
    token = await three.session_of(three.clerk)
    asked = await ask(three, three.clerk, three.first)
    assert isinstance(asked, Asked)
    assert await fetch(FACTORS, three.clerk) == [(1,)]
    assert await three.is_in(token)
    assert await three.approve(asked.approval, three.second) is Outcome.APPROVED
    assert await fetch(FACTORS, three.clerk) == [(0,)]
    assert not await three.is_in(token)
    actions = [row[1] for row in await three.audited()]
    assert actions[-3:] == ["approval_ask", "factor_reset", "approval_approve"]


async def test_s48_an_administrators_factor_is_for_the_server_alone(three: Administrators) -> None:
    assert await ask(three, three.second, three.first) == Refused(StaffRefusal.ADMINISTRATOR)
    assert await fetch(FACTORS, three.second) == [(1,)]


async def test_s46_a_factor_added_since_then_is_not_the_one_that_was_lost(
    three: Administrators,
) -> None:
    asked = await ask(three, three.clerk, three.first)
    assert isinstance(asked, Asked)
    await fetch("DELETE FROM totp")
    three.office.clock.go_on(timedelta(hours=1))
    await enrol(three, three.clerk)
    assert await three.approve(asked.approval, three.second) is Outcome.FAILED
    assert await fetch(FACTORS, three.clerk) == [(1,)]
