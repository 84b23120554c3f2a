"""What residents write into the forms that come with the portal, each with a mistake on the way."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from iok_core.db.clock import WARSAW

TODAY = datetime.now(WARSAW).date()
NEW_YEAR = TODAY.replace(month=1, day=1)
TOO_LONG = "Za dużo o 12 zł. " * 120


class Way(msgspec.Struct, frozen=True, kw_only=True):
    start: str = "/zgloszenia"
    unfolds: str = ""
    link: str
    """From the page `start` to the form."""
    kept: tuple[str, str]
    """What is typed before the mistake, and survives it."""
    mistake: str
    """What the form then asks for."""
    texts: Mapping[str, str] = {}
    days: Mapping[str, date] = {}
    choices: Mapping[str, str] = {}
    photo: str = ""
    """The field for one."""
    boxes: tuple[str, ...] = ()
    place: bool = True
    """Which place it is about has to be chosen."""


WAYS = {
    "fault": Way(
        link="Usterka",
        kept=("Opisz usterkę", "Czuć gaz przy liczniku"),
        mistake="Wybierz, co się zepsuło",
        choices={"Co się zepsuło?": "Gaz", "Czy można wejść": "Nie trzeba"},
        texts={"Telefon w sprawie": "600 100 200"},
        photo="Zdjęcia",
        boxes=("Znam numer pogotowia",),
    ),
    "occupants": Way(
        link="Zmiana liczby mieszkańców",
        kept=("Uwagi dla biura", "Wróciła córka"),
        mistake="Wpisz liczbę od 0 do 50",
        texts={"Ile osób": "7"},
        days={"Od którego dnia": NEW_YEAR},
        boxes=("Oświadczam",),
    ),
    "question": Way(
        link="Pytanie, uwaga, reklamacja",
        kept=("Treść", "Gdzie odebrać klucz do wózkowni?"),
        mistake="Wpisz temat",
        choices={"Czego dotyczy?": "Pytanie"},
        texts={"Temat": "Wózkownia"},
        place=False,
    ),
    "payment": Way(
        link="Wpłata, której jeszcze nie widać",
        kept=("Uwagi dla działu rozliczeń", "Przelew od córki"),
        mistake="Wpisz kwotę, na przykład 300,00",
        texts={"Ile, w złotych": "123,45"},
        days={"Którego dnia była": NEW_YEAR},
        photo="Zdjęcia",
    ),
    "reading": Way(
        link="Stan liczników",
        kept=("Zimna woda, kuchnia", "9999,5"),
        mistake="Wpisz dzień, na przykład 15.05.2026",
        days={"Którego dnia odczytano": TODAY},
        photo="Zdjęcie",
        boxes=("Zimna woda, kuchnia",),  # so much more than ever that it is asked
        place=False,  # there is one
    ),
    "amount": Way(
        start="/",
        unfolds="Kwota się nie zgadza?",
        link="Napisz do działu rozliczeń",
        kept=("Co się nie zgadza?", TOO_LONG.strip()),
        mistake="Skróć to do 2000 znaków",
        texts={"Co się nie zgadza?": "Wpłata z maja nie jest policzona"},
        place=False,  # the link says which
    ),
}
