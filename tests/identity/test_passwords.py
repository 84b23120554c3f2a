from datetime import timedelta

import pytest

from iok_core.db import fetch
from iok_core.identity.arriving import Arrival
from iok_core.identity.passwords import (
    PasswordRefused,
    PasswordSet,
    change_password,
    set_demo_password,
    set_first_password,
)
from iok_core.identity.policy import Weakness
from iok_core.identity.session_rows import SessionOverError
from iok_core.identity.signing_in import Refused, SignedIn, sign_in
from tests.identity.office import OWN, Office, find_session

NEW = "granatowa czapka na haku"


async def events() -> list[str]:
    return [row[0] for row in await fetch("SELECT kind FROM event ORDER BY id")]


async def test_k08_1_the_old_password_is_required(office: Office) -> None:
    issued, token = await office.resident()
    session = await office.session(token)
    outcome = await change_password(
        office.ctx, issued.identity, session.id, "nie to hasło wcale", NEW
    )
    assert outcome == PasswordRefused(old_is_wrong=True)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


async def test_k08_1_changing_ends_all_other_sessions_and_renews_this_one(office: Office) -> None:
    issued, here = await office.resident()
    elsewhere = (await office.enter(issued.identifier, OWN)).token
    session = await office.session(here)
    outcome = await change_password(office.ctx, issued.identity, session.id, OWN, NEW)
    assert isinstance(outcome, PasswordSet)
    assert await find_session(office.ctx, elsewhere) is None
    assert await find_session(office.ctx, here) is None
    renewed = await office.session(outcome.token)
    assert renewed.id == session.id
    assert renewed.csrf_secret != session.csrf_secret


async def test_k08_1_the_new_password_opens_and_the_old_one_does_not(office: Office) -> None:
    issued, token = await office.resident()
    session = await office.session(token)
    await change_password(office.ctx, issued.identity, session.id, OWN, NEW)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), Refused)
    assert isinstance(await sign_in(office.ctx, issued.identifier, NEW), SignedIn)


async def test_k08_1_a_change_leaves_an_event_to_tell_the_resident(office: Office) -> None:
    issued, token = await office.resident()
    session = await office.session(token)
    await change_password(
        office.ctx, issued.identity, session.id, OWN, NEW, Arrival(request_id="r-1")
    )
    assert (await events())[-1] == "password_changed"
    (row,) = await fetch("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")
    assert row[2:9] == (
        "resident", str(issued.identity), "password_change", "identity", issued.identity,
        "done", "r-1",
    )  # fmt: skip


async def test_wrong_old_passwords_count_as_wrong_sign_ins(office: Office) -> None:
    issued, token = await office.resident()
    session = await office.session(token)
    for _ in range(10):
        await change_password(office.ctx, issued.identity, session.id, "nie to", NEW)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), Refused)
    right = await change_password(office.ctx, issued.identity, session.id, OWN, NEW)
    assert right == PasswordRefused(old_is_wrong=True)


async def test_a_weak_new_password_changes_nothing(office: Office) -> None:
    issued, token = await office.resident()
    session = await office.session(token)
    outcome = await change_password(office.ctx, issued.identity, session.id, OWN, "haslo123")
    assert isinstance(outcome, PasswordRefused)
    assert Weakness.TOO_SHORT in outcome.weaknesses
    assert await find_session(office.ctx, token) is not None


async def test_a_session_that_has_ended_meanwhile_changes_nothing(office: Office) -> None:
    issued, token = await office.resident()
    session = await office.session(token)
    person = (await fetch("SELECT person FROM identity WHERE id = {}", issued.identity))[0][0]
    await office.issue(person, after_issue=1)
    with pytest.raises(SessionOverError):
        await change_password(office.ctx, issued.identity, session.id, OWN, NEW)
    with pytest.raises(SessionOverError):
        await set_first_password(office.ctx, issued.identity, session.id, NEW)
    assert await fetch("SELECT password_hash FROM identity WHERE id = {}", issued.identity) == [
        (None,)
    ]


