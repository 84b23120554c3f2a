"""Two server processes on one database: what ends in one has ended in the other (S10)."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import pyotp
import pytest

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access
from iok_core.db import execute, fetch
from iok_core.demands.service import DemandKind
from iok_core.identity.factors.enrolling import Asking, Changed, add_totp
from iok_core.identity.factors.totp import new_offer
from iok_core.identity.freeze_code import FreezeCode
from iok_core.identity.permissions import Role
from iok_core.identity.service import DocumentKind, Issued, IssueRequest, issue_access
from iok_core.identity.staff_acts import (
    RoleChange,
    StandingChange,
    change_role,
    change_standing,
)
from iok_core.portal import Portal
from tests.browsing import COOKIE, Browser
from tests.databases import ENGINES
from tests.demanded import demanded
from tests.offices import imported, payer
from tests.operations.servers import browser_at, serving
from tests.portal import OWN_PASSWORD, Access, add_clerk, add_resident, open_session_of, people
from tests.portals import Portals

NEW = "niebieski rower pod mostem"
EXPORT = "a-semicolon-cp1250"
OPERATOR = Origin.operator("tester")
OVER = (303, "/logowanie")


class Two(msgspec.Struct, frozen=True):
    folder: Path
    here: str
    there: str

    def opened_as(self, access: Access) -> tuple[Browser, Browser]:
        """One session in the browser of each server."""
        one, other = browser_at(self.here), browser_at(self.there)
        if access.staff is None:
            one.sign_in(access.identifier, access.password)
        else:
            token = people(self.folder, lambda portal: open_session_of(portal, access))
            one.http.cookies.set(COOKIE, token)
        other.http.cookies.set(COOKIE, one.token or "")
        return one, other


@pytest.fixture(scope="module", params=ENGINES)
def two(request: pytest.FixtureRequest, portals: Portals) -> Iterator[Two]:
    def bring(folder: Path) -> None:
        people(folder, partial(imported, export=EXPORT))

    folder = portals.copy(request.param, portals.place("two"), f"office_{EXPORT[0]}", bring)
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(folder, "--no-worker"))[1] for _ in range(2)]
        yield Two(folder, *urls)


def sign_out(_: Two, browser: Browser, __: Access) -> None:
    browser.open("/dostep")
    browser.submit("/wyloguj")


def end_all_others_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    other = browser_at(two.here)
    other.sign_in(anna.identifier, anna.password)
    other.open("/dostep")
    other.submit("/dostep/sesje/zakoncz-inne")


def end_this_one_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    other = browser_at(two.here)
    other.sign_in(anna.identifier, anna.password)
    page = other.open("/dostep").text
    (number,) = re.findall(r"/dostep/sesje/(\d+)/zakoncz", page)
    other.submit(f"/dostep/sesje/{number}/zakoncz")


def change_the_password_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    other = browser_at(two.here)
    other.sign_in(anna.identifier, anna.password)
    other.open("/haslo")
    other.submit("/haslo", old=OWN_PASSWORD, new=NEW, repeat=NEW)
    assert other.follow().status_code == 200


def by_hand(work: Callable[[Portal, Access], Awaitable[None]]) -> Callable[..., None]:
    """In a third process, as the command line or a server of the office would."""

    def end(two: Two, _: Browser, access: Access) -> None:
        people(two.folder, lambda portal: work(portal, access))

    end.__name__ = work.__name__
    return end


async def block(portal: Portal, anna: Access) -> None:
    await demanded(portal.identity, anna.person or 0, DemandKind.BLOCK)
    new = NewBlock(
        person=anna.person or 0,
        clause=Clause.OWN_DEMAND,
        since=portal.clock.today(),
        reason="Pismo 1/2026",
    )
    assert isinstance(await block_access(portal.identity, new, by=OPERATOR), int)


async def issue_again(portal: Portal, anna: Access) -> None:
    clerk = await fetch("SELECT min(id) FROM staff")
    request = IssueRequest(
        person=anna.person or 0,
        document=DocumentKind.ID_CARD,
        identity_checked=True,
        after_issue=1,
        journal="11/2026",
    )
    by = Origin.staff(int(clerk[0][0]))
    assert isinstance(await issue_access(portal.identity, request, by=by), Issued)


def add_a_factor_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    browser_at(two.here).sign_in(anna.identifier, anna.password)

    async def add(portal: Portal) -> None:
        newest = await fetch("SELECT max(id) FROM session WHERE identity = {}", anna.identity)
        asking = Asking(identity=anna.identity, session=int(newest[0][0]))
        ctx = portal.identity
        offer = new_offer(ctx, asking.identity, asking.session, anna.identifier)
        code = pyotp.TOTP(offer.seed).now()
        assert isinstance(await add_totp(ctx, asking, offer.sealed, code), Changed)

    people(two.folder, add)


def block_oneself_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    other = browser_at(two.here)
    other.sign_in(anna.identifier, anna.password)
    other.open("/zablokuj-konto")
    other.submit("/zablokuj-konto", sure="1")


def use_the_freeze_code(two: Two, _: Browser, anna: Access) -> None:
    code = FreezeCode.new()

    async def print_it(_: Portal) -> None:
        sql = "UPDATE identity SET freeze_sha256 = {} WHERE id = {}"
        await execute(sql, code.sha256, anna.identity)

    people(two.folder, print_it)
    stranger = browser_at(two.here)
    stranger.open("/utrata")
    stranger.submit("/utrata", code=code.text)


async def change_the_role(portal: Portal, clerk: Access) -> None:
    wanted = RoleChange(staff=clerk.staff or 0, role=Role.SETTLEMENTS, before=Role.DESK)
    assert await change_role(portal.identity, wanted, by=OPERATOR) is None


async def disable(portal: Portal, clerk: Access) -> None:
    wanted = StandingChange(staff=clerk.staff or 0, active=False)
    assert await change_standing(portal.identity, wanted, by=OPERATOR) is None


OF_A_RESIDENT = [
    sign_out,
    end_all_others_elsewhere,
    end_this_one_elsewhere,
    change_the_password_elsewhere,
    by_hand(block),
    by_hand(issue_again),
    block_oneself_elsewhere,
    use_the_freeze_code,
    add_a_factor_elsewhere,
]
OF_STAFF = [by_hand(change_the_role), by_hand(disable)]


@pytest.mark.parametrize("end", [*OF_A_RESIDENT, *OF_STAFF], ids=lambda end: end.__name__)
def test_s10_s45_what_ends_a_session_in_one_process_ends_it_in_the_other_at_once(
    two: Two, end: Callable[[Two, Browser, Access], None]
) -> None:
    access = people(two.folder, add_clerk if end in OF_STAFF else add_resident)
    home = "/biuro" if end in OF_STAFF else "/dostep"
    here, there = two.opened_as(access)
    assert [one.open(home).status_code for one in (here, there)] == [200, 200]
    end(two, here, access)
    for browser in (there, here):
        browser.http.cookies.set(COOKIE, there.token or "")
        answer = browser.open(home)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == OVER


def test_s10_x_2_who_acts_for_a_payer_no_more_finds_their_account_in_no_process(
    two: Two,
) -> None:
    anna = people(two.folder, lambda portal: payer(portal, "K0008"))
    here, there = two.opened_as(anna)
    (page, *_) = re.findall(r"/rozliczenia/\d+", here.open("/rozliczenia").text)
    assert [one.open(page).status_code for one in (here, there)] == [200, 200]

    async def end(portal: Portal) -> None:
        yesterday = portal.clock.today() - timedelta(days=1)
        await execute(
            "UPDATE representation SET until = {} WHERE person = {}", yesterday, anna.person
        )

    people(two.folder, end)
    assert [one.open(page).status_code for one in (there, here)] == [404, 404]
