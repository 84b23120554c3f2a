"""Every act with a second factor and each of its outcomes: one audit row, and who is told."""

from collections.abc import Awaitable, Callable

import pytest

from iok_core.audit.origin import Origin
from iok_core.identity.factors.enrolling import (
    Asking,
    add_passkey,
    add_totp,
    remove_passkey,
    remove_totp,
    renew_recovery,
)
from iok_core.identity.factors.own import own_factors
from iok_core.identity.factors.passkey_sign_in import sign_in_by_passkey
from iok_core.identity.factors.resetting import FactorReset, ResetReason, reset_factor
from iok_core.identity.factors.totp import new_offer
from iok_core.identity.kinds import FactorKind
from iok_core.identity.signing_in import sign_in
from tests.databases import on_sqlite
from tests.identity.enrolled import Anna, events_after, last_event, last_seq, told
from tests.identity.office import OWN, Office

pytestmark = on_sqlite

Act = Callable[[Anna], Awaitable[object]]
TOTP, RECOVERY, PASSKEY = FactorKind.TOTP, FactorKind.RECOVERY, FactorKind.PASSKEY


async def wrong_app(anna: Anna) -> object:
    offer = new_offer(anna.office.ctx, anna.identity, anna.session, anna.identifier)
    return await add_totp(anna.office.ctx, anna.asking, offer.sealed, "no code")


async def stranger_passkey(anna: Anna) -> object:
    ctx = anna.office.ctx
    await anna.adds_app()
    elsewhere = Asking(identity=anna.identity, session=anna.session + 1)
    answer = anna.device.create(await anna.creation())
    return await add_passkey(ctx, elsewhere, answer, "telefon")


async def removed_passkey(anna: Anna) -> object:
    passkey = (await own_factors(anna.identity)).passkeys[0].id
    return await remove_passkey(anna.office.ctx, anna.asking, passkey)


async def with_app(anna: Anna) -> None:
    await anna.adds_app()


async def with_both(anna: Anna) -> None:
    await anna.adds_app()
    await anna.adds_passkey()


async def without(anna: Anna) -> None:
    del anna


def gives(kind: FactorKind, typed: Callable[[Anna], str], *, due: bool) -> Act:
    async def act(anna: Anna) -> object:
        session = await anna.enters() if due else anna.session
        anna.before = await last_seq()
        return await anna.gives(session, kind, typed(anna), due=due)

    return act


async def reset_by_operator(anna: Anna) -> object:
    wanted = FactorReset(identifier=anna.identifier, reason=ResetReason.LOST)
    return await reset_factor(anna.office.ctx, wanted, by=Origin.operator("tester"))


