"""S09: the start password from the desk to the first own one, and what is written of secrets."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from iok_core.db import fetch
from iok_core.identity import service
from iok_core.identity.accesses import AccessState, accesses_of
from iok_core.identity.grouped_codes import ALPHABET, random_code, tidy_code
from iok_core.identity.signing_in import Reason, Refused, SignedIn, sign_in
from tests.databases import on_sqlite
from tests.identity.office import OWN, Office


async def state_of(office: Office, person: int) -> AccessState:
    return (await accesses_of([person]))[person].state(office.clock.now())


async def test_s09_a_start_password_used_many_times_at_once_lets_one_in(office: Office) -> None:
    issued = await office.issue(await office.add_person())
    outcomes = await asyncio.gather(
        *(sign_in(office.ctx, issued.identifier, issued.start_password) for _ in range(8))
    )
    assert [isinstance(outcome, SignedIn) for outcome in outcomes].count(True) == 1
    assert await fetch("SELECT count(*) FROM session") == [(1,)]


async def test_s09_a_used_start_password_is_burned(office: Office) -> None:
    issued = await office.issue(await office.add_person())
    await office.enter(issued.identifier, issued.start_password)
    again = await sign_in(office.ctx, issued.identifier, issued.start_password)
    assert again == Refused(Reason.START_USED)


async def test_s09_the_start_password_opens_nothing_but_setting_an_own_one(office: Office) -> None:
    issued = await office.issue(await office.add_person())
    entered = await office.enter(issued.identifier, issued.start_password)
    assert entered.must_set_password
    assert (await office.session(entered.token)).own_password_set_at is None


@pytest.mark.parametrize(
    ("late", "state", "enters"),
    [
        (timedelta(seconds=-1), AccessState.ISSUED, True),
        (timedelta(0), AccessState.EXPIRED, False),
        (timedelta(seconds=1), AccessState.EXPIRED, False),
    ],
)
async def test_k06_5_s09_an_unused_start_password_expires_after_14_days(
    office: Office, late: timedelta, state: AccessState, enters: bool
) -> None:
    person = await office.add_person()
    issued = await office.issue(person)
    office.clock.go_on(timedelta(days=14) + late)
    assert await state_of(office, person) is state
    outcome = await sign_in(office.ctx, issued.identifier, issued.start_password)
    assert isinstance(outcome, SignedIn) is enters


async def test_k06_5_staff_see_how_far_an_access_has_come(office: Office) -> None:
    person = await office.add_person()
    issued = await office.issue(person)
    assert await state_of(office, person) is AccessState.ISSUED
    entered = await office.enter(issued.identifier, issued.start_password)
    assert await state_of(office, person) is AccessState.STARTED
    session = await office.session(entered.token)
    await service.set_first_password(office.ctx, issued.identity, session.id, OWN)
    assert await state_of(office, person) is AccessState.ACTIVE


def test_s09_a_start_password_has_80_bits_and_no_look_alikes() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("0O1Il")
    passwords = {random_code() for _ in range(500)}
    assert len(passwords) == 500
    for password in passwords:
        groups = password.split("-")
        assert [len(group) for group in groups] == [4, 4, 4, 4]
        assert set("".join(groups)) <= set(ALPHABET)


async def test_a_start_password_is_read_as_people_type_it(office: Office) -> None:
    issued = await office.issue(await office.add_person())
    typed = f" {issued.start_password.lower().replace('-', ' – ')} "
    assert isinstance(await sign_in(office.ctx, issued.identifier, typed), SignedIn)


def written_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


@on_sqlite
async def test_s09_k06_3_no_password_is_written_anywhere(office: Office) -> None:
    issued, _ = await office.resident()
    written = written_bytes(office.path)
    assert issued.identifier.encode() in written
    secrets = (issued.start_password, tidy_code(issued.start_password), OWN)
    for secret in secrets:
        assert secret.encode() not in written


@on_sqlite
async def test_s09_no_session_token_is_written_anywhere(office: Office) -> None:
    _, token = await office.resident()
    assert token.encode() not in written_bytes(office.path)
