"""Writing in as a resident does: the form, the review, the number."""

import re
from collections.abc import Mapping, Sequence

import httpx

from iok_core.notices.turning import Turning
from tests.browsing import Browser
from tests.offices import Office, text_of
from tests.submissions.sent import FAULT

NEW = "/zgloszenia/nowe"
PLACE = "_miejsce"
GAS = FAULT | {"rodzaj": "gas"}
QUESTION = {"rodzaj": "question", "temat": "Klucz do wózkowni", "tresc": "Gdzie go odebrać?"}
OCCUPANTS = {"liczba": "3"}
EMERGENCY_PHONE = "71 000 01 12"


def places(browser: Browser, form: str = "usterka") -> list[str]:
    """Those that the form offers, in their order."""
    return re.findall(r'value="((?:lokal|budynek)-\d+)"', browser.open(f"{NEW}/{form}").text)


def fill_in(
    browser: Browser, form: str, typed: Mapping[str, str], place: int | str = 0
) -> httpx.Response:
    """`place`: which of those that are offered, or anything."""
    offered = places(browser, form)
    chosen = offered[place] if isinstance(place, int) and offered else str(place)
    where = {PLACE: chosen} if offered else {}
    return browser.submit(f"{NEW}/{form}", **{**typed, **where})


def review(
    browser: Browser, form: str = "usterka", typed: Mapping[str, str] = FAULT, place: int = 0
) -> httpx.Response:
    """The page on which it is looked over."""
    answer = fill_in(browser, form, typed, place)
    assert answer.status_code == 303, text_of(answer.text)
    return browser.follow()


def send(browser: Browser, form: str = "usterka", *ticked: str) -> httpx.Response:
    """From the review, with these boxes ticked."""
    return browser.submit(f"{NEW}/{form}/sprawdz", **dict.fromkeys(ticked, "1"))


def written(
    browser: Browser,
    form: str = "usterka",
    typed: Mapping[str, str] = FAULT,
    place: int = 0,
    ticked: Sequence[str] = (),
) -> int:
    """The id of what was sent, with the boxes that stand on the way."""
    review(browser, form, typed, place)
    return sent_id(send(browser, form, *ticked))


def sent_id(answer: httpx.Response) -> int:
    assert answer.status_code == 303, text_of(answer.text)
    found = re.fullmatch(r"/zgloszenia/(\d+)\?wyslane=1", answer.headers["location"])
    assert found is not None, answer.headers["location"]
    return int(found[1])


def count(served: Office, table: str = "submission") -> int:
    return int(served.live.rows(f"SELECT count(*) FROM {table}")[0][0])


def news_of(served: Office, persons: str, submission: int) -> int:
    """Notices of answers to those persons, once all are told; `persons`: SQL."""
    served.live.do(lambda portal: Turning(portal.notices).turn())
    sql = (
        f"SELECT count(*) FROM notice WHERE kind = 'submission_answered' AND person IN ({persons})"
    )
    return int(served.live.rows(sql, submission)[0][0])
