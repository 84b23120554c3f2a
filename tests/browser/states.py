"""Pages in states that the demonstration never comes to: very long, overdue, overpaid, empty.

The theme is rendered here from values made up on the spot; styles come from the served portal.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from iok_core.api import DataKind, Medium
from iok_core.imports.service import Provenance
from iok_core.ledger.resident_pages import Charged, Due, _listing, _rows
from iok_core.ledger.service import AccountView, ChargeView, EntryView
from iok_core.ledger.sheets import Sheet
from iok_core.ledger.statement import statement
from iok_core.meters.service import MeterView
from iok_core.premises.access import Decision, Ground, Holding
from iok_core.premises.service import PremisesView
from iok_core.submissions.consent import Shared
from iok_core.submissions.kinds import State
from iok_core.submissions.matching import DeclaredPaymentView
from iok_core.web import i18n
from iok_core.web.cookies import Cookies
from iok_core.web.cooperative import Cooperative
from iok_core.web.look import PLAIN, Look
from iok_core.web.navigation import NavItem
from iok_core.web.pages import Frame, Pages, pages
from iok_core.web.static import read_static
from iok_core.web.visitor import Visitor

THEME = Path(__file__).parents[2] / "themes" / "default"
LONG = "Międzyzakładowa Spółdzielnia Mieszkaniowo-Budowlana „Źdźbło Przyszłości im. Bł. Ładysława”"
COOPERATIVE = Cooperative(
    name=LONG,
    short_name="MSM-B „Źdźbło Przyszłości”",
    address="ul. Konstantego Ildefonsa Gałczyńskiego-Żółkiewskiego 123a/45, 00-000 Przykładowo",
    phone="71 000 01 00",
    phone_link="+48710000100",
    emergency_phone="71 000 01 12",
    emergency_phone_link="+48710000112",
    hours="poniedziałek 9–17, wtorek–piątek 7–15, w pierwszą sobotę miesiąca 10–13",
    mailbox="sekretariat.dzial.czynszow@zdzblo-przyszlosci.example",
    office="pokój 4",
    website="https://zdzblo.example",
    controller=LONG,
)
MENU = (
    NavItem(href="/", label=i18n.msgid("Home"), icon="house", group="resident"),
    NavItem(href="/rozliczenia", label=i18n.msgid("Settlements"), icon="wallet", group="resident"),
    NavItem(href="/dostep", label=i18n.msgid("My access"), icon="key-round", group="resident"),
)
RESIDENT = Visitor(kind="resident", session=1, csrf_secret=b"s" * 32, person=3)
TODAY = date(2026, 11, 26)
MUCH = 123456789
KINDS = ("operating", "renovation", "interest", "water", "heat", "court")

PREMISES = [
    PremisesView(
        id=number,
        source=1,
        symbol=f"ŹDŹBŁO-{number}/2026/A",
        kind=("flat", "garage", "parking", "cellar", "commercial")[number % 5],
        building="Konstantego Ildefonsa Gałczyńskiego-Żółkiewskiego 123a",
        street="",
        house="",
        staircase="",
        number=f"{number}a/12",
        area="62.25",
        occupants=2,
        collection_account="42999900000000000000000001",
    )
    for number in range(1, 13)
]
PROVENANCE = Provenance(
    title="Zintegrowany Program Finansowo-Księgowy dla Spółdzielni",
    imported_at=datetime(2026, 11, 26, 5, 10, tzinfo=UTC),
    as_of={DataKind.BALANCES: TODAY, DataKind.BANK_STATEMENTS: TODAY},
)
METER = MeterView(
    id=1,
    number="ZK-2300001/2026/ŹDŹBŁO",
    medium=Medium.HOT_WATER,
    room="łazienka z wanną",
    unit="m3",
    installed_on=None,
    legal_until=TODAY,
)
TEXT = "Rozliczenie centralnego ogrzewania i podgrzania wody za sezon 2025/2026 wraz z korektą"


def entries(number: int) -> list[EntryView]:
    return [
        EntryView(
            id=at,
            booking_date=TODAY - timedelta(days=3 * at),
            due_date=None,
            document=f"NAL/2026/11/KONSTANTEGO-ILDEFONSA/{at:06d}",
            document_kind="",
            text=TEXT if at % 3 == 0 else "Wpłata",
            debit=MUCH if at % 2 else 0,
            credit=0 if at % 2 else MUCH,
        )
        for at in range(number)
    ]


def sheet(kind: str, closing: int, lines: int) -> Sheet:
    account = AccountView(
        id=KINDS.index(kind) + 1,
        source=1,
        key="204-10-000004-ŹDŹBŁO-2026",
        kind=kind,
        party=1,
        opening=-MUCH,
        closing=closing,
    )
    return Sheet(
        generation=1,
        account=account,
        premises=PREMISES[:3],
        statement=statement(entries(lines), -MUCH, closing),
        provenance=PROVENANCE,
        spans=(),
        old=[],
    )


def charged(of: Sheet) -> Charged:
    month = date(2026, 11, 1)
    part = ChargeView(
        period=month,
        premises=1,
        component="ogrzewanie – zaliczka na podstawie wskazań podzielników kosztów",
        quantity="1234.567",
        unit="GJ/m² powierzchni",
        rate="1234.56",
        amount=MUCH,
    )
    return Charged(of, month, [part, part])


def late(of: Sheet) -> Due | None:
    return Due(TODAY - timedelta(days=400), -400) if of.statement.closing > 0 else None


def looking_back() -> list[tuple[PremisesView, Decision]]:
    """A flat that was sold, and another one whose account is not zero yet."""
    sold = Holding(1, 1, 1, date(2011, 5, 1), TODAY, date(2011, 5, 1), None)
    ended = Decision(Ground.ENDED_LATELY, sold, TODAY + timedelta(days=180))
    return [(PREMISES[0], ended), (PREMISES[1], Decision(Ground.UNSETTLED, sold))]


def not_booked() -> dict[int, list[DeclaredPaymentView]]:
    """One's own and another payer's, on every account."""
    return {number: [declared(RESIDENT.person or 0), declared(4)] for number in range(1, 7)}


def shared() -> Shared:
    """A number that somebody else has declared who holds the premises."""
    return Shared(
        id=123456,
        number="123456/2026",
        address=LONG,
        declared=50,
        since=TODAY,
        sent_at=PROVENANCE.imported_at,
        due_on=TODAY,
        state=State.RECEIVED,
        said=None,
        reason="",
        said_at=None,
    )


def declared(person: int) -> DeclaredPaymentView:
    return DeclaredPaymentView(
        submission=123456,
        number="123456/2026",
        person=person,
        name=LONG,
        address=LONG,
        sent_at=PROVENANCE.imported_at,
        account=1,
        source=1,
        seen_gen=1,
        amount=MUCH,
        paid_on=TODAY,
        booked_on=None,
        taken=person == RESIDENT.person,
    )


def home(*closings: int) -> dict[str, Any]:
    sheets = [sheet(kind, closing, 400) for kind, closing in zip(KINDS, closings, strict=False)]
    return {
        "held": PREMISES,
        "chosen": PREMISES[1],
        "cards": [(one, late(one), _rows(one.statement.lines[:6])) for one in sheets],
        "transfer_title": "opłaty ŹDŹBŁO-1/2026/A",
        "charged": charged(sheets[0]) if sheets else None,
        "announced": None,
        "panels": [],
        "last_sign_in": None,
        "looking_back": [],
        "news": [],
        "declared": None,
        "not_booked": not_booked(),
        "to_confirm": [shared()],
        "meters": [METER, METER],
    }


def account() -> dict[str, Any]:
    one = sheet("heat", MUCH, 400)
    newest = charged(one)
    return {
        "sheet": one,
        "due": late(one),
        "listing": _listing(one, None, 2),
        "months": [newest.month],
        "charged": newest,
        "looking_back": looking_back(),
        "not_booked": not_booked(),
    }


def accounts() -> dict[str, Any]:
    sheets = [sheet(kind, MUCH * (at - 2), 9) for at, kind in enumerate(KINDS)]
    cards = [(one, late(one)) for one in sheets]
    return {"cards": cards, "looking_back": looking_back(), "not_booked": not_booked()}


STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "six accounts": ("resident/home.html", home(*([MUCH] * 6))),
    "overdue and overpaid": ("resident/home.html", home(MUCH, -MUCH)),
    "no account": ("resident/home.html", home()),
    "nothing": ("resident/home.html", home() | {"held": [], "chosen": None}),
    "400 entries": ("resident/account.html", account()),
    "all accounts": ("resident/accounts.html", accounts()),
    "no accounts": (
        "resident/accounts.html",
        {"cards": [], "looking_back": [], "not_booked": {}},
    ),
}


def shown(page: Page, state: str, look: Look = PLAIN, lang: str = "pl") -> None:
    """Opens the state as a page of the portal that the page's context belongs to."""
    template, context = STATES[state]
    with i18n.speaking(lang):
        html = _pages().render(template, RESIDENT, Frame(path="/", look=look), context)
    page.route("**/stan", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/stan")
    page.unroute("**/stan")


@cache
def _pages() -> Pages:
    return pages([THEME], read_static([THEME]), Cookies(secure=True), COOPERATIVE, MENU)
