"""Two server processes on one database: what ends in one has ended in the other (S10)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.identity.freeze_code import FreezeCode
from iok_core.identity.service import DocumentKind, Issued, IssueRequest, issue_access
from iok_core.portal import Portal
from tests.operations.servers import browser_at, serving
from tests.portal import COOKIE, OWN_PASSWORD, Access, Browser, add_resident, people

NEW = "niebieski rower pod mostem"


class Two(msgspec.Struct, frozen=True):
    folder: Path
    here: str
    there: str

    def resident(self) -> Access:
        return people(self.folder, add_resident)


@pytest.fixture
def two(portal_folder: Path) -> Iterator[Two]:
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(portal_folder, "--no-worker"))[1] for _ in range(2)]
        yield Two(portal_folder, *urls)


def sign_out(_: Two, browser: Browser, __: Access) -> None:
    browser.open("/dostep")
    browser.submit("/wyloguj")


def end_it_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    other = browser_at(two.here)
    other.sign_in(anna.identifier, anna.password)
    other.open("/dostep")
    other.submit("/dostep/sesje/zakoncz-inne")


def change_the_password_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    other = browser_at(two.here)
    other.sign_in(anna.identifier, anna.password)
    other.open("/haslo")
    other.submit("/haslo", old=OWN_PASSWORD, new=NEW, repeat=NEW)
    assert other.follow().status_code == 200


def issue_again(two: Two, _: Browser, anna: Access) -> None:
    async def work(portal: Portal) -> None:
        clerk = await fetch("SELECT id FROM staff")
        request = IssueRequest(
            person=anna.person or 0,
            document=DocumentKind.ID_CARD,
            identity_checked=True,
            after_issue=1,
            journal="11/2026",
        )
        by = Origin.staff(int(clerk[0][0]))
        assert isinstance(await issue_access(portal.identity, request, by=by), Issued)

    people(two.folder, work)


def block_oneself_elsewhere(two: Two, _: Browser, anna: Access) -> None:
    other = browser_at(two.here)
    other.sign_in(anna.identifier, anna.password)
    other.open("/zablokuj-konto")
    other.submit("/zablokuj-konto", sure="1")


def use_the_freeze_code(two: Two, _: Browser, anna: Access) -> None:
    code = FreezeCode.new()

    async def print_it(_: Portal) -> None:
        sql = "UPDATE identity SET freeze_sha256 = {} WHERE id = {}"
        await fetch(sql, code.sha256, anna.identity)

    people(two.folder, print_it)
    stranger = browser_at(two.here)
    stranger.open("/utrata")
    stranger.submit("/utrata", code=code.text)


ENDS = (
    sign_out,
    end_it_elsewhere,
    change_the_password_elsewhere,
    issue_again,
    block_oneself_elsewhere,
    use_the_freeze_code,
)


def test_s10_s45_what_ends_a_session_in_one_process_ends_it_in_the_other_at_once(two: Two) -> None:
    opened = {end.__name__: opens_elsewhere_until(two, end) for end in ENDS}
    assert opened == {end.__name__: (200, 303) for end in ENDS}


def opens_elsewhere_until(two: Two, end: Callable[[Two, Browser, Access], None]) -> tuple[int, int]:
    """What the other process answers to the session before and after."""
    anna = two.resident()
    browser, elsewhere = browser_at(two.here), browser_at(two.there)
    browser.sign_in(anna.identifier, anna.password)
    elsewhere.http.cookies.set(COOKIE, browser.token or "")
    before = elsewhere.open("/dostep").status_code
    end(two, browser, anna)
    return before, elsewhere.open("/dostep").status_code
