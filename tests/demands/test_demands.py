"""Nothing is done under clause 9 without a written demand, and each is carried out in time."""

from datetime import date, timedelta

import pytest

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, Refusal, block_access, lift_block
from iok_core.db import fetch, transaction
from iok_core.demands.service import (
    DemandForm,
    DemandKind,
    DemandState,
    NewDemand,
    all_demands,
    close,
    confirm,
    one_demand,
    open_demand,
    open_demands,
    register,
)
from iok_core.identity.issuing import Issued, IssueRefusal, IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.signing_in import Refused, sign_in
from tests.databases import on_sqlite
from tests.demanded import demanded
from tests.identity.office import OWN, Office

OPERATOR = Origin.operator("tester")


async def with_password(office: Office) -> tuple[int, Issued, str]:
    issued, token = await office.resident()
    rows = await fetch("SELECT person FROM identity WHERE id = {}", issued.identity)
    return int(rows[0][0]), issued, token


async def issue(office: Office, person: int, journal: str = "") -> Issued | IssueRefusal:
    request = IssueRequest(
        person=person,
        document=DocumentKind.ID_CARD,
        identity_checked=True,
        after_issue=1,
        journal=journal,
    )
    return await issue_access(office.ctx, request, by=Origin.staff(office.clerk))


def a_block(office: Office, person: int, clause: Clause = Clause.OWN_DEMAND) -> NewBlock:
    return NewBlock(person=person, clause=clause, reason="Pismo", since=office.clock.today())


async def test_k09_1_without_a_demand_nobody_is_blocked_under_clause_9(office: Office) -> None:
    person, _, token = await with_password(office)
    new = a_block(office, person)
    assert await block_access(office.ctx, new, by=OPERATOR) is Refusal.NO_DEMAND
    assert await office.session(token)
    demand = await demanded(office.ctx, person, DemandKind.BLOCK)
    block = await block_access(office.ctx, new, by=OPERATOR)
    line = await one_demand(demand)
    assert (line.block, line.state(office.clock.today())) == (block, DemandState.EXECUTED)


@on_sqlite
@pytest.mark.parametrize("kind", [DemandKind.UNBLOCK, DemandKind.NEW_PASSWORD])
async def test_k09_1_a_demand_of_another_kind_blocks_nobody(
    office: Office, kind: DemandKind
) -> None:
    person = await office.add_person()
    await demanded(office.ctx, person, kind)
    new = a_block(office, person)
    assert await block_access(office.ctx, new, by=OPERATOR) is Refusal.NO_DEMAND


@on_sqlite
async def test_k09_1_a_demand_of_somebody_else_blocks_nobody(office: Office) -> None:
    person, other = await office.add_person(), await office.add_person()
    await demanded(office.ctx, other, DemandKind.BLOCK)
    new = a_block(office, person)
    assert await block_access(office.ctx, new, by=OPERATOR) is Refusal.NO_DEMAND


@on_sqlite
async def test_k09_1_other_clauses_ask_for_no_demand_and_use_none_up(office: Office) -> None:
    person = await office.add_person()
    demand = await demanded(office.ctx, person, DemandKind.BLOCK)
    new = a_block(office, person, Clause.END_OF_SETTLEMENTS)
    assert isinstance(await block_access(office.ctx, new, by=OPERATOR), int)
    assert await open_demand(person, DemandKind.BLOCK) == demand


async def test_k09_1_such_a_block_is_lifted_on_a_demand_only(office: Office) -> None:
    person, issued, _ = await with_password(office)
    block = await office.block(issued)
    refused = await lift_block(office.ctx, block, "Pismo", by=OPERATOR)
    assert refused is Refusal.NO_DEMAND
    demand = await demanded(office.ctx, person, DemandKind.UNBLOCK)
    assert await lift_block(office.ctx, block, "Pismo", by=OPERATOR) is None
    assert (await one_demand(demand)).executed_at == office.clock.now()
    await office.enter(issued.identifier, OWN)


