"""What somebody typed while their session ended is there when they have signed in again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from iok_core.db import execute
from iok_core.portal import Portal
from iok_core.submissions.drafts import drafts_of
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.offices import office, payer
from tests.portal import Access, LivePortal
from tests.portals import Portals
from tests.submissions.sent import FAULT

FORM = "/zgloszenia/nowe/usterka"

pytestmark = on_sqlite


class Writer:
    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.access: Access = live.do(lambda portal: payer(portal, "K0003"))
        self.browser: Browser = live.browser_of(self.access)

    def ends(self, ago: timedelta) -> None:
        """The time of the session was over so long ago."""

        async def end(portal: Portal) -> None:
            at = portal.clock.now() - ago
            await execute("UPDATE session SET idle_until = {}", at)

        self.live.do(end)

    def sends_late(self, **fields: str) -> str:
        """Where the answer leads."""
        answer = self.browser.submit(FORM, **{"_miejsce": "lokal-1"} | FAULT | fields)
        assert answer.status_code == 303
        return answer.headers["location"]

    @property
    def kept(self) -> list[str]:
        drafts = self.live.do(lambda _: drafts_of(self.access.person or 0))
        return [draft.typed["opis"] for draft in drafts]


@pytest.fixture
def writer(portals: Portals, database_kind: str) -> Iterator[Writer]:
    with office(portals, database_kind, "a-semicolon-cp1250") as served:
        writer = Writer(served.live)
        writer.browser.open(FORM)
        yield writer


def test_s31_what_was_typed_outlives_the_session_that_ended_meanwhile(writer: Writer) -> None:
    writer.ends(timedelta(minutes=1))
    assert writer.sends_late().startswith("/logowanie")
    again = writer.live.browser_of(writer.access)
    assert FAULT["opis"] in again.open(FORM).text


def test_s10_a_session_that_was_ended_keeps_nothing(writer: Writer) -> None:
    writer.live.do(lambda portal: execute("UPDATE session SET ended_at = {}", portal.clock.now()))
    writer.sends_late()
    assert writer.kept == []


def test_s10_a_day_later_nothing_is_kept(writer: Writer) -> None:
    writer.ends(timedelta(hours=25))
    writer.sends_late()
    assert writer.kept == []


def test_s61_a_form_of_another_session_is_not_kept(writer: Writer) -> None:
    writer.ends(timedelta(minutes=1))
    writer.sends_late(_csrf="A" * 88)
    assert writer.kept == []
