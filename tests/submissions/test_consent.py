"""K02-8: where the cooperative asks for it, a declared number waits for who holds it, too."""

import json
import re
from collections.abc import Iterator

import pytest

from iok_core.portal import Portal
from iok_core.submissions import commands
from iok_core.submissions.keeping import PARTS
from iok_core.submissions.taking import take_along
from iok_core.web.filters import day
from iok_core.web.i18n import speaking
from tests.blocking.acting import block
from tests.offices import Office, office, text_of
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.submissions.co_holding import CONFIRM, NUMBER, Couple, shared
from tests.submissions.counter import occupants
from tests.submissions.typed import typed

REASON, PAPER = "Syn mieszka gdzie indziej", "pismo z 27.11, dziennik 12"


@pytest.fixture(scope="module")
def asking(portals: Portals) -> Iterator[Office]:
    with office(portals, "sqlite", EXPORT_A, CONFIRM) as served:
        yield served


def test_k02_8_the_other_reads_the_number_and_its_day_and_nothing_of_who_declared_it(
    asking: Office,
) -> None:
    couple = Couple(asking, "K0003")
    made = couple.declare()
    assert couple.told("consent_asked", couple.other) == 1
    assert couple.told("consent_asked", couple.sender) == 0
    assert couple.told("occupants_declared", couple.other) == 0
    browser, today = couple.browser(couple.other), asking.live.do(_today)
    home = text_of(browser.open("/").text)
    assert f"Inna osoba uprawniona do tego lokalu zgłosiła: {NUMBER}, od" in home
    listed = browser.open("/zgloszenia").text
    assert f"Liczba mieszkańców: {NUMBER}" in text_of(listed)
    page = browser.open(shared(made))
    assert page.status_code == 200
    assert f"{NUMBER} Od {today}" in text_of(page.text).replace("\xa0", " ")
    asking.live.rows(
        "UPDATE person SET name = 'Zenobia Kanarek' WHERE id = {}", couple.sender.person
    )
    for path in ("/", "/zgloszenia", shared(made)):
        assert "Kanarek" not in browser.open(path).text
    assert "czeka na ciebie" in listed
    assert "Czeka na potwierdzenie" in text_of(
        couple.browser(couple.sender).open(f"/zgloszenia/{made}").text
    )


async def _today(portal: Portal) -> str:
    with speaking("pl"):
        return day(portal.clock.today()).replace("\xa0", " ")


def test_k02_8_before_the_other_has_confirmed_it_the_office_cannot_accept_it(
    asking: Office,
) -> None:
    couple = Couple(asking, "K0004")
    made = couple.declare()
    said = couple.accept(made)
    assert "Czeka na potwierdzenie drugiego uprawnionego" in said
    assert "Drugi uprawniony nie potwierdził liczby. Aby przyjąć ją mimo to, wpisz powód" in said
    assert "Przyjęte od grudnia" in said
    assert couple.state(made) == "received"
    assert "bez potwierdzenia" in text_of(couple.clerk.open("/biuro/zgloszenia?stan=otwarte").text)
    assert couple.say(made, "agreed").answer.status_code == 303
    assert couple.told_of_answer(made) == 1
    couple.accept(made)
    assert couple.state(made) == "done"


def test_k02_8_an_operator_reads_where_the_word_of_the_other_stands(asking: Office) -> None:
    couple = Couple(asking, "K0004")
    made = couple.declare()
    ((number,),) = asking.live.rows("SELECT number FROM submission WHERE id = {}", made)
    asked = "other holders of the premises: "
    assert f"\n{asked}waiting\n" in typed(asking, commands.group, "show", number)
    couple.say(made, "objected", REASON)
    said = typed(asking, commands.group, "show", number)
    assert f"\n{asked}objected\n" in said
    assert REASON not in said


