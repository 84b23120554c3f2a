import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from iok_core.db import execute, fetch
from iok_core.identity.arriving import Arrival
from iok_core.identity.hashing import HashingPool, hasher
from iok_core.identity.permissions import Role
from iok_core.identity.settings import HashingSettings
from iok_core.identity.signing_in import Barred, Reason, Refused, SignedIn, sign_in
from iok_core.identity.staff import add_staff
from tests.identity.office import OWN, Office, find_session

Typed = tuple[str, str]
Path = Callable[[Office], Awaitable[Typed]]


async def unknown(_: Office) -> Typed:
    return "123456", OWN


async def no_identifier(_: Office) -> Typed:
    return "jan@lipowa.example", OWN


async def wrong(office: Office) -> Typed:
    return (await office.resident())[0].identifier, "zielony rower pod drzewem"


async def too_long(office: Office) -> Typed:
    return (await office.resident())[0].identifier, "x" * 100_000


async def wrong_start(office: Office) -> Typed:
    return (await office.issue(await office.add_person())).identifier, "ABCD-EFGH-JKLM-NPQR"


async def expired_start(office: Office) -> Typed:
    issued = await office.issue(await office.add_person())
    office.clock.go_on(timedelta(days=15))
    return issued.identifier, issued.start_password


async def used_start(office: Office) -> Typed:
    issued = await office.issue(await office.add_person())
    await office.enter(issued.identifier, issued.start_password)
    return issued.identifier, issued.start_password


async def paused(office: Office) -> Typed:
    issued, _ = await office.resident()
    await fail(office, issued.identifier, 10)
    return issued.identifier, OWN


async def staff_gone(office: Office) -> Typed:
    issued = await add_staff(office.ctx, "Jan Były", Role.DESK, operator="tester")
    await office.activate(issued)
    await execute("UPDATE staff SET active = {} WHERE name = {}", False, "Jan Były")
    return issued.identifier, OWN


async def blocked_and_wrong(office: Office) -> Typed:
    issued, _ = await office.resident()
    await office.block(issued)
    return issued.identifier, "zielony rower pod drzewem"


async def blocked_and_wrong_start(office: Office) -> Typed:
    issued = await office.issue(await office.add_person())
    await office.block(issued)
    return issued.identifier, "ABCD-EFGH-JKLM-NPQR"


async def blocked_and_used_start(office: Office) -> Typed:
    identifier, start_password = await used_start(office)
    await office.block(identifier)
    return identifier, start_password


async def blocked_and_paused(office: Office) -> Typed:
    identifier, password = await paused(office)
    await office.block(identifier)
    return identifier, password


async def blocked_before_its_start(office: Office) -> Typed:
    issued = await office.issue(await office.add_person())
    await office.lift(await office.block(issued))
    return issued.identifier, issued.start_password


REFUSALS: dict[Path, Reason] = {
    unknown: Reason.UNKNOWN,
    no_identifier: Reason.UNKNOWN,
    wrong: Reason.WRONG,
    too_long: Reason.WRONG,
    wrong_start: Reason.WRONG,
    expired_start: Reason.START_EXPIRED,
    used_start: Reason.START_USED,
    paused: Reason.PAUSED,
    staff_gone: Reason.INACTIVE,
    blocked_and_wrong: Reason.WRONG,
    blocked_and_wrong_start: Reason.WRONG,
    blocked_and_used_start: Reason.START_USED,
    blocked_and_paused: Reason.PAUSED,
    blocked_before_its_start: Reason.START_VOIDED,
}


@pytest.mark.parametrize("path", REFUSALS, ids=lambda path: path.__name__)
async def test_k05_2_every_refusal_costs_one_verification_and_looks_the_same(
    office: Office, path: Path
) -> None:
    identifier, password = await path(office)
    before = office.hasher.verifications
    outcome = await sign_in(office.ctx, identifier, password)
    assert outcome == Refused(REFUSALS[path])
    assert office.hasher.verifications - before == 1


@pytest.mark.parametrize("first_time", [True, False])
async def test_k05_2_s11_being_told_of_a_block_costs_one_verification(
    office: Office, first_time: bool
) -> None:
    issued = await office.issue(await office.add_person())
    password = issued.start_password
    if not first_time:
        await office.activate(issued)
        password = OWN
    await office.block(issued)
    before = office.hasher.verifications
    assert isinstance(await sign_in(office.ctx, issued.identifier, password), Barred)
    assert office.hasher.verifications - before == 1


@pytest.mark.parametrize("first_time", [True, False])
async def test_k05_2_being_let_in_costs_one_verification(office: Office, first_time: bool) -> None:
    issued = await office.issue(await office.add_person())
    password = issued.start_password
    if not first_time:
        await office.activate(issued)
        password = OWN
    before = office.hasher.verifications
    assert isinstance(await sign_in(office.ctx, issued.identifier, password), SignedIn)
    assert office.hasher.verifications - before == 1


