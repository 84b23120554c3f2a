"""Words on entries: the cooperative's own, and what residents type into a transfer."""

from datetime import date
from functools import cache

from iok_core.demo.cooperative.model import Account, AccountKind, PremisesKind

MONTHS = (
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
)
# Many write IV with a small L.
ROMAN = ("I", "II", "III", "lV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

OF_A_FLAT = (
    "{street} {house}/{number} {month} {year}",
    "{house}/{number}",
    "{house} M.{number}",
    "{house} m {number} za {mm}.{year}",
    "{house}.{number}",
    "M. {number} {roman}/{year}",
    "{STREET} {house}/{number}",
    "F {house}/{number}",
    "IDENTYFIKATOR: {number}/{house}",
    "ID {payer}",
    "ID.{payer}",
    "CZYNSZ LOKAL {number} {MONTH} {year}",
    "czynsz {mm}/{year} {street} {house} m. {number}",
    "OPŁATA ZA MIESIĄC {MONTH} - CZĘŚĆ BIEŻĄCA",
    "Opłata za mieszkanie {month}",
    "opłatazamieszkanie{street}{house}m{number}",
    "czynsz czynsz czynsz",
    "NALEŻNOŚĆ PIENIĘŻNA DLA SPÓŁDZIELNI, {MONTH}",
    "zlecenie stałe",
    "wpłata",
)
OF_OTHER_PREMISES = (
    "{number} {street} {house}",
    "opłata {number} {mm}/{year}",
    "ID {payer}",
    "wpłata {street} {house} {number} {roman}/{year}",
    "ZA {number} {STREET} {MONTH} {year}",
)
OF_A_FUND = (
    "fundusz remontowy {mm}/{year}",
    "FUNDUSZ REM. {house}/{number}",
    "remontowy {street} {house} m {number}",
)


def payer_title(account: Account, first: date) -> str:
    """What this payer types into the transfer for a month: the same form every time."""
    home = account.premises[0]
    choices = _choices(account)
    return choices[account.wording % len(choices)].format(
        street=home.building.street,
        STREET=home.building.street.upper(),
        house=home.building.house,
        number=home.number,
        payer=account.party.key,
        **_month_words(first),
    )


def _choices(account: Account) -> tuple[str, ...]:
    if account.kind is AccountKind.INTEREST:
        return ("wpłata na odsetki wg noty",)
    if account.kind is AccountKind.FUND:
        return OF_A_FUND
    flat = account.premises[0].kind is PremisesKind.FLAT
    return OF_A_FLAT if flat else OF_OTHER_PREMISES


def month_name(first: date) -> str:
    return f"{MONTHS[first.month - 1]} {first.year}"


@cache
def _month_words(first: date) -> dict[str, str]:
    month = MONTHS[first.month - 1]
    return {
        "month": month,
        "MONTH": month.upper(),
        "mm": f"{first.month:02}",
        "roman": ROMAN[first.month - 1],
        "year": str(first.year),
    }
