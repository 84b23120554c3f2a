"""What follows: the office answers, the resident writes, opens it again, rates or withdraws it."""

from datetime import timedelta

import msgspec
import pytest

from iok_core.audit.origin import Origin
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.submissions import answering, following
from iok_core.submissions.answering import Answer
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import Refusal, State
from iok_core.working_days import WorkingDays
from tests.browsing import Browser
from tests.identity.office import SetClock
from tests.offices import Office, text_of
from tests.submissions.writing import news_of, written

RESIDENT = Origin.system()


@pytest.fixture
def own(served: Office) -> Browser:
    return served.browser_of("K0004")


@pytest.fixture
def fault(own: Browser) -> int:
    return written(own)


def answer(served: Office, fault: int, state: str = "done", text: str = "Naprawiono") -> None:
    clerk = served.browser_of_staff(Role.TECHNICAL)
    clerk.open(f"/biuro/zgloszenia/{fault}")
    sent = clerk.submit(f"/biuro/zgloszenia/{fault}/odpowiedz", text=text, state=state)
    assert sent.status_code == 303, text_of(sent.text)


def state_of(served: Office, fault: int) -> str:
    return str(served.live.rows("SELECT state FROM submission WHERE id = {}", fault)[0][0])


def notices_of(served: Office, fault: int) -> int:
    """Of news for whoever sent it."""
    return news_of(served, "SELECT person FROM submission WHERE id = {}", fault)


def later(served: Office, fault: int, days: int, what: str) -> Refusal | None:
    """What comes of it so many days after the submission was settled."""
    clock = SetClock()
    (closed,) = served.live.rows("SELECT closed_at FROM submission WHERE id = {}", fault)[0]
    clock.moment = closed + timedelta(days=days)

    async def done(portal: Portal) -> Refusal | None:
        ctx: SubmissionContext = msgspec.structs.replace(portal.submissions, clock=clock)
        if what == "rate":
            return await following.rate(ctx, fault, 2, by=RESIDENT)
        return await following.reopen(ctx, fault, "Znów cieknie", by=RESIDENT)

    return served.live.do(done)


def test_k02_3_each_change_of_state_is_told_and_stands_on_the_page(
    served: Office, own: Browser, fault: int
) -> None:
    for number, (state, words) in enumerate(
        [("in_progress", "W trakcie"), ("returned", "Czeka"), ("done", "Naprawione")], 1
    ):
        answer(served, fault, state, f"Odpowiedź {number}")
        page = text_of(own.open(f"/zgloszenia/{fault}").text)
        assert words in page
        assert f"Odpowiedź {number}" in page
        assert notices_of(served, fault) == number


def test_k02_3_who_takes_it_in_hand_is_told_once_and_a_note_never(
    served: Office, own: Browser, fault: int
) -> None:
    clerk = served.browser_of_staff(Role.TECHNICAL)
    clerk.open(f"/biuro/zgloszenia/{fault}")
    here = f"/biuro/zgloszenia/{fault}"
    ((newest,),) = served.live.rows("SELECT max(id) FROM staff")
    clerk.submit(f"{here}/przydziel", staff=str(newest))
    clerk.open(here)
    clerk.submit(f"{here}/notatka", note="Kanarek w notatce")
    assert notices_of(served, fault) == 1
    assert state_of(served, fault) == "in_progress"
    assert "Kanarek" not in own.open(f"/zgloszenia/{fault}").text
    assert "Kanarek" in clerk.open(here).text


def test_a_message_puts_what_was_returned_in_hand_again(
    served: Office, own: Browser, fault: int
) -> None:
    answer(served, fault, "returned", "Który kran?")
    own.open(f"/zgloszenia/{fault}")
    own.submit(f"/zgloszenia/{fault}/napisz", text="Ten przy oknie")
    assert state_of(served, fault) == "in_progress"
    clerk = served.browser_of_staff(Role.TECHNICAL)
    assert "Ten przy oknie" in clerk.open(f"/biuro/zgloszenia/{fault}").text


@pytest.mark.parametrize("what", ["reopen", "rate"])
def test_k02_3_a_settled_one_is_opened_again_or_rated_within_fourteen_days(
    served: Office, fault: int, what: str
) -> None:
    answer(served, fault)
    assert later(served, fault, 15, what) is Refusal.TOO_LATE
    assert later(served, fault, 14, what) is None
    assert state_of(served, fault) == ("done" if what == "rate" else "received")


