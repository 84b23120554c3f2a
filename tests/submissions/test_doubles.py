"""Two submissions about the same: one is dealt with in the other, and nobody learns of anybody."""

from datetime import date
from functools import partial

from piccolo.table import Table

from iok_core.api import Desk
from iok_core.audit.origin import Origin
from iok_core.portal import Portal
from iok_core.submissions import following
from iok_core.submissions.kinds import Refusal, State
from iok_core.submissions.merging import split
from iok_core.submissions.rows import open_submissions
from iok_core.submissions.tables import DeclaredPayment, DeclaredReading
from tests.browsing import Browser
from tests.days import from_today
from tests.offices import Office, payer, text_of
from tests.submissions.pairs import (
    COMPLAINT,
    DARK,
    OFFICE,
    Pair,
    answered,
    joined,
    number_of,
    page_of,
    sent,
)
from tests.submissions.writing import news_of

DAY = date(2026, 5, 4)
THEIRS = "SELECT person FROM submission WHERE id = {}"


def a_payment(submission: int) -> Table:
    return DeclaredPayment(
        submission=submission, account=1, source=1, seen_gen=1, amount=100, paid_on=DAY
    )


def a_reading(submission: int) -> Table:
    return DeclaredReading(
        submission=submission, meter=1, number="7", medium="heat", unit="GJ", day=DAY, thousandths=1
    )


async def saved(row: Table, _: Portal) -> None:
    await row.save()


async def removed(row: Table, _: Portal) -> None:
    await row.remove()


def open_ones(served: Office) -> list[int]:
    async def work(_: Portal) -> list[int]:
        return [one.id for one in await open_submissions([Desk.TECHNICAL])]

    return served.live.do(work)


