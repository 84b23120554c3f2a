"""Twelve characters beside a second factor, fifteen without one (K08-2, S40)."""

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.identity.arriving import Arrival
from iok_core.identity.factors.enrolling import Changed, ChangeRefusal, remove_passkey, remove_totp
from iok_core.identity.factors.resetting import FactorReset, ResetReason, reset_factor
from iok_core.identity.passwords import (
    PasswordRefused,
    PasswordSet,
    change_password,
    offered_password,
)
from iok_core.identity.permissions import Role
from iok_core.identity.policy import Weakness
from iok_core.identity.service import set_demo_totp
from iok_core.identity.staff import add_staff
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.identity.enrolled import Anna
from tests.identity.office import OWN, Office
from tests.portal import LivePortal

pytestmark = on_sqlite
SHORT, LONG = "ryby w lipcu", "ryby w lipcu i w maju"
TOO_SHORT = PasswordRefused(weaknesses=(Weakness.TOO_SHORT,))


async def changes(anna: Anna, old: str, new: str) -> PasswordSet | PasswordRefused:
    return await change_password(anna.office.ctx, anna.identity, anna.session, old, new, Arrival())


async def test_k08_2_twelve_characters_are_enough_beside_a_second_factor(office: Office) -> None:
    anna = await Anna.comes(office)
    assert (await offered_password(office.ctx, anna.identity)).minimum == 15
    assert await changes(anna, OWN, SHORT) == TOO_SHORT
    await anna.adds_app()
    assert (await offered_password(office.ctx, anna.identity)).minimum == 12
    assert await changes(anna, OWN, SHORT[:-1]) == TOO_SHORT
    assert isinstance(await changes(anna, OWN, SHORT), PasswordSet)


async def test_s40_the_last_factor_stays_until_the_password_is_long_enough_alone(
    office: Office,
) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    await anna.adds_passkey()
    await changes(anna, OWN, SHORT)
    assert isinstance(await remove_totp(office.ctx, anna.asking), Changed)
    key = int((await fetch("SELECT id FROM passkey"))[0][0])
    refused = await remove_passkey(office.ctx, anna.asking, key)
    assert refused is ChangeRefusal.SHORT_PASSWORD
    assert await fetch("SELECT count(*) FROM passkey") == [(1,)]
    await changes(anna, SHORT, LONG)
    assert isinstance(await remove_passkey(office.ctx, anna.asking, key), Changed)


async def test_s40_at_the_office_fifteen_are_needed_always(office: Office) -> None:
    issued = await add_staff(office.ctx, "Jan Próbny", Role.DESK, operator="tester")
    token = await office.activate(issued)
    clerk = Anna(office, issued, token, (await office.session(token)).id)
    await clerk.adds_app()
    assert await changes(clerk, OWN, SHORT) == TOO_SHORT
    wanted = FactorReset(identifier=clerk.identifier, reason=ResetReason.LOST)
    assert await reset_factor(office.ctx, wanted, by=Origin.operator("tester")) is None


async def test_s40_an_access_given_out_anew_asks_for_fifteen_again(office: Office) -> None:
    anna = await Anna.comes(office)
    await anna.adds_app()
    await changes(anna, OWN, SHORT)
    rows = await fetch("SELECT person FROM identity WHERE id = {}", anna.identity)
    await office.issue(int(rows[0][0]), after_issue=1)
    assert (await offered_password(office.ctx, anna.identity)).minimum == 15
    short = "SELECT password_short FROM identity WHERE id = {}"
    assert [bool(one) for (one,) in await fetch(short, anna.identity)] == [False]


def test_s40_the_page_of_factors_says_what_to_do_and_leads_there(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    live.do(lambda portal: with_a_short_password(portal, anna.identity))
    browser.open("/drugi-krok")
    page = browser.submit("/drugi-krok/aplikacja/usun")
    assert page.status_code == 422
    assert "co najmniej 15 znaków" in page.text.replace("\u00a0", " ")
    assert 'href="/haslo"' in page.text


async def with_a_short_password(portal: Portal, identity: int) -> None:
    await set_demo_totp(portal.identity, identity, is_demonstration=True)
    await execute("UPDATE identity SET password_short = {} WHERE id = {}", True, identity)
