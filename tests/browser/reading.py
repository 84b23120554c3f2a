"""What stands on the pages of the settlement accounts, as somebody reads it."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.exported import Entry, grosze

_CELLS = """rows => rows.map((row) => ["td.date", "th small", "td.amount", "td.amount.in"]
  .map((cell) => row.querySelector(cell)?.innerText ?? ""))"""
_STATES = {"Do zapłaty": 1, "Nadpłata": -1, "Wszystko opłacone": 0}


def balance(page: Page) -> int:
    """Of the one account of the page; above zero: to pay."""
    state = page.locator(".balance__state").inner_text().strip()
    shown = grosze(page.locator(".balance__sum").inner_text())
    assert (shown == 0) == (_STATES[state] == 0)
    return _STATES[state] * shown


def entries(page: Page) -> list[Entry]:
    """Of every page of the list that is open."""
    return [entry for _ in _pages(page) for entry in _shown(page)]


def _pages(page: Page) -> Iterator[None]:
    yield
    following = page.get_by_role("link", name="Następna")
    while following.count():
        following.click()
        yield


def _shown(page: Page) -> list[Entry]:
    rows: list[list[str]] = page.locator("table.ledger tbody tr").evaluate_all(_CELLS)
    return [
        Entry(day.strip(), document.strip(), grosze(charged), grosze(paid))
        for day, document, charged, paid in rows
    ]
