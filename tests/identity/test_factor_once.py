"""What a second factor withstands: used twice, guessed, moved, kept too long, overtaken."""

import asyncio
from datetime import timedelta

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.identity.factors.enrolling import remove_totp
from iok_core.identity.factors.giving import Given
from iok_core.identity.factors.passkey_sign_in import sign_in_by_passkey
from iok_core.identity.factors.passkeys import request_options
from iok_core.identity.factors.refusals import FactorRefusal
from iok_core.identity.factors.resetting import FactorReset, ResetReason, reset_factor
from iok_core.identity.kinds import FactorKind
from iok_core.identity.permissions import Role
from iok_core.identity.session_rows import SessionOverError
from iok_core.identity.shutting_out import void_access
from iok_core.identity.signing_in import Barred, Refused, SignedIn, sign_in
from iok_core.identity.staff import add_staff
from tests.databases import on_sqlite
from tests.identity.authenticator import Authenticator
from tests.identity.enrolled import Anna
from tests.identity.office import OWN, Office, find_session

TOTP, RECOVERY, PASSKEY = FactorKind.TOTP, FactorKind.RECOVERY, FactorKind.PASSKEY


async def test_s41_of_two_uses_of_one_code_at_once_one_is_let_in(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    sessions = [await anna.enters(), await anna.enters()]
    code = anna.code()
    outcomes = await asyncio.gather(*(anna.gives(one, TOTP, code) for one in sessions))
    assert sorted(isinstance(one, Given) for one in outcomes) == [False, True]
    assert FactorRefusal.USED in outcomes


async def test_s41_of_two_uses_of_one_recovery_code_at_once_one_is_let_in(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    sessions = [await anna.enters(), await anna.enters()]
    code = anna.codes[0]
    outcomes = await asyncio.gather(*(anna.gives(one, RECOVERY, code) for one in sessions))
    assert sorted(isinstance(one, Given) for one in outcomes) == [False, True]


@on_sqlite
async def test_s41_a_code_holds_a_half_minute_before_and_after_and_never_backwards(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    office.clock.go_on(timedelta(minutes=5))
    session = await anna.enters()
    for steps in (-2, 2):
        assert await anna.gives(session, TOTP, anna.code(steps)) is FactorRefusal.WRONG
    older = anna.code(-1)
    assert isinstance(await anna.gives(session, TOTP, anna.code(1)), Given)
    again = await anna.enters()
    for code in (older, anna.code(), anna.code(1)):
        assert await anna.gives(again, TOTP, code) is FactorRefusal.USED


@on_sqlite
async def test_s41_wrong_codes_pause_as_passwords_do_and_a_right_password_forgives_none(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    office.clock.go_on(timedelta(minutes=5))
    for _ in range(office.settings.brake.failures):
        session = await anna.enters()
        assert await anna.gives(session, TOTP, "000000") is FactorRefusal.WRONG
    assert await anna.gives(session, TOTP, anna.code()) is FactorRefusal.PAUSED
    assert isinstance(await sign_in(office.ctx, anna.identifier, OWN), Refused)
    office.clock.go_on(office.settings.brake.pause)
    assert isinstance(await anna.gives(await anna.enters(), TOTP, anna.code()), Given)


@on_sqlite
async def test_k05_2_each_way_of_signing_in_does_one_argon2_verification(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    office.clock.go_on(timedelta(minutes=5))
    before = office.hasher.verifications
    session = await anna.enters()
    await anna.gives(session, TOTP, "000000")
    await anna.gives(session, RECOVERY, "AAAA-AAAA-AAAA")
    await anna.gives(session, TOTP, anna.code())
    assert office.hasher.verifications == before + 1


@on_sqlite
async def test_s41_a_session_whose_factor_is_due_ends_after_ten_minutes(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    entered = await office.enter(anna.identifier, OWN)
    session = (await office.session(entered.token)).id
    office.clock.go_on(timedelta(minutes=10) - timedelta(seconds=1))
    assert await find_session(office.ctx, entered.token) is not None
    office.clock.go_on(timedelta(seconds=1))
    assert await find_session(office.ctx, entered.token) is None
    with pytest.raises(SessionOverError):
        await anna.gives(session, TOTP, anna.code())


@on_sqlite
async def test_s10_the_second_step_brings_a_new_token_and_only_then_a_last_sign_in(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    office.clock.go_on(timedelta(minutes=5))
    seen = "SELECT last_sign_in_at FROM identity WHERE id = {}"
    before = await fetch(seen, anna.identity)
    entered = await office.enter(anna.identifier, OWN)
    assert await fetch(seen, anna.identity) == before
    session = await office.session(entered.token)
    given = await anna.gives(session.id, TOTP, anna.code())
    assert isinstance(given, Given)
    assert await find_session(office.ctx, entered.token) is None
    whole = await office.session(given.token)
    assert (whole.id, whole.factor_due) == (session.id, False)
    assert whole.csrf_secret != session.csrf_secret
    assert await fetch(seen, anna.identity) != before


@on_sqlite
async def test_s10_s42_showing_who_one_is_renews_the_token(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    given = await anna.gives(anna.session, RECOVERY, anna.codes[0], due=False)
    assert isinstance(given, Given)
    assert await find_session(office.ctx, anna.token) is None
    assert (await office.session(given.token)).id == anna.session


@on_sqlite
async def test_s10_a_changed_factor_ends_the_other_sessions_the_due_ones_too(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    other = await office.enter(anna.identifier, OWN)
    await anna.adds_app()
    assert await find_session(office.ctx, other.token) is None
    due = await office.enter(anna.identifier, OWN)
    await remove_totp(office.ctx, anna.asking)
    assert await find_session(office.ctx, due.token) is None
    (ended,) = await fetch("SELECT DISTINCT ended_reason FROM session WHERE ended_reason <> ''")
    assert ended == ("factor_changed",)


@on_sqlite
async def test_prv9_a_seed_is_sealed_and_opens_nothing_in_the_row_of_another(
    office: Office,
) -> None:
    anna, jan = await Anna.comes(office), await Anna.comes(office)
    await anna.adds_app()
    await jan.adds_app()
    (sealed,) = await fetch("SELECT sealed FROM totp WHERE identity = {}", anna.identity)
    assert anna.seed not in str(sealed[0])
    await execute("UPDATE totp SET sealed = {} WHERE identity = {}", sealed[0], jan.identity)
    session = await jan.enters()
    for code in (jan.code(), anna.code()):
        assert await jan.gives(session, TOTP, code) is FactorRefusal.UNREADABLE


@on_sqlite
async def test_s41_there_are_ten_recovery_codes_and_the_database_holds_none(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    kept = [digest for (digest,) in await fetch("SELECT digest FROM recovery_code")]
    assert len(set(anna.codes)) == len(set(kept)) == 10
    assert not {code for code in anna.codes if code in kept or code.replace("-", "") in kept}


@on_sqlite
async def test_s41_recovery_codes_are_nobody_elses(office: Office) -> None:
    anna, jan = await Anna.comes(office), await Anna.comes(office)
    await anna.adds_app()
    await jan.adds_app()
    assert await jan.gives(await jan.enters(), RECOVERY, anna.codes[0]) is FactorRefusal.WRONG


@on_sqlite
async def test_s41_a_passkey_asks_for_its_user_and_for_our_address(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    for flaw in (Authenticator(verifies=False), Authenticator("https://portal-lipowa.example")):
        for name in ("id", "_key", "_handle"):
            setattr(flaw, name, getattr(anna.device, name))
        flaw.count = anna.device.count
        answer = flaw.get(await request_options(office.ctx, None))
        assert isinstance(await sign_in_by_passkey(office.ctx, answer), Refused)
    assert isinstance(await sign_in_by_passkey(office.ctx, await anna.signs(None)), SignedIn)


@on_sqlite
async def test_s41_an_answer_of_a_passkey_counts_once_and_for_ten_minutes(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    answer = await anna.signs(None)
    assert isinstance(await sign_in_by_passkey(office.ctx, answer), SignedIn)
    await execute("UPDATE passkey SET sign_count = 0")  # as devices have it that do not count
    assert isinstance(await sign_in_by_passkey(office.ctx, answer), Refused)
    late = await anna.signs(None)
    office.clock.go_on(timedelta(minutes=10))
    assert isinstance(await sign_in_by_passkey(office.ctx, late), Refused)


@on_sqlite
async def test_s41_a_passkey_whose_count_goes_back_is_a_copy(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    anna.device.count = 7
    assert isinstance(await sign_in_by_passkey(office.ctx, await anna.signs(None)), SignedIn)
    anna.device.count = 5
    assert isinstance(await sign_in_by_passkey(office.ctx, await anna.signs(None)), Refused)


@on_sqlite
async def test_s11_wrong_passwords_of_others_do_not_keep_a_passkey_out(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    for _ in range(office.settings.brake.failures):
        await sign_in(office.ctx, anna.identifier, "wrong")
    assert isinstance(await sign_in(office.ctx, anna.identifier, OWN), Refused)
    assert isinstance(await sign_in_by_passkey(office.ctx, await anna.signs(None)), SignedIn)


@on_sqlite
async def test_k10_2_a_block_keeps_out_a_passkey_and_a_factor_that_is_due(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    await anna.adds_passkey()
    session = await anna.enters()
    await office.block(anna.identifier)
    with pytest.raises(SessionOverError):
        await anna.gives(session, TOTP, anna.code())
    assert isinstance(await sign_in_by_passkey(office.ctx, await anna.signs(None)), Barred)


@on_sqlite
async def test_k10_6_what_was_lost_or_given_out_anew_leaves_no_factor(office: Office) -> None:
    anna, jan = await Anna.comes(office), await Anna.comes(office)
    for one in (anna, jan):
        await one.adds_app()
        await one.adds_passkey()
    rows = await fetch("SELECT person FROM identity WHERE id = {}", anna.identity)
    async with transaction():
        await void_access(office.ctx, int(rows[0][0]))
    rows = await fetch("SELECT person FROM identity WHERE id = {}", jan.identity)
    await office.issue(int(rows[0][0]), after_issue=1)
    for table in ("totp", "passkey", "recovery_code"):
        assert await fetch(f"SELECT count(*) FROM {table}") == [(0,)], table
    for one in (anna, jan):
        assert isinstance(await sign_in_by_passkey(office.ctx, await one.signs(None)), Refused)


@on_sqlite
async def test_s48_the_operator_takes_every_factor_of_staff_away_and_ends_their_sessions(
    office: Office,
) -> None:
    issued = await add_staff(office.ctx, "Ewa Biurowa", Role.DESK, operator="tester")
    token = await office.activate(issued)
    clerk = Anna(office, issued, token, (await office.session(token)).id)
    await clerk.adds_app()
    assert str(await remove_totp(office.ctx, clerk.asking)) == "last_of_staff"
    wanted = FactorReset(identifier=clerk.identifier, reason=ResetReason.LOST)
    assert await reset_factor(office.ctx, wanted, by=Origin.operator("tester")) is None
    assert await find_session(office.ctx, clerk.token) is None
    assert not (await office.enter(clerk.identifier, OWN)).factor_due
    rows = await fetch("SELECT actor, meta FROM audit WHERE action = 'factor_reset'")
    assert rows == [("tester", '{"reason":"lost"}')]
    assert str(await reset_factor(office.ctx, wanted, by=Origin.operator("tester"))) == "none_there"
