"""An export in a served portal, the office that decides on it, and a payer who reads on."""

import re

from iok_core.identity.permissions import Role
from iok_core.imports.history import ImportLine
from tests import offices
from tests.browsing import Browser
from tests.imports.bringing import bring_in, options_of
from tests.portal import LivePortal

EXPORT = "a-semicolon-cp1250"
REASON = "Sprawdzone z księgową"


def bring(live: LivePortal, variant: str = "") -> ImportLine:
    return live.do(lambda portal: bring_in(portal, options_of(EXPORT, variant)))


def page_of(line: ImportLine) -> str:
    return f"/biuro/importy/{line.run}"


def office(live: LivePortal, role: Role = Role.SETTLEMENTS) -> Browser:
    return live.browser_of(live.clerk(role))


def payer(live: LivePortal, key: str) -> Browser:
    return live.browser_of(live.do(lambda portal: offices.payer(portal, key)))


def plain(page: str) -> str:
    """As it is read: without tags, and with ordinary blanks."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body).replace("\u00a0", " "))


def rows_of(html: str) -> list[list[str]]:
    """Of tables, cell by cell, as a wide screen shows them: there the heads name the columns."""
    wide = re.sub(r'<span class="cell-label">.*?</span>', "", html)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", wide, re.DOTALL)
    return [[offices.text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", r)] for r in rows]


def decide(browser: Browser, page: str, reason: str = REASON) -> None:
    """Opens a page that asks, answers it and goes where it leads."""
    browser.open(page)
    assert browser.submit(page, reason=reason).status_code == 303
    browser.follow()
