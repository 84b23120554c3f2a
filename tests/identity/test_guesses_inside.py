"""Guesses of somebody who is in, or half in: of those that come at once no more are compared."""

import asyncio
from collections import Counter

import msgspec
import pytest

from iok_core.identity.confirming import own_turn
from iok_core.identity.factors.giving import Given
from iok_core.identity.factors.refusals import FactorRefusal
from iok_core.identity.hashing import BusyError
from iok_core.identity.kinds import FactorKind
from iok_core.identity.passwords import PasswordRefused, change_password
from tests.databases import on_sqlite
from tests.identity.enrolled import Anna
from tests.identity.office import OWN, Office

AT_ONCE = 30
NEW = "zielony rower nad rzeką"
FACTORS = {FactorKind.TOTP: "000000", FactorKind.RECOVERY: "AAAA-AAAA-AAAA"}


def as_one_by_one(office: Office) -> dict[FactorRefusal, int]:
    """Of so many wrong ones."""
    limit = office.settings.brake.failures
    return {FactorRefusal.WRONG: limit, FactorRefusal.PAUSED: AT_ONCE - limit}


async def shows_password(anna: Anna, typed: str) -> Given | FactorRefusal:
    return await anna.gives(anna.session, FactorKind.PASSWORD, typed, due=False)


@pytest.mark.parametrize(("kind", "typed"), FACTORS.items(), ids=FACTORS)
async def test_s11_s41_of_many_wrong_codes_at_once_no_more_are_compared(
    office: Office, kind: FactorKind, typed: str
) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    session = await anna.enters()
    outcomes = await asyncio.gather(*(anna.gives(session, kind, typed) for _ in range(AT_ONCE)))
    assert Counter(outcomes) == as_one_by_one(office)


async def test_s11_s42_a_right_password_among_many_guesses_at_once_comes_too_late(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    typed = ["zły"] * (AT_ONCE - 1) + [OWN]
    outcomes = await asyncio.gather(*(shows_password(anna, one) for one in typed))
    assert Counter(outcomes) == as_one_by_one(office)


async def test_s11_a_right_old_password_among_many_guesses_at_once_comes_too_late(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    typed = ["zły"] * (AT_ONCE - 1) + [OWN]
    outcomes = await asyncio.gather(
        *(change_password(office.ctx, anna.identity, anna.session, one, NEW) for one in typed)
    )
    assert outcomes == [PasswordRefused(old_is_wrong=True)] * AT_ONCE


@on_sqlite
async def test_s11_who_guesses_keeps_only_their_own_account_busy(office: Office) -> None:
    hashing = msgspec.structs.replace(office.settings.hashing, threads=1, queue=0)
    office.settings = msgspec.structs.replace(office.settings, hashing=hashing)
    office.ctx = msgspec.structs.replace(office.ctx, settings=office.settings)
    anna, jan = await Anna.comes(office), await Anna.comes(office)
    async with own_turn(office.ctx, anna.identity):
        with pytest.raises(BusyError):
            await asyncio.wait_for(shows_password(anna, OWN), 5)
        assert isinstance(await shows_password(jan, OWN), Given)
