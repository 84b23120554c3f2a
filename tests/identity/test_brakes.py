"""Guessing passwords: brakes by account, by network and for the whole portal (S11, K05-3)."""

import asyncio
from collections import Counter
from datetime import timedelta

import msgspec
import pytest

from iok_core.db import bound_to, fetch
from iok_core.identity.arriving import Arrival
from iok_core.identity.attention import Guessing
from iok_core.identity.brakes.counting import sweep_brakes
from iok_core.identity.brakes.door import Door
from iok_core.identity.brakes.limits import Tried
from iok_core.identity.brakes.settings import BrakeSettings
from iok_core.identity.factors.passkey_sign_in import sign_in_by_passkey
from iok_core.identity.hashing import BusyError
from iok_core.identity.signing_in import Reason, Refused, SignedIn, sign_in
from iok_core.identity.tables import Brake
from iok_core.web.visitor import STRANGER
from tests.databases import Database, beside, on_sqlite
from tests.identity.enrolled import Anna
from tests.identity.guessing import guess, guess_slowly, network
from tests.identity.office import OWN, Office

QUICK = timedelta(seconds=16)
"""The longest rest before the whole one."""


def with_brake(office: Office, **settings: object) -> None:
    brake = BrakeSettings(**settings)  # type: ignore[arg-type]
    office.settings = msgspec.structs.replace(office.settings, brake=brake)
    office.ctx = msgspec.structs.replace(office.ctx, settings=office.settings)


@on_sqlite
async def test_s11_a_thousand_guesses_over_addresses_open_nothing_and_leave_the_owner_in(
    office: Office,
) -> None:
    """Within an hour. While nothing is compared, the guesser has even the right one."""
    issued, _ = await office.resident()
    device = (await office.enter(issued.identifier, OWN)).device_token
    before, compared = office.hasher.verifications, 0
    for number in range(500):
        place = network(number % 100)
        reason = await guess(office, issued.identifier, network=place)
        compared += reason is Reason.WRONG
        typed = OWN if reason is Reason.PAUSED else "zły"
        compared += await guess(office, issued.identifier, typed, network=place) is Reason.WRONG
        office.clock.go_on(timedelta(seconds=7.2))
    assert office.hasher.verifications - before == 1000
    assert 30 <= compared <= 50  # ten each quarter of an hour
    stranger, owner = Arrival(network=network(7)), Arrival(device_token=device, network=network(7))
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN, stranger), Refused)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN, owner), SignedIn)


async def test_s11_of_one_network_ten_tries_are_compared_whosever_accounts_they_are(
    office: Office,
) -> None:
    issued, _ = await office.resident()
    accounts = [str(900000 + number) for number in range(10)]
    for account in accounts:
        assert await guess_slowly(office, account, 1) == [Reason.UNKNOWN]
    assert await guess(office, issued.identifier, OWN) is Reason.NETWORK_PAUSED
    elsewhere = Arrival(network=network(1))
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN, elsewhere), SignedIn)
    office.clock.go_on(timedelta(minutes=5) - QUICK)
    here = Arrival(network=network(0))
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN, here), SignedIn)


@on_sqlite
async def test_s11_k05_2_an_account_that_nobody_has_rests_as_others_do(office: Office) -> None:
    issued, _ = await office.resident()
    seen = []
    for account in (issued.identifier, "999999"):
        for number in range(12):
            reason = await guess(office, account, network=network(number))
            seen.append((account == "999999", number, reason is Reason.PAUSED))
            office.clock.go_on(QUICK)
    nobodys = [rest for unknown, *rest in seen if unknown]
    assert nobodys == [rest for unknown, *rest in seen if not unknown]
    assert [number for number, rests in nobodys if rests] == [10, 11]


async def rests(office: Office, accounts: list[str], place: str | None) -> list[int]:
    """Seconds after each failure until the next try is compared."""
    found = []
    for account in accounts:
        assert await guess(office, account, network=place) in (Reason.WRONG, Reason.UNKNOWN)
        began = office.clock.now()
        rows = await Brake.select(Brake.paused_until).where(Brake.paused_until.is_not_null())
        office.clock.moment = max([began, *(row["paused_until"] for row in rows)])
        found.append(int((office.clock.moment - began).total_seconds()))
    return found


@on_sqlite
async def test_k05_3_each_failure_from_the_fifth_on_makes_a_longer_rest(office: Office) -> None:
    """By account where nobody says from where; by network where every account is another one."""
    issued, _ = await office.resident()
    by_account = await rests(office, [issued.identifier] * 10, None)
    by_network = await rests(office, [str(900000 + number) for number in range(10)], network(0))
    assert by_account == [0, 0, 0, 0, 1, 2, 4, 8, 16, 900]
    assert by_network == [0, 0, 0, 0, 1, 2, 4, 8, 16, 300]


@on_sqlite
async def test_s11_an_hour_sees_a_hundred_failures_of_one_account_at_most(office: Office) -> None:
    with_brake(office, failures=1000, slow_from=1000, hourly=100)
    issued, _ = await office.resident()
    reasons = [
        await guess(office, issued.identifier, network=network(number)) for number in range(120)
    ]
    assert reasons == [Reason.WRONG] * 100 + [Reason.PAUSED] * 20
    office.clock.go_on(timedelta(minutes=60))
    assert await guess(office, issued.identifier) is Reason.WRONG