def test_k02_10_a_likely_double_is_proposed_and_joined_with_one_button(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    shown = clerk.open(f"/biuro/zgloszenia/{pair.double}").text
    proposed = shown.split('aria-labelledby="podobne"')[1].split("</section>")[0]
    assert f"/biuro/zgloszenia/{pair.main}" in proposed
    number = number_of(served, pair.main)
    assert clerk.submit(f"/biuro/zgloszenia/{pair.double}/polacz", number=number).status_code == 303
    words = text_of(clerk.follow().text)
    assert "Połączone z tą sprawą" in words
    assert number_of(served, pair.double) in words


def test_k02_10_the_sender_of_a_double_reads_the_answers_and_nothing_of_anybody(
    served: Office, pair: Pair
) -> None:
    assert joined(served, pair.double, pair.main, "Wiemy o tym od rana") is None
    before = news_of(served, THEIRS, pair.double)
    answered(served, pair.main, "Ekipa przyjedzie w środę", State.RETURNED)
    assert news_of(served, THEIRS, pair.double) == before + 1
    words = page_of(served, pair.second, pair.double)
    assert "Połączono z innym zgłoszeniem: dalej w tej sprawie" in words
    assert "Wiemy o tym od rana" in words
    assert "Ekipa przyjedzie w środę" in words
    assert "W trakcie" in words
    for hidden in ("Kanarek", "Payer K0004", number_of(served, pair.main)):
        assert hidden not in words
    other = page_of(served, pair.first, pair.main)
    for hidden in ("papug", "Payer K0008", number_of(served, pair.double)):
        assert hidden not in other
    assert served.live.browser_of(pair.second).open(f"/zgloszenia/{pair.main}").status_code == 404


def test_k16_2_what_the_sender_of_a_double_writes_stands_in_the_case_for_the_office_alone(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    joined(served, pair.double, pair.main)
    by = Origin.resident(pair.second.person or 0)
    served.live.do(lambda p: following.write(p.submissions, pair.double, "Nadal stoi!", by=by))
    case = text_of(clerk.open(f"/biuro/zgloszenia/{pair.main}").text)
    assert f"{number_of(served, pair.double)}: Nadal stoi!" in case
    assert "Nadal stoi!" not in page_of(served, pair.first, pair.main)


def test_k16_2_a_joined_one_waits_for_nobody_and_is_settled_with_the_other(
    served: Office, pair: Pair
) -> None:
    joined(served, pair.double, pair.main)
    assert pair.double not in open_ones(served)
    assert pair.main in open_ones(served)
    answered(served, pair.main, "Winda jeździ")
    assert "Naprawione" in page_of(served, pair.second, pair.double)


def test_k16_2_let_go_it_waits_by_itself_with_its_term_and_reads_no_more_of_the_other(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    due = "SELECT due_on FROM submission WHERE id = {}"
    before = served.live.rows(due, pair.double)
    joined(served, pair.double, pair.main)
    clerk.open(f"/biuro/zgloszenia/{pair.double}")
    assert clerk.submit(f"/biuro/zgloszenia/{pair.double}/rozlacz", sure="1").status_code == 303
    assert pair.double in open_ones(served)
    assert served.live.rows(due, pair.double) == before
    answered(served, pair.main, "Winda jeździ")
    assert "Winda jeździ" not in page_of(served, pair.second, pair.double)
    again = served.live.do(lambda p: split(p.submissions, pair.double, by=OFFICE))
    assert again is Refusal.NOT_JOINED


def test_k16_2_whoever_takes_the_main_one_back_takes_it_from_nobody_else(
    served: Office, pair: Pair
) -> None:
    joined(served, pair.double, pair.main)
    by = Origin.resident(pair.first.person or 0)
    served.live.do(lambda p: following.withdraw(p.submissions, pair.main, by=by))
    assert pair.double in open_ones(served)


def test_k16_2_opened_again_a_double_stands_by_itself(served: Office, pair: Pair) -> None:
    joined(served, pair.double, pair.main)
    answered(served, pair.main, "Winda jeździ")
    by = Origin.resident(pair.second.person or 0)
    served.live.do(lambda p: following.reopen(p.submissions, pair.double, "Znowu stoi", by=by))
    assert pair.double in open_ones(served)


def test_k16_2_what_was_joined_with_a_double_goes_along(served: Office, pair: Pair) -> None:
    third = sent(served, pair.second, typed=DARK)
    joined(served, third, pair.double)
    joined(served, pair.double, pair.main)
    answered(served, pair.main, "Winda jeździ")
    assert "Winda jeździ" in page_of(served, pair.second, third)


def test_k07_11_complaints_about_amounts_are_joined_with_ones_own_alone(
    served: Office, pair: Pair
) -> None:
    first, second = (sent(served, who, "kwota", COMPLAINT, 0) for who in (pair.first, pair.second))
    assert joined(served, second, first) is Refusal.NOT_THE_SAME
    own = sent(served, pair.first, "kwota", COMPLAINT, 0)
    assert joined(served, own, first) is None


def test_k02_7_declared_numbers_are_never_joined(served: Office, pair: Pair) -> None:
    typed = {"liczba": "3", "od": from_today(0).isoformat()}
    two = [sent(served, pair.first, "liczba-osob", typed, 0) for _ in range(2)]
    assert joined(served, two[1], two[0]) is Refusal.NOT_THE_SAME


def test_k07_7_what_is_declared_of_accounts_and_meters_is_never_joined(
    served: Office, pair: Pair
) -> None:
    first, second = (sent(served, pair.first, "kwota", COMPLAINT, 0) for _ in range(2))
    for declared in (a_payment(second), a_reading(second)):
        served.live.do(partial(saved, declared))
        assert joined(served, second, first) is Refusal.NOT_THE_SAME
        assert joined(served, first, second) is Refusal.NOT_THE_SAME
        served.live.do(partial(removed, declared))
    assert joined(served, second, first) is None


def test_k02_10_faults_of_different_buildings_stay_apart(served: Office, pair: Pair) -> None:
    elsewhere = sent(served, served.live.do(lambda p: payer(p, "K0007")))
    assert joined(served, elsewhere, pair.main) is Refusal.NOT_THE_SAME
    assert joined(served, pair.main, pair.main) is Refusal.NOT_THE_SAME


def test_k16_2_another_department_s_number_is_as_good_as_none_and_what_was_typed_stays(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    foreign = number_of(served, sent(served, pair.second, "kwota", COMPLAINT, 0))
    clerk.open(f"/biuro/zgloszenia/{pair.double}")
    typed = {"number": foreign, "told": "Dzień dobry"}
    page = clerk.submit(f"/biuro/zgloszenia/{pair.double}/polacz", **typed)
    assert page.status_code == 422
    assert "Wpisz numer zgłoszenia swojego działu" in text_of(page.text)
    assert "Dzień dobry" in page.text


def test_k16_6_joined_ones_are_found_in_the_queue_by_a_choice(
    served: Office, pair: Pair, clerk: Browser
) -> None:
    joined(served, pair.double, pair.main)
    words = text_of(clerk.open("/biuro/zgloszenia?stan=polaczone").text)
    assert number_of(served, pair.double) in words
    assert number_of(served, pair.main) not in words
