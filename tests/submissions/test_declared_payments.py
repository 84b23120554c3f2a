"""K07-7: who may declare a payment, what is told of it, and what settlements do with it."""

import re
from decimal import Decimal

import pytest
from msgspec.structs import replace

from iok_core.api import Judgement, Payment
from iok_core.audit.origin import Origin
from iok_core.db import execute
from iok_core.identity.service import Role
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.portal import Portal
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.following import reopen
from iok_core.submissions.kinds import State
from iok_core.submissions.payments import told_of_like
from tests.offices import Office, text_of
from tests.submissions.counter import Counter
from tests.submissions.declaring import FORM, Payer
from tests.submissions.writing import NEW, send, sent_id

LIST = "/biuro/zgloszenia/wplaty"
LAST = "SELECT action FROM audit ORDER BY seq DESC LIMIT 1"


@pytest.fixture
def payer(served: Office) -> Payer:
    return Payer(served)


def test_k07_7_the_form_is_reached_from_the_balance_with_the_account_filled_in(
    payer: Payer,
) -> None:
    link = f"{NEW}/{FORM}?konto={payer.account}"
    for page in ("/", "/rozliczenia", f"/rozliczenia/{payer.account}"):
        assert f'href="{link}"' in payer.browser.open(page).text
    form = payer.browser.open(link).text
    assert re.search(rf'value="konto-{payer.account}"[^>]*checked', form)
    payer.browser.submit(f"{NEW}/{FORM}", **payer.filled_in | {"kwota": "1 234,5 zł"})
    payer.browser.follow()
    made = sent_id(send(payer.browser, FORM))
    sql = "SELECT account, amount FROM declared_payment WHERE submission = {}"
    assert payer.live.rows(sql, made) == [(payer.account, 123_450)]


@pytest.mark.parametrize(
    ("paid", "amount", "said"),
    [
        (1, "300", "Wpisz dzień od"),
        (-367, "300", "Wpisz dzień od"),
        (-1, "0,00", "Wpisz kwotę, na przykład 300,00"),
        (-1, "-5", "Wpisz kwotę, na przykład 300,00"),
        (-1, "300,001", "Wpisz kwotę, na przykład 300,00"),
    ],
)
def test_k07_7_a_day_to_come_or_no_amount_is_told_beside_the_field(
    payer: Payer, paid: int, amount: str, said: str
) -> None:
    typed = payer.filled_in | {"dzien": payer.day(paid).isoformat(), "kwota": amount}
    payer.browser.open(f"{NEW}/{FORM}")
    answer = payer.browser.submit(f"{NEW}/{FORM}", **typed)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert f'value="{amount}"' in answer.text


def test_k07_7_an_account_of_somebody_else_is_no_choice(served: Office, payer: Payer) -> None:
    foreign = Payer(served, "K0004").account
    assert payer.browser.open(f"{NEW}/{FORM}?konto={foreign}").status_code == 404
    payer.browser.open(f"{NEW}/{FORM}")
    typed = payer.filled_in | {"_miejsce": f"konto-{foreign}"}
    answer = payer.browser.submit(f"{NEW}/{FORM}", **typed)
    assert answer.status_code == 422
    assert "Wybierz konto rozliczeniowe" in text_of(answer.text)


def test_k07_7_what_was_there_already_is_told_and_clears_nothing(payer: Payer) -> None:
    payer.bring()
    payer.browser.open(f"{NEW}/{FORM}")
    payer.browser.submit(f"{NEW}/{FORM}", **payer.filled_in)
    told = text_of(payer.browser.follow().text).replace("\xa0", " ")
    assert f"Wpłata 31 {payer.typed[2:]} zł już jest: zaksięgowano ją" in told
    assert send(payer.browser, FORM).status_code == 422
    made = sent_id(send(payer.browser, FORM, "_potwierdzam0"))
    payer.look()
    assert payer.told in payer.page()
    payer.bring(0)
    assert payer.state(made) == "done"