@on_sqlite
async def test_k09_1_one_demand_serves_one_act(office: Office) -> None:
    person = await office.add_person()
    await demanded(office.ctx, person, DemandKind.BLOCK)
    assert isinstance(await block_access(office.ctx, a_block(office, person), by=OPERATOR), int)
    later = office.clock.today() + timedelta(days=1)
    again = NewBlock(person=person, clause=Clause.OWN_DEMAND, reason="Pismo", since=later)
    assert await block_access(office.ctx, again, by=OPERATOR) is Refusal.NO_DEMAND


async def test_k09_1_k09_3_a_new_password_replaces_a_working_one_on_a_demand_only(
    office: Office,
) -> None:
    person, issued, token = await with_password(office)
    assert await issue(office, person) is IssueRefusal.NO_DEMAND
    assert await office.session(token)
    demand = await demanded(office.ctx, person, DemandKind.NEW_PASSWORD)
    again = await issue(office, person)
    assert isinstance(again, Issued)
    assert (await one_demand(demand)).executed_by == office.clerk
    # at execution, before anybody has used or even taken the slip
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), Refused)
    open_ones = await fetch("SELECT count(*) FROM session WHERE ended_at IS NULL")
    assert open_ones == [(0,)]


@on_sqlite
async def test_k09_1_a_demand_that_is_signed_at_the_desk_is_registered_with_the_issue(
    office: Office,
) -> None:
    person, _, _ = await with_password(office)
    for wrong in (" ", "x" * 61, "PESEL 44051401359"):
        assert await issue(office, person, wrong) is IssueRefusal.NO_DEMAND
    assert await fetch("SELECT 1 FROM demand") == []
    assert isinstance(await issue(office, person, "231/2026"), Issued)
    line = await one_demand(1)
    assert (line.kind, line.form) == (DemandKind.NEW_PASSWORD, DemandForm.IN_PERSON)
    assert (line.journal, line.received_on) == ("231/2026", office.clock.today())
    assert line.state(office.clock.today()) is DemandState.EXECUTED


@on_sqlite
async def test_k09_1_who_has_no_own_password_gets_a_new_slip_without_a_demand(
    office: Office,
) -> None:
    person = await office.add_person()
    await office.issue(person)
    assert isinstance(await issue(office, person), Issued)


@on_sqlite
async def test_k10_6_after_a_loss_the_new_password_needs_no_demand(office: Office) -> None:
    person, issued, _ = await with_password(office)
    block = await office.block(issued, Clause.LOSS)
    assert await lift_block(office.ctx, block, "Dowód", by=OPERATOR) is None
    assert isinstance(await issue(office, person), Issued)


@on_sqlite
async def test_k09_2_a_demand_is_due_after_so_many_working_days_and_then_overdue(
    office: Office,
) -> None:
    person = await office.add_person()
    office.clock.moment = office.clock.moment.replace(month=4, day=2)  # before Good Friday
    demand = await demanded(office.ctx, person, DemandKind.BLOCK)
    line = await one_demand(demand)
    assert line.due_on == date(2026, 4, 8)  # Friday, then Tuesday and Wednesday
    assert line.state(date(2026, 4, 8)) is DemandState.OPEN
    assert line.state(date(2026, 4, 9)) is DemandState.OVERDUE


@on_sqlite
@pytest.mark.parametrize(("journal", "days"), [("", 0), ("   ", 0), ("x" * 61, 0), ("12/2026", 1)])
async def test_k09_1_a_demand_without_a_number_or_from_tomorrow_is_not_registered(
    office: Office, journal: str, days: int
) -> None:
    new = NewDemand(
        person=await office.add_person(),
        kind=DemandKind.BLOCK,
        form=DemandForm.E_DELIVERY,
        received_on=office.clock.today() + timedelta(days=days),
        journal=journal,
    )
    with pytest.raises(ValueError, match="number in the journal"):
        async with transaction():
            await register(office.ctx.registrar, new, by=OPERATOR)


async def test_k09_2_k09_5_a_demand_is_closed_or_confirmed_once(office: Office) -> None:
    person, tools = await office.add_person(), office.ctx.registrar
    first = await demanded(office.ctx, person, DemandKind.BLOCK)
    async with transaction():
        assert not await confirm(tools, first, by=OPERATOR)
        assert await close(tools, first, "Wycofane", by=OPERATOR)
        assert not await close(tools, first, "Jeszcze raz", by=OPERATOR)
    assert await open_demand(person, DemandKind.BLOCK) is None
    second = await demanded(office.ctx, person, DemandKind.BLOCK)
    await block_access(office.ctx, a_block(office, person), by=OPERATOR)
    async with transaction():
        assert not await close(tools, second, "Za późno", by=OPERATOR)
        assert await confirm(tools, second, by=OPERATOR)
        assert not await confirm(tools, second, by=OPERATOR)
    notes = await fetch("SELECT reason FROM demand ORDER BY id")
    assert notes == [("Wycofane",), ("",)]