async def test_another_persons_session_is_no_way_to_a_password(office: Office) -> None:
    issued, _ = await office.resident()
    _, strangers = await office.resident()
    session = await office.session(strangers)
    with pytest.raises(SessionOverError):
        await change_password(office.ctx, issued.identity, session.id, OWN, NEW)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


# the first own password


async def test_the_first_own_password_activates_the_access(office: Office) -> None:
    issued = await office.issue(await office.add_person())
    entered = await office.enter(issued.identifier, issued.start_password)
    session = await office.session(entered.token)
    office.clock.go_on(timedelta(minutes=2))
    outcome = await set_first_password(office.ctx, issued.identity, session.id, OWN)
    assert isinstance(outcome, PasswordSet)
    assert await find_session(office.ctx, entered.token) is None
    renewed = await office.session(outcome.token)
    assert renewed.own_password_set_at == office.clock.now()
    assert await events() == ["access_issued", "access_issued", "access_activated"]
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


async def test_s09_the_slips_password_cannot_become_the_own_one(office: Office) -> None:
    """The clerk has seen it: they would know a lasting password."""
    issued = await office.issue(await office.add_person())
    entered = await office.enter(issued.identifier, issued.start_password)
    session = await office.session(entered.token)
    for typed in (issued.start_password, issued.start_password.lower().replace("-", "")):
        outcome = await set_first_password(office.ctx, issued.identity, session.id, typed)
        assert outcome == PasswordRefused(weaknesses=(Weakness.START_PASSWORD,))


async def test_the_first_own_password_is_set_once(office: Office) -> None:
    issued, token = await office.resident()
    session = await office.session(token)
    with pytest.raises(SessionOverError):
        await set_first_password(office.ctx, issued.identity, session.id, NEW)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), SignedIn)


# the demonstration


async def test_s47_a_password_for_somebody_else_is_set_in_a_demonstration_only(
    office: Office,
) -> None:
    issued = await office.issue(await office.add_person())
    with pytest.raises(PermissionError):
        await set_demo_password(office.ctx, issued.identity, OWN, is_demonstration=False)
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), Refused)


@pytest.mark.parametrize("password", ["", "x" * 1025])
async def test_a_demonstration_password_is_a_password(office: Office, password: str) -> None:
    issued = await office.issue(await office.add_person())
    with pytest.raises(ValueError, match="password"):
        await set_demo_password(office.ctx, issued.identity, password, is_demonstration=True)


async def test_a_demonstration_password_signs_in_at_once(office: Office) -> None:
    issued = await office.issue(await office.add_person())
    await set_demo_password(office.ctx, issued.identity, OWN, is_demonstration=True)
    assert not (await office.enter(issued.identifier, OWN)).must_set_password


# characters


async def test_a_password_is_the_same_however_its_letters_are_composed(office: Office) -> None:
    composed, decomposed = "żółta łódź na wodzie", "z\u0307o\u0301łta ło\u0301dz\u0301 na wodzie"
    assert composed != decomposed
    issued = await office.issue(await office.add_person())
    await office.activate(issued, decomposed)
    assert isinstance(await sign_in(office.ctx, issued.identifier, composed), SignedIn)


@pytest.mark.parametrize(
    "typed", [f" {OWN}", f"{OWN} ", OWN.upper(), OWN.replace(" ", ""), OWN[:-1]]
)
async def test_a_password_is_compared_to_the_character(office: Office, typed: str) -> None:
    issued, _ = await office.resident()
    assert isinstance(await sign_in(office.ctx, issued.identifier, typed), Refused)


async def test_long_passwords_count_to_their_last_character(office: Office) -> None:
    long = "wysokie drzewo " * 16 + "rośnie"
    issued = await office.issue(await office.add_person())
    await office.activate(issued, long)
    assert isinstance(await sign_in(office.ctx, issued.identifier, f"{long[:-1]}E"), Refused)
    assert isinstance(await sign_in(office.ctx, issued.identifier, long), SignedIn)