def test_k07_7_entries_that_its_reader_does_not_see_are_not_told_of(payer: Payer) -> None:
    """Or a new holder could learn what the one before had paid by declaring it."""
    payer.bring()
    paid = Payment(amount=Decimal(payer.amount).scaleb(-2), paid_on=payer.day(-1))
    said = Judgement(summary="", payment=paid)

    async def told(portal: Portal) -> list[int]:
        reader = await Reader.of(payer.person, await published_sources(), portal.reading)
        sheet = await reader.account(payer.account)
        assert sheet is not None
        seen = replace(sheet, statement=replace(sheet.statement, lines=[]))
        return [len(told_of_like(said, one).confirmations) for one in (sheet, seen)]

    assert payer.live.do(told) == [1, 0]


def test_k07_7_each_entry_clears_one_of_them(payer: Payer) -> None:
    first, second = payer.declare(-2), payer.declare(-3)
    payer.bring(-1)
    assert [payer.state(first), payer.state(second)] == ["done", "received"]
    payer.bring(-2)
    assert [payer.state(first), payer.state(second)] == ["done", "done"]


def test_k07_7_what_settlements_have_answered_is_shown_no_more_and_takes_no_entry(
    payer: Payer,
) -> None:
    closed, waits = payer.declare(), payer.declare()

    async def decline(portal: Portal) -> None:
        given = Answer(text="To przelew na inne konto", state=State.DECLINED)
        await answer(portal.submissions, closed, given, by=Origin.operator("test"))

    payer.live.do(decline)
    assert payer.page().count(payer.told) == 1
    payer.bring()
    assert [payer.state(closed), payer.state(waits)] == ["declined", "done"]


def test_k07_7_what_its_payer_has_opened_again_is_not_closed_once_more(payer: Payer) -> None:
    made = payer.declare()
    payer.bring()
    by = Origin.resident(payer.access.identity)
    payer.live.do(lambda portal: reopen(portal.submissions, made, "To nie ta", by=by))
    payer.bring(amount=5)
    assert payer.state(made) == "received"


def test_k07_7_who_acts_for_the_same_payer_sees_it_and_nobody_else(
    served: Office, payer: Payer
) -> None:
    payer.declare()
    assert payer.told in Payer(served).page()
    assert payer.told not in Payer(served, "K0004").page()


def test_k07_7_of_an_account_that_goes_with_its_premises_each_is_told_of_their_own(
    served: Office,
) -> None:
    """The account was another payer's before: its reader has days, and not all of it."""
    mine, other = Payer(served, "K0004"), Payer(served, "K0004")
    mine.declare()
    sql = "UPDATE account_version SET party = NULL WHERE account = {}"
    served.live.do(lambda _: execute(sql, mine.account))
    assert mine.told in mine.page()
    assert mine.told not in other.page()


def test_k07_7_settlements_have_a_list_with_the_age_of_each(served: Office, payer: Payer) -> None:
    made = payer.declare()
    clerk, link = served.browser_of_staff(Role.SETTLEMENTS), f'href="/biuro/zgloszenia/{made}"'
    assert link in clerk.open(LIST).text
    assert served.live.rows(LAST) == [("submissions_view",)]
    rows = [row.split(";") for row in clerk.open(f"{LIST}.csv").text.splitlines()]
    assert [payer.typed, "0"] in [row[-2:] for row in rows]
    payer.bring(looked=False)
    assert link not in clerk.open(LIST).text


def test_k07_7_the_office_declares_it_for_a_resident_who_calls(served: Office) -> None:
    counter, payer = Counter(served), Payer(served)
    typed = payer.filled_in | {"_kontakt": "phone", "_krok": "sprawdz"}
    counter.clerk.open(counter.at(FORM))
    counter.clerk.submit(counter.at(FORM), **typed)
    counter.enter(FORM)
    assert payer.told in payer.page()
