"""Templates of answers, as a desk keeps and uses them."""

from collections.abc import Iterator

import pytest

from iok_core.api import Desk
from iok_core.audit.origin import Origin
from iok_core.identity.service import Role
from iok_core.submissions.answer_templates import NewTemplate, add_template
from iok_core.submissions.kinds import Refusal
from tests.offices import office, text_of
from tests.portals import Portals
from tests.submissions.counter import Counter
from tests.submissions.sent import add_submission

LIST = "/biuro/zgloszenia/wzory"
TYPED = {"desk": "technical", "title": "Termin", "text": "Przyjdziemy w ciągu 3 dni."}


@pytest.fixture(scope="module")
def counter(portals: Portals) -> Iterator[Counter]:
    with office(portals, "sqlite", "a-semicolon-cp1250") as served:
        yield Counter(served)


def a_template(counter: Counter) -> int:
    """The newest, which was just saved."""
    counter.clerk.open(LIST)
    counter.clerk.submit(LIST, **TYPED)
    return int(counter.live.rows("SELECT max(id) FROM answer_template")[0][0])


def test_k02_10_a_template_is_inserted_below_what_was_typed_and_nothing_is_sent(
    counter: Counter,
) -> None:
    made, template = (
        counter.live.do(lambda p: add_submission(p, counter.person)),
        a_template(counter),
    )
    case = f"/biuro/zgloszenia/{made}"
    counter.clerk.open(case)
    page = counter.clerk.submit(f"{case}/odpowiedz", text="Dzień dobry.", insert=str(template)).text
    assert "Dzień dobry.\n\nPrzyjdziemy w ciągu 3 dni.</textarea>" in page
    steps = counter.live.rows("SELECT kind FROM submission_step WHERE submission = {}", made)
    assert steps == [("sent",)]


def test_k02_10_a_template_is_changed_and_deleted_with_a_row_for_each(counter: Counter) -> None:
    one = f"{LIST}/{a_template(counter)}"
    counter.clerk.open(one)
    counter.clerk.submit(one, **{**TYPED, "title": "Nowy termin"})
    assert "Nowy termin" in text_of(counter.clerk.follow().text)
    counter.clerk.open(one)
    counter.clerk.submit(f"{one}/usun", sure="1")
    assert "Nowy termin" not in text_of(counter.clerk.follow().text)
    rows = counter.live.rows(
        "SELECT action FROM audit WHERE object_kind = 'answer_template' ORDER BY seq DESC LIMIT 3"
    )
    save, delete = "answer_template_save", "answer_template_delete"
    assert rows == [(delete,), (save,), (save,)]


def test_k02_10_a_template_without_a_text_is_not_saved_and_the_name_stays(
    counter: Counter,
) -> None:
    counter.clerk.open(LIST)
    answer = counter.clerk.submit(LIST, desk="technical", title="Pusty wzór", text="")
    assert answer.status_code == 422
    assert 'value="Pusty wzór"' in answer.text


def test_k02_10_the_templates_of_another_desk_are_neither_read_nor_written(
    counter: Counter,
) -> None:
    template, other = a_template(counter), counter.live.clerk(Role.SETTLEMENTS)
    browser = counter.live.browser_of(other)
    assert "Termin" not in text_of(browser.open(LIST).text)
    assert browser.open(f"{LIST}/{template}").status_code == 404
    new, by = NewTemplate(Desk.TECHNICAL, "Termin", "Jutro"), Origin.staff(other.staff or 0)
    made = counter.live.do(lambda portal: add_template(portal.submissions, new, by=by))
    assert made is Refusal.NOT_PERMITTED