def test_s08_k02_8_pressing_twice_is_one_confirmation_and_who_thinks_better_of_it_may(
    asking: Office,
) -> None:
    couple = Couple(asking, "K0005")
    made = couple.declare()
    couple.say(made, "agreed")
    browser = couple.browser(couple.other)
    browser.open(shared(made))
    sent = {"_csrf": browser.form("/wyloguj")["_csrf"], "sure": "1"}
    confirming = f"{shared(made)}/potwierdz"
    for _ in range(2):
        assert browser.http.post(confirming, data=sent).status_code == 303
    assert couple.steps(made) == ["sent", "agreed"]
    couple.say(made, "objected", REASON)
    couple.say(made, "agreed")
    assert couple.steps(made) == ["sent", "agreed", "objected", "agreed"]
    couple.accept(made)
    assert "zakończone" in text_of(browser.open(shared(made)).text)
    late = browser.http.post(confirming, data=sent)
    assert late.status_code == 303
    assert couple.steps(made)[-1] == "answer"


def test_k02_8_an_objection_says_why_to_the_office_alone_which_may_go_on_for_a_reason(
    asking: Office,
) -> None:
    couple = Couple(asking, "K0006")
    made = couple.declare()
    empty = couple.say(made, "objected").answer
    assert empty.status_code == 422
    assert "Napisz, dlaczego się nie zgadzasz" in text_of(empty.text)
    couple.say(made, "objected", REASON)
    said = couple.accept(made)
    assert "Drugi uprawniony się nie zgadza" in said
    assert REASON in said
    assert couple.state(made) == "received"
    own = couple.browser(couple.sender).open(f"/zgloszenia/{made}").text
    assert "się nie zgadza" in text_of(own)
    couple.accept(made, "Rozmowa z obojgiem 27.11")
    assert couple.state(made) == "done"
    assert "unconfirmed" in couple.steps(made)
    own += couple.browser(couple.sender).open(f"/zgloszenia/{made}").text
    assert not re.search(f"{REASON}|Rozmowa z obojgiem", text_of(own))
    audited = asking.live.rows(
        "SELECT actor_kind, meta FROM audit WHERE action = 'submission_unconfirmed' "
        "AND object_id = {}",
        made,
    )
    assert [(kind, json.loads(meta)) for kind, meta in audited] == [
        ("staff", {"consent": "objected"})
    ]


def test_k02_1_k02_8_what_one_has_said_is_not_told_to_a_third(asking: Office) -> None:
    couple = Couple(asking, "K0003")
    third = couple.browser(couple.who("K0003"))
    made = couple.declare()
    couple.say(made, "objected", "Tu nikt więcej nie mieszka")
    for path in (shared(made), "/zgloszenia"):
        page = third.open(path)
        assert page.status_code == 200
        assert "Tu nikt więcej nie mieszka" not in page.text
    third.open(shared(made))
    assert third.has_form(f"{shared(made)}/potwierdz")


def test_k02_1_k02_8_nobody_else_opens_it_not_the_sender_either(asking: Office) -> None:
    couple = Couple(asking, "K0007")
    made, stranger = couple.declare(), couple.who("K0002")
    for who in (stranger, couple.sender):
        browser = couple.browser(who)
        assert browser.open(shared(made)).status_code == 404
        browser.open("/zgloszenia")
        token = browser.form("/wyloguj")["_csrf"]
        for act, said in (("potwierdz", {"sure": "1"}), ("sprzeciw", {"reason": REASON})):
            sent = {"_csrf": token, **said}
            assert browser.http.post(f"{shared(made)}/{act}", data=sent).status_code == 404
        assert "Inna osoba uprawniona" not in text_of(browser.open("/").text)
    couple.ended(couple.other)
    late = couple.browser(couple.other)
    assert late.open(shared(made)).status_code == 404
    assert couple.steps(made) == ["sent"]


