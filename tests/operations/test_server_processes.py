"""`[server] processes` above one: which of them answers makes no difference to anybody."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from iok_core.db import fetch
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import on_postgres
from tests.operations.servers import browser_at, serving
from tests.portal import Access, add_resident, people
from tests.processes import wait_until

OFTEN = 20
"""Each request comes over a connection of its own, so that every process gets some of them."""


class Served(msgspec.Struct, frozen=True):
    url: str
    anna: Access


@pytest.fixture
def served(portal_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("IOK_SERVER__PROCESSES", "2")
    monkeypatch.setenv("IOK_IDENTITY__BRAKE__FAILURES", "2")
    anna = people(portal_folder, add_resident)
    with serving(portal_folder, "--no-worker") as (_, url):
        wait_until(lambda: people(portal_folder, _beating) == 2)
        yield Served(url, anna)


async def _beating(_: Portal) -> int:
    """Each process of the server gives signs of life."""
    return len(await fetch("SELECT name FROM heartbeat WHERE name LIKE 'web %'"))


@on_postgres
def test_s09_s10_all_processes_of_a_server_know_of_sessions_and_wrong_passwords(
    served: Served,
) -> None:
    browser, copied = browser_at(served.url), browser_at(served.url)
    browser.sign_in(served.anna.identifier, served.anna.password)
    copied.http.cookies.update(browser.http.cookies)
    assert opened(copied) == {200}
    browser.open("/dostep")
    browser.submit("/wyloguj")
    assert opened(copied) == {303}
    tried(browser, served.anna.identifier, "nie to", times=2)
    assert tried(browser, served.anna.identifier, served.anna.password, times=OFTEN) == {422}


def opened(browser: Browser) -> set[int]:
    return {browser.open("/dostep").status_code for _ in range(OFTEN)}


def tried(browser: Browser, identifier: str, password: str, times: int) -> set[int]:
    return {browser.sign_in(identifier, password).status_code for _ in range(times)}
