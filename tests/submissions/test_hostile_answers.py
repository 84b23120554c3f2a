"""Of others nothing is reached, and what looks like a page stays a text."""

import pytest

from iok_core.identity.service import Role
from tests.offices import Office, text_of
from tests.submissions.sent import FAULT
from tests.submissions.writing import fill_in, places, written


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


@pytest.mark.parametrize("path", ["nowe/brak", "nowe/brak/sprawdz", "9999", "9999/potwierdzenie"])
def test_s15_what_does_not_exist_is_not_found(served: Office, path: str) -> None:
    assert served.browser_of("K0004").open(f"/zgloszenia/{path}").status_code == 404


def test_s12_markup_stays_text(served: Office) -> None:
    browser = served.browser_of("K0004")
    made = written(browser, "usterka", FAULT | {"opis": "<script>alert(1)</script>{{ 7*7 }}"})
    clerk = served.browser_of_staff(Role.TECHNICAL)
    for page in (browser.open(f"/zgloszenia/{made}"), clerk.open(f"/biuro/zgloszenia/{made}")):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page.text