def test_k02_8_when_nobody_is_left_who_could_confirm_it_the_office_goes_on(
    asking: Office,
) -> None:
    couple = Couple(asking, "K0009")
    made = couple.declare()
    couple.ended(couple.other)
    case = text_of(couple.clerk.open(f"/biuro/zgloszenia/{made}").text)
    assert "Nie ma już kto potwierdzić" in case
    couple.accept(made)
    assert couple.state(made) == "done"
    couple.joined_without_access("K0009")
    alone = couple.declare()
    assert asking.live.rows("SELECT asks_consent FROM submission WHERE id = {}", alone)[0][0] == 0


def test_k02_8_k09_4_whoever_is_blocked_is_not_waited_for(asking: Office) -> None:
    couple = Couple(asking, "K0010")
    made = couple.declare()
    assert couple.state(made) == "received"
    assert "bez potwierdzenia" in row_of(couple, made)
    block(asking.live, couple.other)
    assert "bez potwierdzenia" not in row_of(couple, made)
    case = text_of(couple.clerk.open(f"/biuro/zgloszenia/{made}").text)
    assert "Nie ma już kto potwierdzić" in case
    couple.accept(made)
    assert couple.state(made) == "done"
    alone = couple.declare()
    assert asking.live.rows("SELECT asks_consent FROM submission WHERE id = {}", alone)[0][0] == 0


def row_of(couple: Couple, made: int) -> str:
    """Of the queue."""
    page = couple.clerk.open("/biuro/zgloszenia?stan=otwarte").text
    row = re.search(rf'<tr(?:(?!</tr>).)*href="/biuro/zgloszenia/{made}".*?</tr>', page, re.DOTALL)
    assert row is not None
    return text_of(row[0])


def test_k02_8_idea_14_signed_by_both_on_paper_it_waits_for_nobody(asking: Office) -> None:
    couple = Couple(asking, "K0008")
    at = f"/biuro/osoby/{couple.sender.person}/zgloszenia/liczba-osob"
    page = couple.clerk.open(at).text
    place = re.findall(r'value="(lokal-\d+)"', page)[0]
    couple.clerk.submit(at, **occupants(), _miejsce=place, _krok="sprawdz")
    entering = {"_krok": "wpisz", "_potwierdzam0": "1", "_podpisy": "1"}
    refused = couple.clerk.submit(at, **entering)
    assert refused.status_code == 422
    assert "Wpisz, jakie to pismo i z którego dnia" in text_of(refused.text)
    entered = couple.clerk.submit(at, **entering, _pismo=PAPER)
    made = int(entered.headers["location"].rsplit("/", 1)[1])
    assert couple.steps(made) == ["entered", "signed"]
    assert couple.told("consent_asked", couple.other) == 0
    assert PAPER in text_of(couple.clerk.open(f"/biuro/zgloszenia/{made}").text)
    assert PAPER not in text_of(couple.browser(couple.sender).open(f"/zgloszenia/{made}").text)
    (meta,) = asking.live.rows(
        "SELECT meta FROM audit WHERE action = 'submission_enter' AND object_id = {}", made
    )[0]
    assert json.loads(meta) == {"contact": "in_person", "consent": "signed"}
    couple.accept(made)
    assert couple.state(made) == "done"


def test_prv3_prv6_what_somebody_has_said_is_theirs_to_take_along_and_goes_with_the_submission(
    asking: Office,
) -> None:
    couple = Couple(asking, "K0011")
    made = couple.declare()
    couple.say(made, "objected", REASON)
    own = asking.live.do(lambda p: take_along(p.submissions, couple.other.person or 0))
    assert [(one.declared, one.said, one.reason) for one in own.consents] == [
        (NUMBER, "objected", REASON)
    ]
    index = couple.browser(couple.other).open("/dostep/moje-dane/plik")
    assert index.status_code == 200
    others = asking.live.do(lambda p: take_along(p.submissions, couple.sender.person or 0))
    assert REASON not in str(others)
    assert "submission_consent" in PARTS
