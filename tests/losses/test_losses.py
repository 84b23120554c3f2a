"""What is told of losses, and what follows at once."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from iok_core.admission import admit
from iok_core.audit.origin import Origin
from iok_core.blocking.service import blocks_of, lift_block
from iok_core.db import fetch
from iok_core.identity.arriving import Arrival
from iok_core.identity.signing_in import Barred, Refused, sign_in
from iok_core.losses.handling import block_from_report, close_report, report_at_the_office
from iok_core.losses.kinds import Caller, Happened, LossWay, Refusal
from iok_core.losses.reporting import freeze_by_code, freeze_own, report_in_words
from iok_core.losses.rows import all_losses, one_loss
from iok_core.losses.settings import LossSettings
from iok_core.losses.timeline import What, timeline
from tests.databases import on_sqlite
from tests.identity.office import OWN
from tests.losses.loss_office import HERE, THERE, LossOffice

CALLER = Caller(identifier="204117", phone="600 100 200")
NOW = Happened()
OPERATOR = Origin.operator("tester")


async def person_of(identifier: str) -> int:
    sql = "SELECT person FROM identity WHERE identifier = {}"
    return int((await fetch(sql, identifier))[0][0])


async def test_k10_2_s45_the_freeze_code_of_the_slip_blocks_at_once(losses: LossOffice) -> None:
    issued, _ = await losses.office.resident()
    losses.clock.moment = datetime(2026, 3, 8, 2, 15, tzinfo=UTC)  # a Sunday night
    typed = issued.freeze_code.lower().replace("-", " ")
    report = await freeze_by_code(losses.ctx, typed, Happened(date(2026, 3, 7)), HERE)
    assert isinstance(report, int)
    assert await losses.open_sessions() == 0
    assert isinstance(await sign_in(losses.office.ctx, issued.identifier, OWN), Barred)
    line = await one_loss(report)
    person = await person_of(issued.identifier)
    assert (line.way, line.person, line.open) == (LossWay.CODE, person, False)
    (block,) = await blocks_of(person)
    assert (block.id, int(block.clause), block.way) == (line.block, 10, "code")


@on_sqlite
async def test_k10_2_a_code_freezes_its_own_access_and_no_other(losses: LossOffice) -> None:
    issued, _ = await losses.office.resident()
    other, _ = await losses.office.resident()
    await freeze_by_code(losses.ctx, issued.freeze_code, NOW, HERE)
    assert await blocks_of(await person_of(other.identifier)) == []
    assert await losses.open_sessions() == 1


@on_sqlite
async def test_k10_2_the_code_of_an_older_slip_blocks_nothing(losses: LossOffice) -> None:
    person = await losses.office.add_person()
    first = await losses.office.issue(person)
    await losses.office.issue(person, after_issue=1)
    outcome = await freeze_by_code(losses.ctx, first.freeze_code, NOW, HERE)
    assert outcome is Refusal.UNKNOWN_CODE
    assert await blocks_of(person) == []
    assert (await losses.acts())[-1] == ("freeze", "failed", "stranger")


@on_sqlite
async def test_k10_6_a_second_freeze_adds_no_second_block(losses: LossOffice) -> None:
    issued, _ = await losses.office.resident()
    first = await freeze_by_code(losses.ctx, issued.freeze_code, NOW, HERE)
    losses.clock.go_on(timedelta(days=3))
    again = await freeze_by_code(losses.ctx, issued.freeze_code, NOW, HERE)
    assert isinstance(first, int)
    assert isinstance(again, int)
    assert (await one_loss(first)).block == (await one_loss(again)).block


@on_sqlite
async def test_k10_6_after_a_freeze_only_a_new_issue_lets_in(losses: LossOffice) -> None:
    issued, _ = await losses.office.resident()
    person = await person_of(issued.identifier)
    await freeze_by_code(losses.ctx, issued.freeze_code, NOW, HERE)
    (block,) = await blocks_of(person)
    assert await lift_block(losses.office.ctx, block.id, "Dowód", by=OPERATOR) is None
    assert isinstance(await sign_in(losses.office.ctx, issued.identifier, OWN), Refused)
    again = await losses.office.issue(person, after_issue=1)
    await losses.office.enter(again.identifier, again.start_password)


@on_sqlite
async def test_s45_a_resident_blocks_the_own_access_and_every_session_ends(
    losses: LossOffice,
) -> None:
    issued, _ = await losses.office.resident()
    await losses.office.enter(issued.identifier, OWN)
    assert await losses.open_sessions() == 2
    person, by = await person_of(issued.identifier), Origin.resident(issued.identity)
    line = await one_loss(await freeze_own(losses.ctx, person, by=by))
    assert await losses.open_sessions() == 0
    assert (line.way, line.in_time) == (LossWay.RESIDENT, None)
    assert [row[0] for row in await losses.acts()][-2:] == ["access_block", "loss_report"]


@on_sqlite
@pytest.mark.parametrize(
    ("reported", "in_time"),
    [
        (datetime(2026, 4, 3, 9, tzinfo=UTC), True),
        (datetime(2026, 4, 7, 21, 59, tzinfo=UTC), True),  # 23:59 in Warsaw, on Tuesday
        (datetime(2026, 4, 7, 22, 0, tzinfo=UTC), False),
    ],
)
async def test_k10_3_a_loss_of_good_friday_is_in_time_until_tuesday_is_over(
    losses: LossOffice, reported: datetime, in_time: bool
) -> None:
    losses.clock.moment = reported
    happened = Happened(date(2026, 4, 3), "17:30")
    report = await report_in_words(losses.ctx, CALLER, happened, HERE)
    assert isinstance(report, int)
    line = await one_loss(report)
    assert (line.due_on, line.in_time) == (date(2026, 4, 7), in_time)
    assert (line.happened_on, line.happened_at) == (date(2026, 4, 3), "17:30")
    assert line.reported_at == reported


@on_sqlite
async def test_k10_1_a_report_is_kept_alike_whoever_it_is_about(losses: LossOffice) -> None:
    issued, token = await losses.office.resident()
    for identifier in (issued.identifier, "999999"):
        caller = Caller(identifier=identifier, phone="600 100 200")
        assert isinstance(await report_in_words(losses.ctx, caller, NOW, HERE), int)
    assert {(line.person, line.block, line.open) for line in await all_losses()} == {
        (None, None, True)
    }
    assert await losses.office.session(token)


@on_sqlite
async def test_k10_1_s11_reports_from_one_network_are_limited_and_others_come_through(
    losses: LossOffice,
) -> None:
    ctx = losses.with_limits(LossSettings(in_a_network=3, in_all=100))
    told = [await report_in_words(ctx, CALLER, NOW, HERE) for _ in range(4)]
    assert told[3] is Refusal.TOO_MANY
    assert isinstance(await report_in_words(ctx, CALLER, NOW, THERE), int)
    losses.clock.go_on(ctx.settings.window)
    assert isinstance(await report_in_words(ctx, CALLER, NOW, HERE), int)


async def test_k10_1_s11_all_networks_together_have_a_limit_too(losses: LossOffice) -> None:
    ctx = losses.with_limits(LossSettings(in_a_network=3, in_all=4))
    networks = [f"10.0.{number}.0/24" for number in range(6)]
    told = [await report_in_words(ctx, CALLER, NOW, one) for one in networks]
    assert [one is Refusal.TOO_MANY for one in told] == [False] * 4 + [True] * 2


async def test_s11_reports_that_come_at_once_do_not_slip_past_the_limit(
    losses: LossOffice,
) -> None:
    ctx = losses.with_limits(LossSettings(in_a_network=3))
    told = await asyncio.gather(*(report_in_words(ctx, CALLER, NOW, HERE) for _ in range(6)))
    assert sum(one is Refusal.TOO_MANY for one in told) == 3


@on_sqlite
async def test_s11_wrong_codes_are_limited_and_a_right_one_is_never_refused(
    losses: LossOffice,
) -> None:
    issued, _ = await losses.office.resident()
    ctx = losses.with_limits(LossSettings(in_a_network=2, in_all=0))
    tried = [await freeze_by_code(ctx, "AAAA-BBBB-CCCC-DDDD", NOW, HERE) for _ in range(3)]
    assert tried == [Refusal.UNKNOWN_CODE, Refusal.UNKNOWN_CODE, Refusal.TOO_MANY]
    assert isinstance(await freeze_by_code(ctx, issued.freeze_code, NOW, HERE), int)


@on_sqlite
async def test_s11_no_address_is_kept_and_nothing_longer_than_it_counts(
    losses: LossOffice,
) -> None:
    await report_in_words(losses.ctx, CALLER, NOW, HERE)
    ((kept,),) = await fetch("SELECT network FROM loss_try")
    assert "203" not in kept
    assert kept != losses.with_limits(LossSettings(), b"o" * 32).network(HERE)
    losses.clock.go_on(losses.ctx.settings.window)
    await report_in_words(losses.ctx, CALLER, NOW, THERE)
    assert len(await fetch("SELECT 1 FROM loss_try")) == 1


async def test_k10_4_the_office_blocks_from_the_report_and_sees_who_was_in(
    losses: LossOffice,
) -> None:
    office = losses.office
    issued, _ = await office.resident()  # signed in at 9:30, an hour before the loss
    person = await person_of(issued.identifier)
    losses.clock.go_on(timedelta(hours=2))
    assert isinstance(await sign_in(office.ctx, issued.identifier, "zgadywane haslo"), Refused)
    came = Arrival(user_agent="Firefox/140.0 Android")
    await sign_in(office.ctx, issued.identifier, OWN, came)
    losses.clock.go_on(timedelta(hours=1))
    happened = Happened(date(2026, 3, 2), "11:00")  # 10:00 UTC
    report = await report_in_words(losses.ctx, CALLER, happened, HERE)
    assert isinstance(report, int)
    losses.clock.go_on(timedelta(minutes=5))
    by = Origin.staff(office.clerk)
    block = await block_from_report(losses.ctx, report, person, by=by)
    assert await losses.open_sessions() == 0
    line = await one_loss(report)
    assert (line.person, line.block, line.closed_by) == (person, block, "Ewa Biurowa")
    seen = await timeline(office.ctx, line)
    assert [one.what for one in seen] == [
        What.HAPPENED,
        What.SIGNED_IN,
        What.FAILED,
        What.REPORTED,
        What.BLOCKED,
    ]
    assert seen[1].at == datetime(2026, 3, 2, 11, 30, tzinfo=UTC)


@on_sqlite
async def test_k10_4_a_session_from_before_the_loss_is_seen_if_it_was_used_after(
    losses: LossOffice,
) -> None:
    issued, token = await losses.office.resident()  # at 10:30 by the clock in Warsaw
    person = await person_of(issued.identifier)
    losses.clock.go_on(timedelta(minutes=20))
    await admit(losses.office.ctx, token)
    report = await report_at_the_office(
        losses.ctx, person, Caller(), Happened(date(2026, 3, 2), "10:45"), by=OPERATOR
    )
    assert isinstance(report, int)
    seen = await timeline(losses.office.ctx, await one_loss(report))
    assert What.SIGNED_IN in [one.what for one in seen]


@on_sqlite
async def test_k10_4_who_may_not_block_may_not_do_so_from_a_report(losses: LossOffice) -> None:
    report = await report_in_words(losses.ctx, CALLER, NOW, HERE)
    assert isinstance(report, int)
    person, by = await losses.office.add_person(), Origin.resident(1)
    refused = [
        await block_from_report(losses.ctx, report, person, by=by),
        await close_report(losses.ctx, report, "Znaleziono", by=by),
        await report_at_the_office(losses.ctx, person, Caller(), NOW, by=by),
    ]
    assert refused == [Refusal.NOT_PERMITTED] * 3
    assert await blocks_of(person) == []
    assert (await losses.acts())[-3:] == [
        ("loss_block", "refused", "resident"),
        ("loss_close", "refused", "resident"),
        ("loss_report", "refused", "resident"),
    ]


@on_sqlite
async def test_k10_4_a_report_is_settled_once(losses: LossOffice) -> None:
    report = await report_in_words(losses.ctx, CALLER, NOW, HERE)
    assert isinstance(report, int)
    person = await losses.office.add_person()
    by = Origin.staff(losses.office.clerk)
    assert await close_report(losses.ctx, report, " ", by=by) is Refusal.NO_REASON
    pesel = await close_report(losses.ctx, report, "PESEL 44051401359", by=by)
    assert pesel is Refusal.DOCUMENT_NUMBER
    assert await close_report(losses.ctx, report, "Wydruk się znalazł", by=by) is None
    assert await block_from_report(losses.ctx, report, person, by=by) is Refusal.CLOSED
    assert await close_report(losses.ctx, report, "Znowu", by=by) is Refusal.CLOSED
    assert [row[:2] for row in (await losses.acts())[-2:]] == [
        ("loss_block", "refused"),
        ("loss_close", "refused"),
    ]
    assert await blocks_of(person) == []
