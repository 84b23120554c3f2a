"""A number of occupants on its way into the accounting system, on each of the databases."""

import re
from collections.abc import Iterator

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute
from iok_core.portal import Portal
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.declared import note_what_is_known
from iok_core.submissions.kinds import Refusal, State
from iok_core.submissions.to_enter import mark_entered
from tests.days import from_today
from tests.offices import office, text_of
from tests.portals import Portals
from tests.submissions.counter import Counter
from tests.submissions.sent import add_submission

LIST = "/biuro/zgloszenia/do-wpisania"
WAITS = "Zgłoszono 3, naliczamy za 1 do czasu zmiany w systemie księgowym."


@pytest.fixture
def counter(portals: Portals, database_kind: str) -> Iterator[Counter]:
    with office(portals, database_kind, "a-semicolon-cp1250") as served:
        yield Counter(served)


def declare(counter: Counter, number: int = 3, state: State | None = State.DONE) -> int:
    async def work(portal: Portal) -> int:
        typed = {"liczba": str(number), "od": portal.clock.today().isoformat()}
        made = await add_submission(portal, counter.person, "liczba-osob", typed)
        if state is not None:
            by, given = Origin.operator("test"), Answer(text="Przyjęte", state=state)
            assert await answer(portal.submissions, made, given, by=by) is None
        return made

    return counter.live.do(work)


def number_this_year(nth: int) -> str:
    return f"{nth}/{from_today(0).year}"


def charge_for(counter: Counter, number: int) -> None:
    """As the newest import of the premises leaves it."""
    sql = "UPDATE premises_version SET occupants = {} WHERE symbol = 'L-07'"
    counter.live.do(lambda _: execute(sql, number))


def test_k02_7_an_accepted_number_is_listed_until_somebody_has_entered_it(
    counter: Counter,
) -> None:
    declare(counter, 2, state=None)
    assert "Nie ma nic do wpisania" in text_of(counter.clerk.open(LIST).text)
    made = declare(counter)
    words = text_of(counter.clerk.open(LIST).text)
    told = rf"Lipowa 3 m\. 7 .*Payer K0008 .*{number_this_year(2)} .*Liczba mieszkańców: 3 teraz 1 "
    assert re.search(told, words)
    rows = counter.clerk.open(f"{LIST}.csv").text.replace("\xa0", " ").splitlines()
    assert rows[1].startswith(f"Lipowa 3 m. 7;Payer K0008;{number_this_year(2)};")
    assert rows[1].endswith(";1;3")
    counter.clerk.open(LIST)
    counter.clerk.submit(f"{LIST}/{made}", sure="1")
    assert "Nie ma nic do wpisania" in text_of(counter.clerk.follow().text)
    (row,) = counter.live.rows(
        "SELECT w.name FROM submission s JOIN staff w ON w.id = s.entered_by "
        "WHERE s.id = {} AND s.entered_at IS NOT NULL",
        made,
    )
    assert row == ("Ewa Biurowa",)


def test_p_6_the_list_is_empty_by_itself_once_the_number_is_back(counter: Counter) -> None:
    declare(counter)
    charge_for(counter, 3)
    assert "Nie ma nic do wpisania" in text_of(counter.clerk.open(LIST).text)


def test_k02_7_the_resident_reads_both_numbers_until_the_accounting_system_has_it(
    counter: Counter,
) -> None:
    made = declare(counter)
    places = ["/", f"/zgloszenia/{made}"]
    assert all(WAITS in text_of(counter.resident.open(place).text) for place in places)
    counter.live.do(lambda portal: _entered(portal, counter, made))
    assert all(WAITS in text_of(counter.resident.open(place).text) for place in places)
    charge_for(counter, 3)
    for place in places:
        assert "naliczamy za" not in text_of(counter.resident.open(place).text)


def test_k02_7_what_was_known_once_does_not_come_back_with_the_next_change(
    counter: Counter,
) -> None:
    declare(counter)
    charge_for(counter, 3)
    counter.live.do(lambda portal: note_what_is_known(portal.submissions))
    charge_for(counter, 5)
    assert "naliczamy za" not in text_of(counter.resident.open("/").text)
    assert "Nie ma nic do wpisania" in text_of(counter.clerk.open(LIST).text)


def test_k02_7_of_several_numbers_the_newest_counts(counter: Counter) -> None:
    declare(counter, 2)
    declare(counter, 4)
    words = text_of(counter.clerk.open(LIST).text)
    assert number_this_year(2) in words
    assert number_this_year(1) not in words


def test_k02_7_what_is_not_accepted_is_not_entered(counter: Counter) -> None:
    made = declare(counter, state=State.DECLINED)
    assert counter.live.do(lambda portal: _entered(portal, counter, made)) is Refusal.CLOSED


async def _entered(portal: Portal, counter: Counter, made: int) -> Refusal | None:
    return await mark_entered(portal.submissions, made, by=Origin.staff(counter.staff))