def test_k02_3_what_is_opened_again_has_the_same_term_anew_however_often(
    served: Office, fault: int
) -> None:
    """Five working days each time, for the office that had five the first time."""
    for _ in range(2):
        answer(served, fault)
        assert later(served, fault, 14, "reopen") is None
        ((due, opened),) = served.live.rows(
            "SELECT s.due_on, t.at FROM submission s JOIN submission_step t ON t.submission = s.id "
            "WHERE s.id = {} AND t.kind = 'reopened' ORDER BY t.id DESC LIMIT 1",
            fault,
        )
        assert WorkingDays().left(opened.date(), due) == 5


def test_what_is_open_is_not_rated_and_what_is_withdrawn_is_not_opened(
    served: Office, own: Browser, fault: int
) -> None:
    page = own.open(f"/zgloszenia/{fault}").text
    assert f"/zgloszenia/{fault}/ocen" not in page
    assert own.submit(f"/zgloszenia/{fault}/wycofaj", sure="1").status_code == 303
    assert state_of(served, fault) == "withdrawn"
    page = own.open(f"/zgloszenia/{fault}").text
    for act in ("ocen", "otworz-ponownie", "wycofaj", "napisz"):
        assert f"/zgloszenia/{fault}/{act}" not in page
    assert later(served, fault, 1, "reopen") is Refusal.STILL_OPEN


def test_what_was_withdrawn_is_answered_no_more(served: Office, own: Browser, fault: int) -> None:
    clerk = served.browser_of_staff(Role.TECHNICAL)
    clerk.open(f"/biuro/zgloszenia/{fault}")
    form = clerk.form(f"/biuro/zgloszenia/{fault}/odpowiedz")
    own.open(f"/zgloszenia/{fault}")
    own.submit(f"/zgloszenia/{fault}/wycofaj", sure="1")
    sent = form | {"text": "Naprawiono", "state": "done"}
    clerk.http.post(f"/biuro/zgloszenia/{fault}/odpowiedz", data=sent)
    assert state_of(served, fault) == "withdrawn"
    assert notices_of(served, fault) == 0
    assert "/odpowiedz" not in clerk.open(f"/biuro/zgloszenia/{fault}").text


@pytest.mark.parametrize("act", ["answer", "assign", "note"])
def test_aud1_what_another_desk_tries_is_refused_by_its_own_name(
    served: Office, fault: int, act: str
) -> None:
    clerk = served.live.clerk(Role.SETTLEMENTS)

    async def tries(portal: Portal) -> Refusal | None:
        by, ctx = Origin.staff(clerk.staff or 0), portal.submissions
        if act == "answer":
            return await answering.answer(ctx, fault, Answer(text="x", state=State.DONE), by=by)
        if act == "assign":
            return await answering.assign(ctx, fault, clerk.staff or 0, by=by)
        return await answering.note(ctx, fault, "x", by=by)

    assert served.live.do(tries) is Refusal.NOT_PERMITTED
    rows = served.live.rows("SELECT action, result FROM audit ORDER BY seq DESC LIMIT 1")
    assert rows == [(f"submission_{act}", "refused")]


def test_a_settled_one_is_not_withdrawn_and_the_rating_is_kept(
    served: Office, own: Browser, fault: int
) -> None:
    own.open(f"/zgloszenia/{fault}")
    form = own.form(f"/zgloszenia/{fault}/wycofaj")
    answer(served, fault)
    late = own.http.post(f"/zgloszenia/{fault}/wycofaj", data=form | {"sure": "1"})
    assert late.status_code == 303
    assert state_of(served, fault) == "done"
    own.open(f"/zgloszenia/{fault}")
    own.submit(f"/zgloszenia/{fault}/ocen", stars="4")
    assert served.live.rows("SELECT rating FROM submission WHERE id = {}", fault) == [(4,)]


@pytest.mark.parametrize(
    ("form", "desk", "others"),
    [
        ("kwota", Role.SETTLEMENTS, [Role.DESK, Role.TECHNICAL]),
        ("usterka", Role.TECHNICAL, [Role.SETTLEMENTS]),
    ],
)
def test_k07_11_a_submission_is_opened_by_those_only_whose_work_it_is(
    served: Office, own: Browser, form: str, desk: Role, others: list[Role]
) -> None:
    typed = {"opis": "Za wysoka zaliczka"}
    made = written(own, form, typed) if form == "kwota" else written(own)
    ((number,),) = served.live.rows("SELECT number FROM submission WHERE id = {}", made)
    address = f"/biuro/zgloszenia/{made}"
    may = served.browser_of_staff(desk)
    assert may.open(address).status_code == 200
    assert number in may.open("/biuro/zgloszenia?stan=otwarte").text
    for other in others:
        browser = served.browser_of_staff(other)
        queue = browser.open("/biuro/zgloszenia?stan=otwarte")
        assert queue.status_code in (200, 404)
        assert f'{address}"' not in queue.text
        for part in ("", "/zlecenie"):
            assert browser.open(address + part).status_code == 404
