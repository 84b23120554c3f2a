"""Whoever tells of a loss on the pages without a sign-in."""

import httpx
import msgspec

from iok_core.audit.origin import Origin
from iok_core.identity.service import DocumentKind, Issued, IssueRequest, issue_access
from iok_core.portal import Portal
from iok_core.premises.tables import Person
from tests.portal import Access, Browser, _with_own_password, add_clerk

FREEZE, WORDS = "/utrata", "/utrata/zgloszenie"


class WithCode(msgspec.Struct, frozen=True):
    access: Access
    code: str


async def with_code(portal: Portal) -> WithCode:
    """Somebody with an own password, whose slip is at hand."""
    inserted = await Person.insert(Person(name="Anna Testowa", created_at=portal.clock.now()))
    request = IssueRequest(
        person=int(inserted[0]["id"]),
        document=DocumentKind.ID_CARD,
        identity_checked=True,
        after_issue=0,
    )
    clerk = (await add_clerk(portal)).staff or 0
    issued = await issue_access(portal.identity, request, by=Origin.staff(clerk))
    assert isinstance(issued, Issued)
    access = await _with_own_password(portal, issued)
    access = msgspec.structs.replace(access, person=request.person)
    return WithCode(access, issued.freeze_code)


def reports(browser: Browser, **given: str) -> httpx.Response:
    browser.open(WORDS)
    known = {"phone": "600 100 200", "identifier": "204117"}
    return browser.submit(WORDS, **(known | given))


def freezes(browser: Browser, code: str, **given: str) -> httpx.Response:
    browser.open(FREEZE)
    return browser.submit(FREEZE, code=code, **given)
