"""Whoever tells of a loss on the pages without a sign-in."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import httpx
import msgspec

from iok_core.db import fetch
from iok_core.identity.freeze_code import FreezeCode
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.identity.slip_reading import START
from tests.portal import Access, LivePortal, add_resident

FREEZE, WORDS = "/utrata", "/utrata/zgloszenie"


class WithCode(msgspec.Struct, frozen=True):
    access: Access
    code: str


async def with_code(portal: Portal) -> WithCode:
    """Somebody with an own password, whose slip is at hand."""
    access, code = await add_resident(portal), FreezeCode.new()
    sql = "UPDATE identity SET freeze_sha256 = {} WHERE id = {}"
    await fetch(sql, code.sha256, access.identity)
    return WithCode(access, code.text)


def reports(browser: Browser, **given: str) -> httpx.Response:
    browser.open(WORDS)
    known = {"phone": "600 100 200", "identifier": "204117"}
    return browser.submit(WORDS, **(known | given))


def freezes(browser: Browser, code: str, **given: str) -> httpx.Response:
    browser.open(FREEZE)
    return browser.submit(FREEZE, code=code, **given)


class Mails:
    """The files that a portal writes its mails to."""

    def __init__(self, live: LivePortal, folder: Path) -> None:
        self._live, self._folder = live, folder
        live.do(self._set_up)

    async def _set_up(self, portal: Portal) -> None:
        options = {"folder": str(self._folder), "from_address": "iok@lipowa.example"}
        new = NewModule("email", "E-mail", options, Path.cwd())
        await modules.create(portal.plugins.channels["email"], new, portal.clock)

    def reach(self, who: Access) -> None:
        """At an address that is confirmed."""

        async def confirm(portal: Portal) -> None:
            now = portal.clock.now()
            columns = "person, kind, address, given_at, confirmed_at, tries"
            values = "{}, 'email', 'anna@example.com', {}, {}, 0"
            sql = f"INSERT INTO contact_address ({columns}) VALUES ({values})"
            await fetch(sql, who.person, now, now)

        self._live.do(confirm)

    def come(self) -> list[EmailMessage]:
        self._live.do(lambda portal: portal.relay.once())
        files = sorted(self._folder.glob("*.eml"))
        mails = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
        return [mail for mail in mails if START.search(mail.get_content())]