@pytest.mark.parametrize("path", REFUSALS, ids=lambda path: path.__name__)
async def test_every_refusal_is_recorded_with_its_reason_and_nothing_typed(
    office: Office, path: Path
) -> None:
    identifier, password = await path(office)
    known = await fetch("SELECT id FROM identity WHERE identifier = {}", identifier)
    await sign_in(office.ctx, identifier, password, Arrival(request_id="req-9"))
    (row,) = await fetch("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")
    assert row[2:10] == (
        "stranger", "", "sign_in", "identity" if known else "", known[0][0] if known else None,
        "failed", "req-9", f'{{"reason":"{REFUSALS[path]}"}}',
    )  # fmt: skip


async def test_being_let_in_is_recorded(office: Office) -> None:
    issued, _ = await office.resident()
    await office.enter(issued.identifier, OWN)
    (row,) = await fetch("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")
    assert row[2:10] == (
        "resident", str(issued.identity), "sign_in", "identity", issued.identity, "done",
        "req-enter", '{"start":false}',
    )  # fmt: skip


@pytest.mark.parametrize("pattern", ["{} {}", " {}-{} ", "{}\u00a0{}", "{}–{}"])
async def test_the_identifier_is_read_as_people_type_it(office: Office, pattern: str) -> None:
    issued, _ = await office.resident()
    typed = pattern.format(issued.identifier[:3], issued.identifier[3:])
    assert isinstance(await sign_in(office.ctx, typed, OWN), SignedIn)


async def test_s10_the_table_knows_only_the_sha256_of_a_token(office: Office) -> None:
    _, token = await office.resident()
    stored = await fetch("SELECT token_sha256 FROM session WHERE ended_at IS NULL")
    assert stored == [(hashlib.sha256(token.encode()).hexdigest(),)]


async def test_s10_a_token_that_the_browser_brought_is_never_adopted(office: Office) -> None:
    issued, _ = await office.resident()
    planted = "f" * 43
    outcome = await sign_in(office.ctx, issued.identifier, OWN, Arrival(session_token=planted))
    assert isinstance(outcome, SignedIn)
    assert outcome.token != planted
    assert await find_session(office.ctx, planted) is None


async def test_s10_signing_in_ends_the_session_that_the_browser_had(office: Office) -> None:
    issued, token = await office.resident()
    outcome = await sign_in(office.ctx, issued.identifier, OWN, Arrival(session_token=token))
    assert isinstance(outcome, SignedIn)
    assert await find_session(office.ctx, token) is None
    assert await find_session(office.ctx, outcome.token) is not None


async def test_a_refused_sign_in_leaves_the_browsers_session(office: Office) -> None:
    issued, token = await office.resident()
    await sign_in(office.ctx, issued.identifier, "nie to hasło wcale", Arrival(session_token=token))
    assert await find_session(office.ctx, token) is not None


async def test_the_sign_in_before_the_last_one_is_remembered(office: Office) -> None:
    issued, _ = await office.resident()
    first = office.clock.now()
    office.clock.go_on(timedelta(days=3))
    entered = await office.enter(issued.identifier, OWN)
    assert (await office.session(entered.token)).previous_sign_in_at == first


# the brake


async def fail(office: Office, identifier: str, times: int) -> None:
    """Each when it may be tried."""
    for number in range(times):
        if number:
            office.clock.go_on(timedelta(seconds=16))
        await sign_in(office.ctx, identifier, "nie to hasło wcale")


async def test_nine_wrong_passwords_do_not_close_the_door(office: Office) -> None:
    issued, _ = await office.resident()
    await fail(office, issued.identifier, 9)
    office.clock.go_on(timedelta(seconds=16))
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


async def test_the_pause_after_ten_wrong_passwords_ends_by_itself(office: Office) -> None:
    issued, _ = await office.resident()
    await fail(office, issued.identifier, 10)
    office.clock.go_on(timedelta(minutes=15, seconds=-1))
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), Refused)
    office.clock.go_on(timedelta(seconds=1))
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


async def test_tries_within_a_pause_do_not_make_it_longer(office: Office) -> None:
    issued, _ = await office.resident()
    await fail(office, issued.identifier, 10)
    office.clock.go_on(timedelta(minutes=14))
    for _ in range(30):
        await sign_in(office.ctx, issued.identifier, "nie to hasło wcale")
    office.clock.go_on(timedelta(minutes=1))
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


async def test_a_right_password_forgives_the_wrong_ones(office: Office) -> None:
    issued, _ = await office.resident()
    for _ in range(3):
        await fail(office, issued.identifier, 9)
        office.clock.go_on(timedelta(seconds=16))
        assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


# hashes


async def test_k08_3_a_hash_with_old_parameters_is_renewed_at_sign_in(office: Office) -> None:
    issued, _ = await office.resident()
    weak = hasher(HashingSettings(memory_kib=32, passes=1)).hash(OWN)
    await execute("UPDATE identity SET password_hash = {} WHERE id = {}", weak, issued.identity)
    await office.enter(issued.identifier, OWN)
    (stored,) = (await fetch("SELECT password_hash FROM identity WHERE id = {}", issued.identity))[
        0
    ]
    assert stored.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


def test_k08_3_passwords_are_hashed_with_argon2id_as_measured() -> None:
    stored = hasher(HashingSettings()).hash(OWN)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_hash_of_nobody_lets_nobody_in() -> None:
    settings = HashingSettings(memory_kib=64, passes=1)
    pool = HashingPool(hasher(settings), settings)
    assert not await pool.verify(None, "")
    pool.close()
