"""Submissions about the same are ticked in the queue, and joined all of them or none."""

import re

from iok_core.identity.service import Role
from tests.browsing import Browser
from tests.days import from_today
from tests.offices import Office, payer, text_of
from tests.submissions.pairs import COMPLAINT, DARK, Pair, number_of, page_of, sent
from tests.submissions.writing import QUESTION

JOINING = "/biuro/zgloszenia/laczenie"


def test_k16_2_several_are_joined_from_the_queue_and_the_page_asks_which_one_goes_on(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    third = sent(served, pair.second, typed=DARK)
    queue = clerk.open("/biuro/zgloszenia?stan=otwarte").text
    boxes = [f"z-{one}" for one in (pair.main, pair.double, third)]
    assert all(f'name="{box}"' in queue for box in boxes)
    page = clerk.open(f"{JOINING}?" + "&".join(f"{box}=1" for box in boxes)).text
    assert re.findall(r'value="(\d+)"[^>]* checked', page) == [str(pair.main)]
    assert number_of(served, third) in page
    answer = clerk.submit(JOINING, main=str(pair.double), told="Wiemy o tym")
    assert answer.headers["location"] == f"/biuro/zgloszenia/{pair.double}"
    rows = "SELECT id FROM submission WHERE merged_into = {} ORDER BY id"
    assert served.live.rows(rows, pair.double) == [(pair.main,), (third,)]
    assert "Wiemy o tym" in page_of(served, pair.first, pair.main)
    audited = "SELECT object_id FROM audit WHERE action = 'submission_merge' ORDER BY seq DESC"
    assert {row[0] for row in served.live.rows(audited)[:2]} == {pair.main, third}


def test_k16_2_from_the_queue_all_are_joined_or_none_and_what_was_typed_stays(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    elsewhere = sent(served, served.live.do(lambda p: payer(p, "K0007")))
    chosen = "&".join(f"z-{one}=1" for one in (pair.main, pair.double, elsewhere))
    clerk.open(f"{JOINING}?{chosen}")
    answer = clerk.submit(JOINING, main=str(pair.main), told="Dzień dobry")
    assert answer.status_code == 422
    words = text_of(answer.text)
    assert "Łączy się usterki z jednego budynku" in words
    assert "Dzień dobry" in words
    rows = "SELECT count(*) FROM submission WHERE merged_into = {}"
    assert served.live.rows(rows, pair.main) == [(0,)]


def test_k16_2_one_chosen_is_too_few_and_another_department_s_is_as_good_as_none(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    clerk.open(f"{JOINING}?z-{pair.main}=1")
    assert "Zaznacz od 2 do 20 zgłoszeń" in text_of(clerk.follow().text)
    foreign = sent(served, pair.second, "kwota", COMPLAINT, 0)
    assert clerk.open(f"{JOINING}?z-{pair.main}=1&z-{foreign}=1").status_code == 404


def test_k16_2_more_than_a_page_can_ask_about_are_not_joined_in_part(
    pair: Pair, clerk: Browser
) -> None:
    boxes = {f"z-{one}": "1" for one in (pair.main, pair.double, *range(9001, 9020))}
    clerk.open(f"{JOINING}?z-{pair.main}=1&z-{pair.double}=1")
    answer = clerk.submit(JOINING, main=str(pair.main), **boxes)
    assert answer.headers["location"].startswith("/biuro/zgloszenia?stan=otwarte")
    assert "Zaznacz od 2 do 20 zgłoszeń" in text_of(clerk.follow().text)
    asked = clerk.open(f"{JOINING}?{'&'.join(f'{name}=1' for name in boxes)}")
    assert asked.headers["location"].startswith("/biuro/zgloszenia?stan=otwarte")


def test_k02_7_what_is_declared_has_no_box_in_the_queue(served: Office, pair: Pair) -> None:
    typed = {"liczba": "4", "od": from_today(0).isoformat()}
    declared = sent(served, pair.first, "liczba-osob", typed, 0)
    questions = [sent(served, pair.first, "wiadomosc", QUESTION, 0) for _ in range(2)]
    queue = served.browser_of_staff(Role.DESK).open("/biuro/zgloszenia?stan=otwarte").text
    assert all(f'name="z-{one}"' in queue for one in questions)
    assert f'name="z-{declared}"' not in queue