async def came(
    office: Office, person: int, day: date, journal: str = "231/2026", by: Origin = OPERATOR
) -> int:
    """A demand for a block, on paper."""
    new = NewDemand(
        person=person,
        kind=DemandKind.BLOCK,
        form=DemandForm.PAPER,
        received_on=day,
        journal=journal,
    )
    async with transaction():
        return await register(office.ctx.registrar, new, by=by)


@on_sqlite
async def test_k09_2_the_term_runs_from_the_day_on_which_the_letter_came(office: Office) -> None:
    demand = await came(office, await office.add_person(), date(2026, 2, 26))
    line = await one_demand(demand)
    assert line.due_on == date(2026, 3, 3)  # Friday, then Monday and Tuesday


@on_sqlite
async def test_k09_1_a_number_of_60_characters_is_kept_without_the_spaces_around_it(
    office: Office,
) -> None:
    person, number = await office.add_person(), "x" * 60
    demand = await came(office, person, office.clock.today(), f"  {number} ")
    assert (await one_demand(demand)).journal == number


@on_sqlite
async def test_k09_1_what_came_first_is_carried_out_first(office: Office) -> None:
    person = await office.add_person()
    days = (date(2026, 2, 27), date(2026, 2, 26), date(2026, 2, 26))
    _, first, _ = [await came(office, person, day) for day in days]
    assert await open_demand(person, DemandKind.BLOCK) == first


@on_sqlite
async def test_k09_2_the_newest_stand_first_and_those_that_wait_in_the_order_of_their_terms(
    office: Office,
) -> None:
    person, other = await office.add_person(), await office.add_person()
    done = await came(office, other, date(2026, 2, 25))
    await block_access(office.ctx, a_block(office, other), by=OPERATOR)
    days = (date(2026, 2, 27), date(2026, 2, 26), date(2026, 2, 26), date(2026, 2, 25))
    late, first, second, withdrawn = [await came(office, person, day) for day in days]
    async with transaction():
        assert await close(office.ctx.registrar, withdrawn, "Wycofane", by=OPERATOR)
    assert [one.id for one in await open_demands()] == [first, second, late]
    everything = [(one.id, one.open) for one in await all_demands()]
    waiting = [(second, True), (first, True), (late, True)]
    assert everything == [(withdrawn, False), *waiting, (done, False)]


@on_sqlite
async def test_k09_2_k09_5_who_did_what_stands_in_the_register_and_once_in_the_audit(
    office: Office,
) -> None:
    tools, (one, two) = office.ctx.registrar, (office.clerk, await office.add_clerk())
    person, day = await office.add_person(), office.clock.today()
    by, later = Origin.staff(one), Origin.staff(two)
    withdrawn = await came(office, person, day, by=by)
    async with transaction():
        assert await close(tools, withdrawn, "Wycofane", by=later)
        assert not await close(tools, withdrawn, "Wycofane", by=by)
    done = await came(office, person, day, by=by)
    assert isinstance(await block_access(office.ctx, a_block(office, person), by=later), int)
    async with transaction():
        assert await confirm(tools, done, by=by)
        assert not await confirm(tools, done, by=later)
    lines = [await one_demand(demand) for demand in (withdrawn, done)]
    whose = [(x.recorded_by, x.closed_by, x.executed_by, x.confirmed_by) for x in lines]
    assert whose == [(one, two, None, None), (one, None, two, one)]
    assert await fetch(
        "SELECT action, object_id, actor FROM audit WHERE object_kind = 'demand' ORDER BY seq"
    ) == [
        ("demand_register", withdrawn, str(one)),
        ("demand_close", withdrawn, str(two)),
        ("demand_register", done, str(one)),
        ("demand_execute", done, str(two)),
        ("demand_confirm", done, str(one)),
    ]
