"""A resident who declares payments, and imports that bring what was booked meanwhile."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from iok_core.api import DataKind, Entry
from iok_core.audit.origin import Origin
from iok_core.imports import generations, moving
from iok_core.imports.decisions import Deciding, Wish
from iok_core.imports.guard import Limits
from iok_core.imports.publishing import keep_as_of, publish
from iok_core.imports.service import published_sources
from iok_core.imports.staging import Staging
from iok_core.ledger.intake import Numbering, stage_entry
from iok_core.portal import Portal
from iok_core.submissions.booking import look_for_payments
from tests.browsing import Browser
from tests.offices import Office, payer, text_of
from tests.submissions.sent import add_submission

FORM = "wplata"


class Booked(msgspec.Struct, frozen=True):
    day: date
    amount: int
    """In grosze."""

    @property
    def key(self) -> str:
        return f"{self.day} {self.amount}"


class Payer:
    """Who declares, on the first of their accounts; the portal's own day is day 0."""

    def __init__(self, served: Office, key: str = "K0008") -> None:
        self.served, self.live = served, served.live
        self.access = self.live.do(lambda portal: payer(portal, key))
        self.browser: Browser = self.live.browser_of(self.access)
        self.person = self.access.person or 0
        self.amount = 31_000_00 + self.person
        """In grosze; no entry of the export has it, and no other test of the house."""
        link = re.search(r"wplata\?konto=(\d+)", self.browser.open("/").text)
        assert link
        self.account = int(link[1])

    def day(self, from_today: int) -> date:
        async def today(portal: Portal) -> date:
            return portal.clock.today() + timedelta(days=from_today)

        return self.live.do(today)

    @property
    def typed(self) -> str:
        return f"{self.amount // 100},{self.amount % 100:02d}"

    @property
    def told(self) -> str:
        """What stands beside the balance."""
        return f"Zadeklarowana wpłata 31 000,{self.amount % 100:02d} zł"

    @property
    def filled_in(self) -> dict[str, str]:
        place, paid = f"konto-{self.account}", self.day(-2).isoformat()
        return {"_miejsce": place, "dzien": paid, "kwota": self.typed}

    def declare(self, paid: int = -2, amount: int | None = None) -> int:
        grosze = amount or self.amount
        said = f"{grosze // 100},{grosze % 100:02d}"
        typed = {"dzien": self.day(paid).isoformat(), "kwota": said}
        return self.live.do(lambda portal: add_submission(portal, self.person, FORM, typed))

    def bring(self, day: int = -1, amount: int | None = None, *, looked: bool = True) -> None:
        """An import of everything that there was, and of one entry of the account."""
        booked = [Booked(self.day(day), amount or self.amount)]
        self.live.do(lambda portal: _import(portal, self.account, booked))
        if looked:
            self.look()

    def undo(self) -> None:
        self.live.do(lambda portal: moving.undo(_deciding(portal), 1, _WISH))
        self.look()

    def redo(self) -> None:
        self.live.do(lambda portal: moving.redo(_deciding(portal), 1, _WISH))
        self.look()

    def look(self) -> None:
        """As a worker does between its runs."""
        self.live.do(lambda portal: look_for_payments(portal.submissions))

    def page(self) -> str:
        return text_of(self.browser.open(f"/rozliczenia/{self.account}").text).replace("\xa0", " ")

    def state(self, made: int) -> str:
        return str(self.live.rows("SELECT state FROM submission WHERE id = {}", made)[0][0])


_WISH = Wish(Origin.operator("tester"), "")


def _deciding(portal: Portal) -> Deciding:
    return Deciding(portal.audit, portal.clock, Limits())


async def _import(portal: Portal, account: int, booked: Sequence[Booked]) -> None:
    gen = await generations.take(1)
    staging, numbering = Staging(1, gen, gentle=False, delta=True), Numbering()
    await staging.put([stage_entry(_entry(one), lambda _: account, numbering) for one in booked])
    await keep_as_of(1, gen, {DataKind.BALANCES: portal.clock.today()})
    seen = (await published_sources())[1]
    by, audit, clock = Origin.system(), portal.audit, portal.clock
    await publish(1, gen, against=seen, by=by, audit=audit, clock=clock)


def _entry(one: Booked) -> Entry:
    credit = Decimal(one.amount).scaleb(-2)
    text = f"wpłata {one.key}"
    return Entry(account="", key=one.key, booking_date=one.day, credit=credit, text=text)
