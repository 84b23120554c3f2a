"""From the form to the number, on the pages that residents see."""

import pytest

from iok_core.db import SystemClock
from tests.offices import Office, text_of
from tests.reports.reading import Pdf
from tests.submissions.sent import FAULT
from tests.submissions.writing import (
    EMERGENCY_PHONE,
    GAS,
    NEW,
    OCCUPANTS,
    count,
    fill_in,
    review,
    send,
    sent_id,
    written,
)

BOX = "_pogotowie"


def test_k02_3_a_fault_has_a_number_a_time_a_term_and_a_paper(served: Office) -> None:
    browser = served.browser_of("K0004")
    made = written(browser)
    words = text_of(browser.follow().text)
    ((number, sent_at, due),) = served.live.rows(
        "SELECT number, sent_at, due_on FROM submission WHERE id = {}", made
    )
    assert number.endswith(f"/{sent_at.year}")
    assert f"Numer zgłoszenia: {number}" in words
    assert "71 000 01 00" in words
    assert "Lipowa 3 m. 3" in words
    assert str(due.day) in words
    paper = Pdf(browser.open(f"/zgloszenia/{made}/potwierdzenie").content).text
    assert number in paper
    assert "Cieknie kran w kuchni" in paper
    assert number in text_of(browser.open("/zgloszenia").text)


def test_k02_3_numbers_run_one_by_one_within_a_year(served: Office) -> None:
    browser = served.browser_of("K0004")
    ids = [written(browser) for _ in range(3)]
    rows = served.live.rows("SELECT id, number FROM submission ORDER BY id")
    found = [int(number.split("/")[0]) for id_, number in rows if id_ in ids]
    assert found == [found[0], found[0] + 1, found[0] + 2]


@pytest.mark.parametrize(
    "typed",
    [GAS, GAS | {"rodzaj": "power"}, GAS | {"rodzaj": "lift"}, FAULT | {"grozne": "1"}],
    ids=["gas", "power", "lift", "dangerous"],
)
def test_k02_4_an_emergency_is_not_sent_before_the_number_was_read(
    served: Office, typed: dict[str, str]
) -> None:
    browser = served.browser_of("K0004")
    before = count(served)
    assert EMERGENCY_PHONE in text_of(browser.open(f"{NEW}/usterka").text.split("<form")[1])
    page = review(browser, typed=typed)
    assert 'href="tel:+48710000112"' in page.text.split("<main")[1]
    refused = send(browser)
    assert refused.status_code == 422
    assert "Potwierdź" in text_of(refused.text)
    assert count(served) == before
    made = sent_id(send(browser, "usterka", BOX))
    assert served.live.rows("SELECT emergency FROM submission WHERE id = {}", made)[0][0]


def test_k02_4_what_can_wait_asks_for_no_box(served: Office) -> None:
    browser = served.browser_of("K0004")
    page = review(browser).text
    assert BOX not in page


def test_k02_5_occupants_are_a_number_and_a_day_and_nobody_is_named(served: Office) -> None:
    browser = served.browser_of("K0004")
    form = browser.open(f"{NEW}/liczba-osob").text.split("<main")[1]
    named = {"name", "imie", "nazwisko", "pesel"}
    assert not named & set(browser.form(f"{NEW}/liczba-osob"))
    assert "Nazwiska domowników nie są potrzebne" in text_of(form)
    day = SystemClock().today().replace(day=1).isoformat()
    review(browser, "liczba-osob", OCCUPANTS | {"od": day})
    assert send(browser, "liczba-osob").status_code == 422
    made = sent_id(send(browser, "liczba-osob", "_potwierdzam0"))
    told = served.live.rows(
        "SELECT declared_occupants, summary FROM submission WHERE id = {}", made
    )
    assert told == [(3, "osób: 3 zamiast 2")]


def test_k02_5_who_is_charged_for_so_many_already_need_not_declare_it(served: Office) -> None:
    browser = served.browser_of("K0004")
    day = SystemClock().today().replace(day=1).isoformat()
    answer = fill_in(browser, "liczba-osob", {"liczba": "2", "od": day})
    assert answer.status_code == 422
    assert "Opłaty są już naliczane za tyle osób" in text_of(answer.text)


def test_s08_the_same_review_sent_again_leads_to_the_first_one(served: Office) -> None:
    browser = served.browser_of("K0004")
    review(browser)
    form = browser.form(f"{NEW}/usterka/sprawdz")
    before = count(served)
    made = sent_id(send(browser))
    again = browser.http.post(f"{NEW}/usterka/sprawdz", data=form)
    assert sent_id(again) == made
    assert count(served) == before + 1
    assert f"{NEW}/usterka" not in text_of(browser.open("/zgloszenia").text)


def test_s08_somebody_elses_draft_sends_nothing(served: Office) -> None:
    anna, jan = served.browser_of("K0004"), served.browser_of("K0008")
    review(anna)
    foreign = anna.form(f"{NEW}/usterka/sprawdz")["_szkic"]
    review(jan)
    before = count(served)
    answer = jan.submit(f"{NEW}/usterka/sprawdz", _szkic=foreign)
    assert answer.headers["location"] == f"{NEW}/usterka"
    assert count(served) == before
    sent_id(send(anna))