@on_sqlite
async def test_s11_where_very_many_fail_the_portal_rests_and_staff_are_told(
    office: Office,
) -> None:
    with_brake(office, portal_failures=30)
    anna = await Anna.comes(office)
    device = (await office.enter(anna.identifier, OWN)).device_token
    look = Guessing(office.ctx).look
    for number in range(30):
        assert await look(STRANGER) == []
        await guess(office, str(900000 + number), network=network(number))
    elsewhere = network(99)
    assert await guess(office, anna.identifier, OWN, network=elsewhere) is Reason.PORTAL_PAUSED
    known = Arrival(network=elsewhere, device_token=device)
    assert isinstance(await sign_in(office.ctx, anna.identifier, OWN, known), SignedIn)
    (told,) = await look(STRANGER)
    assert told.permission == "see_audit"
    alarms = "SELECT count(*) FROM audit WHERE action = 'sign_in_alarm'"
    assert await fetch(alarms) == [(1,)]
    office.clock.go_on(timedelta(minutes=5))
    known = Arrival(network=elsewhere)
    assert isinstance(await sign_in(office.ctx, anna.identifier, OWN, known), SignedIn)
    office.clock.go_on(timedelta(days=1))
    assert await look(STRANGER) == []


@on_sqlite
async def test_s11_no_rest_keeps_a_passkey_out(office: Office) -> None:
    with_brake(office, portal_failures=12)
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    await guess_slowly(office, anna.identifier, 10)
    await guess_slowly(office, "999999", 2, network=network(1))
    assert await guess(office, anna.identifier, OWN) is Reason.PORTAL_PAUSED
    here = Arrival(network=network(0))
    answer = await anna.signs(None)
    assert isinstance(await sign_in_by_passkey(office.ctx, answer, here), SignedIn)


async def test_s11_what_one_process_counts_holds_in_another_and_after_a_restart(
    office: Office, office_database: Database
) -> None:
    issued, _ = await office.resident()
    await guess_slowly(office, issued.identifier, 10)
    office.ctx.hashing.close()
    office.open()
    async with beside(office_database) as other, bound_to(other):
        reason = await guess(office, issued.identifier, OWN, network=network(1))
    assert reason is Reason.PAUSED


@on_sqlite
async def test_s11_a_right_guess_among_many_at_once_comes_too_late(office: Office) -> None:
    """Those before it were compared, and what they have brought about holds for it."""
    with_brake(office, failures=3, slow_from=3)
    issued, _ = await office.resident()
    typed = ["zły"] * 8 + [OWN]
    outcomes = await asyncio.gather(
        *(sign_in(office.ctx, issued.identifier, one, Arrival()) for one in typed)
    )
    assert [one for one in outcomes if isinstance(one, SignedIn)] == []


@pytest.mark.parametrize("known", [True, False])
async def test_s11_of_many_guesses_at_once_no_more_are_compared_than_one_by_one(
    office: Office, known: bool
) -> None:
    with_brake(office, failures=4, slow_from=4)
    identifier = (await office.resident())[0].identifier if known else "999999"
    reasons = await asyncio.gather(*(guess(office, identifier, network=None) for _ in range(30)))
    compared = Reason.WRONG if known else Reason.UNKNOWN
    assert Counter(reasons) == {compared: 4, Reason.PAUSED: 26}


async def test_s11_of_many_accounts_tried_at_once_from_one_network_no_more_are_compared(
    office: Office,
) -> None:
    with_brake(office, network_failures=4)
    accounts = [str(900000 + number) for number in range(30)]
    reasons = await asyncio.gather(*(guess(office, account) for account in accounts))
    assert Counter(reasons) == {Reason.UNKNOWN: 4, Reason.NETWORK_PAUSED: 26}


@on_sqlite
async def test_s11_no_more_wait_at_one_account_than_may_for_argon2(office: Office) -> None:
    hashing = msgspec.structs.replace(office.settings.hashing, threads=1, queue=0)
    office.settings = msgspec.structs.replace(office.settings, hashing=hashing)
    office.ctx = msgspec.structs.replace(office.ctx, settings=office.settings)
    async with Door(office.ctx, Tried(identifier="999999")).turn():
        with pytest.raises(BusyError):
            await asyncio.wait_for(guess(office, "999999"), 5)
        assert await guess(office, "888888") is Reason.UNKNOWN


@on_sqlite
async def test_s11_nothing_typed_and_no_address_is_kept(office: Office) -> None:
    await guess(office, "85010112345", network="203.0.113.0/24")
    stored = str(await fetch("SELECT * FROM brake"))
    assert "85010112345" not in stored
    assert "203.0.113" not in stored
    (row,) = await fetch("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")
    assert "203.0.113" not in str(row)


@on_sqlite
async def test_s11_what_counts_no_more_is_swept_away(office: Office) -> None:
    await guess(office, "999999")
    office.clock.go_on(timedelta(hours=24))
    await guess(office, "888888", network=network(1))
    office.clock.go_on(timedelta(hours=2))
    await sweep_brakes(office.clock)
    assert await fetch("SELECT count(*) FROM brake") == [(4,)]


@on_sqlite
async def test_an_access_given_out_anew_does_not_rest(office: Office) -> None:
    issued, _ = await office.resident()
    await guess_slowly(office, issued.identifier, 10, network=None)
    person = (await fetch("SELECT person FROM identity WHERE id = {}", issued.identity))[0][0]
    again = await office.issue(int(person), after_issue=1)
    assert isinstance(await sign_in(office.ctx, again.identifier, again.start_password), SignedIn)
