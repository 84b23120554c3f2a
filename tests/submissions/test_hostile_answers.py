"""What should never be sent: a sentence in Polish beside the field, or harmless; never a 500."""

import csv
import io
import re

import pytest

from iok_core.identity.service import Role
from tests.offices import Office, text_of
from tests.submissions.sent import FAULT
from tests.submissions.writing import NEW, PLACE, QUESTION, count, fill_in, places, written


@pytest.mark.parametrize(
    "text", ["do\u202egory", "a\x00b", "\u2066x\u2069", "a\x1b[31mb"], ids=ascii
)
def test_s62_hidden_characters_are_refused_beside_the_field(served: Office, text: str) -> None:
    answer = fill_in(served.browser_of("K0004"), "usterka", FAULT | {"opis": text})
    assert answer.status_code == 422
    assert re.search(r'id="opis-error">.{0,80}ukryte znaki', answer.text.replace("\u00a0", " "))


def test_s62_a_hundred_kilobytes_are_refused_or_shortened(served: Office) -> None:
    browser = served.browser_of("K0004")
    before = count(served)
    answer = fill_in(browser, "usterka", FAULT | {"opis": "ż" * 50_000})
    assert answer.status_code in (413, 422)
    assert browser.open(f"{NEW}/usterka").status_code == 200
    assert count(served) == before


@pytest.mark.parametrize("place", ["lokal-9999", "budynek-0", "lokal-1' OR 1=1", ""])
def test_s15_a_place_that_is_not_theirs_is_none(served: Office, place: str) -> None:
    browser = served.browser_of("K0004")
    answer = fill_in(browser, "usterka", FAULT, place)
    assert answer.status_code == 422
    assert "Wybierz miejsce" in text_of(answer.text)


def test_s15_the_premises_of_a_neighbour_are_no_choice(served: Office) -> None:
    (theirs, *_) = places(served.browser_of("K0008"))
    answer = fill_in(served.browser_of("K0004"), "usterka", FAULT, theirs)
    assert answer.status_code == 422


def test_s62_a_field_sent_twice_is_no_form(served: Office) -> None:
    browser = served.browser_of("K0004")
    where = places(browser)[0]
    form = browser.form(f"{NEW}/usterka") | FAULT | {PLACE: where}
    twice = browser.http.post(f"{NEW}/usterka", data=form | {"opis": ["a", "b"]})
    assert twice.status_code == 400


@pytest.mark.parametrize("path", ["nowe/brak", "nowe/brak/sprawdz", "9999", "9999/potwierdzenie"])
def test_s15_what_does_not_exist_is_not_found(served: Office, path: str) -> None:
    assert served.browser_of("K0004").open(f"/zgloszenia/{path}").status_code == 404


def test_s12_markup_stays_text(served: Office) -> None:
    browser = served.browser_of("K0004")
    made = written(browser, "usterka", FAULT | {"opis": "<script>alert(1)</script>{{ 7*7 }}"})
    clerk = served.browser_of_staff(Role.TECHNICAL)
    for page in (browser.open(f"/zgloszenia/{made}"), clerk.open(f"/biuro/zgloszenia/{made}")):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page.text


def test_s12_a_formula_in_the_file_of_the_queue_is_text(served: Office) -> None:
    """The name of whoever sends is all that a file of the queue takes from people."""
    made = written(served.browser_of("K0004"), "wiadomosc", QUESTION)
    served.live.rows(
        "UPDATE person SET name = '=HYPERLINK(\"http://x.example\")' WHERE id = "
        "(SELECT person FROM submission WHERE id = {}) RETURNING id",
        made,
    )
    answer = served.browser_of_staff(Role.DESK).open("/biuro/zgloszenia.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    cells = [cell for row in rows for cell in row if "HYPERLINK" in cell]
    assert len(cells) == 1
    assert cells[0][0] not in "=+-@\t"