DONE, FAILED, REFUSED = "done", "failed", "refused"
TABLE: dict[str, tuple[Callable[[Anna], Awaitable[None]], Act, tuple[str, ...], list[str]]] = {
    "an app is added": (without, Anna.adds_app, ("factor_add", DONE, "totp"), ["factor_added"]),
    "a wrong code adds none": (without, wrong_app, ("factor_add", FAILED, "totp"), []),
    "a second app is refused": (with_app, wrong_app, ("factor_add", REFUSED, "totp"), []),
    "a passkey is added": (
        without,
        Anna.adds_passkey,
        ("factor_add", DONE, "passkey"),
        ["factor_added"],
    ),
    "an app is removed": (
        with_both,
        lambda anna: remove_totp(anna.office.ctx, anna.asking),
        ("factor_remove", DONE, "totp"),
        ["factor_removed"],
    ),
    "a passkey is removed": (
        with_both,
        removed_passkey,
        ("factor_remove", DONE, "passkey"),
        ["factor_removed"],
    ),
    "what is not there is not removed": (
        without,
        lambda anna: remove_totp(anna.office.ctx, anna.asking),
        ("factor_remove", REFUSED, "totp"),
        [],
    ),
    "new recovery codes": (
        with_app,
        lambda anna: renew_recovery(anna.office.ctx, anna.asking),
        ("recovery_renew", DONE, "recovery"),
        ["recovery_renewed"],
    ),
    "no codes without a factor": (
        without,
        lambda anna: renew_recovery(anna.office.ctx, anna.asking),
        ("recovery_renew", REFUSED, "recovery"),
        [],
    ),
    "a factor is asked": (
        with_app,
        lambda anna: sign_in(anna.office.ctx, anna.identifier, OWN),
        ("factor_ask", DONE, ""),
        [],
    ),
    "signed in with a code": (
        with_app,
        gives(TOTP, Anna.code, due=True),
        ("sign_in", DONE, "totp"),
        ["device_new"],
    ),
    "a wrong code": (
        with_app,
        gives(TOTP, lambda _: "000 000", due=True),
        ("sign_in", FAILED, "totp"),
        [],
    ),
    "signed in with a recovery code": (
        with_app,
        gives(RECOVERY, lambda anna: anna.codes[0].lower().replace("-", " "), due=True),
        ("sign_in", DONE, "recovery"),
        ["device_new", "recovery_used"],
    ),
    "a wrong recovery code": (
        with_app,
        gives(RECOVERY, lambda _: "AAAA-AAAA-AAAA", due=True),
        ("sign_in", FAILED, "recovery"),
        [],
    ),
    "shown with a code": (
        with_app,
        gives(TOTP, Anna.code, due=False),
        ("step_up", DONE, "totp"),
        [],
    ),
    "not shown with a wrong code": (
        with_app,
        gives(TOTP, lambda _: "", due=False),
        ("step_up", FAILED, "totp"),
        [],
    ),
    "shown with a recovery code": (
        with_app,
        gives(RECOVERY, lambda anna: anna.codes[1], due=False),
        ("step_up", DONE, "recovery"),
        ["recovery_used"],
    ),
    "shown with the password": (
        without,
        gives(FactorKind.PASSWORD, lambda _: OWN, due=False),
        ("step_up", DONE, "password"),
        [],
    ),
    "not shown with a wrong password": (
        without,
        gives(FactorKind.PASSWORD, lambda _: "another one entirely", due=False),
        ("step_up", FAILED, "password"),
        [],
    ),
    "the password is no second factor": (
        with_app,
        gives(FactorKind.PASSWORD, lambda _: OWN, due=True),
        ("sign_in", FAILED, "password"),
        [],
    ),
    "with a factor the password shows nothing": (
        with_app,
        gives(FactorKind.PASSWORD, lambda _: OWN, due=False),
        ("step_up", FAILED, "password"),
        [],
    ),
}


@pytest.mark.parametrize("path", TABLE)
async def test_s41_s43_each_path_is_one_audit_row_and_what_its_owner_is_told(
    office: Office, path: str
) -> None:
    before, act, (action, result, factor), notices = TABLE[path]
    anna = await Anna.comes(office)
    await before(anna)
    anna.before, event = await last_seq(), await last_event()
    await act(anna)
    rows = await told(anna.before)
    assert [row[:2] for row in rows] == [(action, result)]
    assert (f'"factor":"{factor}"' in str(rows[0][2])) is bool(factor)
    assert await events_after(event) == notices


async def test_s43_an_answer_for_another_session_makes_no_passkey(office: Office) -> None:
    anna = await Anna.comes(office)
    assert str(await stranger_passkey(anna)) == "wrong"
    assert (await own_factors(anna.identity)).passkeys == []


async def test_s41_s43_a_passkey_alone_signs_in_with_one_row(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    before = await last_seq()
    await sign_in_by_passkey(office.ctx, await anna.signs(None))
    await sign_in_by_passkey(office.ctx, "no answer of a browser")
    rows = [row[:2] for row in await told(before)]
    assert rows == [("sign_in", DONE), ("sign_in", FAILED)]


async def test_s41_a_passkey_is_the_second_step_and_shows_who_one_is(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_passkey()
    session, before = await anna.enters(), await last_seq()
    await anna.gives(session, PASSKEY, await anna.signs(session))
    await anna.gives(session, PASSKEY, await anna.signs(session), due=False)
    rows = [row[:2] for row in await told(before)]
    assert rows == [("sign_in", DONE), ("step_up", DONE)]


async def test_s48_only_staff_are_reset_and_a_resident_comes_to_the_desk(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    assert str(await reset_by_operator(anna)) == "not_staff"
    assert (await own_factors(anna.identity)).count == 1
