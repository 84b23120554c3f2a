"""A resident on the telephone, and the clerk who enters what they say."""

import re

from iok_core.identity.service import Role
from tests.days import from_today
from tests.offices import Office, payer
from tests.submissions.sent import FAULT

ASKED = {**FAULT, "_kontakt": "phone"}
PAYER = "K0008"


def occupants() -> dict[str, str]:
    """Three of them, from today."""
    return {"liczba": "3", "od": from_today(0).isoformat(), "_kontakt": "in_person"}


class Counter:
    def __init__(self, office: Office) -> None:
        self.live = office.live
        resident = self.live.do(lambda portal: payer(portal, PAYER))
        self.person = resident.person or 0
        self.resident = self.live.browser_of(resident)
        clerk = self.live.clerk(Role.DESK)
        self.staff = clerk.staff or 0
        self.clerk = self.live.browser_of(clerk)

    def at(self, form: str) -> str:
        return f"/biuro/osoby/{self.person}/zgloszenia/{form}"

    def fill_in(self, form: str = "usterka", typed: dict[str, str] = ASKED) -> str:
        """On the first of their premises; the page of the review, or what is to be mended."""
        page = self.clerk.open(self.at(form)).text
        place = re.findall(r'value="(lokal-\d+)"', page)[0]
        return self._send(form, {"_miejsce": place, "_krok": "sprawdz", **typed})

    def enter(self, form: str = "usterka", **ticked: str) -> str:
        """From the review on; the page that confirms it, or what is to be mended."""
        page = self._send(form, {"_krok": "wpisz", **ticked})
        return self.clerk.follow().text if self.clerk.answer.is_redirect else page

    @property
    def made(self) -> list[int]:
        return [row[0] for row in self.live.rows("SELECT id FROM submission ORDER BY id")]

    def _send(self, form: str, typed: dict[str, str]) -> str:
        return self.clerk.submit(self.at(form), **typed).text
