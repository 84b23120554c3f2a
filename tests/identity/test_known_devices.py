"""Browsers in which somebody has signed in before: what that is good for, and when it ends."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.identity.arriving import Arrival
from iok_core.identity.factors.giving import Given
from iok_core.identity.factors.passkey_sign_in import sign_in_by_passkey
from iok_core.identity.kinds import FactorKind
from iok_core.identity.known_devices import sweep_devices
from iok_core.identity.passwords import change_password
from iok_core.identity.sessions import end_elsewhere
from iok_core.identity.signing_in import Reason, Refused, SignedIn, sign_in
from tests.databases import on_sqlite
from tests.identity.enrolled import Anna
from tests.identity.guessing import guess, guess_slowly
from tests.identity.office import OWN, Office

NEW = "granatowy tramwaj w deszczu"
TOLD = "SELECT count(*) FROM event WHERE kind = 'device_new'"


async def test_s11_a_known_device_gets_in_while_strangers_guess(office: Office) -> None:
    issued, _ = await office.resident()
    device = (await office.enter(issued.identifier, OWN)).device_token
    await guess_slowly(office, issued.identifier, 10)
    assert await guess(office, issued.identifier, OWN) is Reason.NETWORK_PAUSED
    assert await guess(office, issued.identifier, OWN, network=None) is Reason.PAUSED
    assert isinstance(await come(office, issued.identifier, device), SignedIn)
    assert await guess(office, issued.identifier, OWN, network=None) is Reason.PAUSED


@on_sqlite
async def test_s11_a_known_device_is_known_to_its_own_account_alone(office: Office) -> None:
    anna, _ = await office.resident()
    jan, _ = await office.resident()
    device = (await office.enter(anna.identifier, OWN)).device_token
    await guess_slowly(office, jan.identifier, 10, network=None, device_token=device)
    assert await guess(office, jan.identifier, OWN, network=None) is Reason.PAUSED
    assert await guess(office, jan.identifier, OWN, device_token=device) is Reason.PAUSED


@on_sqlite
async def test_s11_guesses_on_a_known_device_make_it_rest_and_nobody_else(office: Office) -> None:
    issued, _ = await office.resident()
    device = (await office.enter(issued.identifier, OWN)).device_token
    await guess_slowly(office, issued.identifier, 10, device_token=device)
    assert isinstance(await come(office, issued.identifier, device), Refused)
    assert isinstance(await come(office, issued.identifier, None), SignedIn)
    office.clock.go_on(timedelta(minutes=15))
    assert isinstance(await come(office, issued.identifier, device), SignedIn)


@on_sqlite
async def test_s11_the_token_of_a_device_is_made_anew_and_only_its_sha256_kept(
    office: Office,
) -> None:
    """Whoever planted one in somebody's browser learns nothing by it."""
    issued, _ = await office.resident()
    planted = (await office.enter(issued.identifier, OWN)).device_token
    other, _ = await office.resident()
    entered = await come(office, other.identifier, planted)
    assert isinstance(entered, SignedIn)
    assert entered.device_token not in (planted, "")
    assert entered.device_token not in str(await fetch("SELECT * FROM known_device"))
    await guess_slowly(office, other.identifier, 10)
    for identifier, token, enters in (
        (other.identifier, planted, False),
        (other.identifier, entered.device_token, True),
    ):
        outcome = await come(office, identifier, token)
        assert isinstance(outcome, SignedIn) is enters


@on_sqlite
async def test_s43_the_owner_is_told_of_a_new_device_and_of_no_known_one(office: Office) -> None:
    issued, _ = await office.resident()
    assert await fetch(TOLD) == [(0,)]
    entered = await office.enter(issued.identifier, OWN)
    assert await fetch(TOLD) == [(1,)]
    again = await come(office, issued.identifier, entered.device_token)
    assert isinstance(again, SignedIn)
    assert await fetch(TOLD) == [(1,)]
    await come(office, issued.identifier, None)
    assert await fetch(TOLD) == [(2,)]


@on_sqlite
async def test_s43_with_a_second_factor_a_device_is_known_once_that_is_given(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    office.clock.go_on(timedelta(minutes=5))
    entered = await office.enter(anna.identifier, OWN)
    assert (entered.device_token, await fetch(TOLD)) == ("", [(0,)])
    session = (await office.session(entered.token)).id
    given = await anna.gives(session, FactorKind.TOTP, anna.code())
    assert isinstance(given, Given)
    assert given.device_token
    assert await fetch(TOLD) == [(1,)]


@on_sqlite
async def test_s43_a_passkey_on_a_new_device_is_told_of_too(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    outcome = await sign_in_by_passkey(office.ctx, await anna.signs(None))
    assert isinstance(outcome, SignedIn)
    assert outcome.device_token
    assert await fetch(TOLD) == [(1,)]


async def password_changed(office: Office, anna: Anna, _: str) -> None:
    await change_password(office.ctx, anna.identity, anna.session, OWN, NEW)


async def blocked(office: Office, anna: Anna, _: str) -> None:
    await office.lift(await office.block(anna.identifier))


async def given_out_anew(office: Office, anna: Anna, _: str) -> None:
    rows = await fetch("SELECT person FROM identity WHERE id = {}", anna.identity)
    await office.issue(int(rows[0][0]), after_issue=1)


async def signed_out_everywhere(office: Office, anna: Anna, _: str) -> None:
    by = Origin.resident(anna.identity)
    await end_elsewhere(office.ctx, anna.identity, anna.session, None, by=by)


async def long_ago(office: Office, _: Anna, __: str) -> None:
    office.clock.go_on(timedelta(days=180))
    await sweep_devices(office.ctx)


@pytest.mark.parametrize(
    "end", [password_changed, blocked, given_out_anew, signed_out_everywhere, long_ago]
)
@on_sqlite
async def test_s45_a_device_is_known_no_more_after(
    office: Office, end: Callable[[Office, Anna, str], Awaitable[None]]
) -> None:
    anna = await Anna.comes(office)
    device = (await office.enter(anna.identifier, OWN)).device_token
    await end(office, anna, device)
    known = "SELECT count(*) FROM known_device WHERE identity = {}"
    assert await fetch(known, anna.identity) == [(0,)]


@on_sqlite
async def test_k08_1_whoever_changes_the_password_stays_known_where_they_do(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    here = (await office.enter(anna.identifier, OWN)).device_token
    await office.enter(anna.identifier, OWN)
    came = Arrival(device_token=here)
    await change_password(office.ctx, anna.identity, anna.session, OWN, NEW, came)
    assert await fetch("SELECT count(*) FROM known_device") == [(1,)]
    outcome = await sign_in(office.ctx, anna.identifier, NEW, came)
    assert isinstance(outcome, SignedIn)
    assert await fetch(TOLD) == [(2,)]


async def come(office: Office, identifier: str, device: str | None) -> SignedIn | Refused:
    """With the own password, from another network than the guesses."""
    came = Arrival(device_token=device, network="192.0.2.0/24")
    outcome = await sign_in(office.ctx, identifier, OWN, came)
    assert isinstance(outcome, SignedIn | Refused)
    return outcome
