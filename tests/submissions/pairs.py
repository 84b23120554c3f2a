"""Two neighbours who send in the same, and the office that joins it."""

from collections.abc import Mapping
from typing import NamedTuple

from iok_core.audit.origin import Origin
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.kinds import Refusal, State
from iok_core.submissions.merging import merge
from tests.offices import Office, text_of
from tests.portal import Access
from tests.submissions.sent import FAULT, add_submission

OFFICE = Origin.operator("test")
LIFT = FAULT | {"rodzaj": "lift", "opis": "Kanarek jest w windzie", "wejscie": "not_needed"}
DARK = FAULT | {"rodzaj": "lift", "opis": "Winda z papugą stoi", "wejscie": "not_needed"}
COMPLAINT = {"opis": "Za dużo o sto złotych"}


class Pair(NamedTuple):
    """Of two neighbours: Lipowa 3 m. 3 and m. 7."""

    main: int
    double: int
    first: Access
    second: Access


def sent(
    served: Office,
    who: Access,
    form: str = "usterka",
    typed: Mapping[str, str] = LIFT,
    place: int = -1,
) -> int:
    person = who.person or 0
    return served.live.do(lambda portal: add_submission(portal, person, form, typed, place=place))


def joined(served: Office, double: int, main: int, told: str = "") -> Refusal | None:
    return served.live.do(lambda portal: merge(portal.submissions, double, main, told, by=OFFICE))


def answered(served: Office, id_: int, text: str, state: State = State.DONE) -> None:
    given = Answer(text=text, state=state)
    assert served.live.do(lambda p: answer(p.submissions, id_, given, by=OFFICE)) is None


def number_of(served: Office, id_: int) -> str:
    return str(served.live.rows("SELECT number FROM submission WHERE id = {}", id_)[0][0])


def page_of(served: Office, who: Access, id_: int) -> str:
    return text_of(served.live.browser_of(who).open(f"/zgloszenia/{id_}").text)
