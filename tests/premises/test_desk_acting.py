"""Who acts for a payer is written down once, by somebody who is named in the audit."""

import asyncio
from datetime import date, timedelta

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import ConstraintViolated
from iok_core.portal import Portal
from iok_core.premises import desk
from iok_core.premises.desk import ActingChange, NewActing, change_acting, let_act
from iok_core.premises.service import Basis
from tests.blocking.acting import today
from tests.portal import LivePortal
from tests.premises.payers import add_payers

BY = Origin.staff(7)


@pytest.fixture
def party(live: LivePortal) -> int:
    return live.do(add_payers)["K-2"]


def let(live: LivePortal, party: int, name: str, basis: Basis = Basis.SELF) -> int:
    new = NewActing(party=party, name=name, basis=basis, by_identity=5)

    async def work(portal: Portal) -> int:
        return await let_act(new, by=BY, audit=portal.audit, clock=portal.clock)

    return live.do(work)


def changed(live: LivePortal, party: int, person: int) -> bool:
    change = ActingChange(
        party=party, person=person, basis=Basis.REPRESENTATIVE, grounds="Uchwała 3", until=None
    )

    async def work(portal: Portal) -> bool:
        return await change_acting(change, by=BY, audit=portal.audit, clock=portal.clock)

    return live.do(work)


def added(live: LivePortal) -> list[tuple[object, ...]]:
    return live.rows(
        "SELECT actor_kind, actor, object_kind, object_id, result, meta FROM audit "
        "WHERE action = 'person_add' ORDER BY seq"
    )


def test_a_person_who_acts_is_kept_with_who_wrote_it_down(live: LivePortal, party: int) -> None:
    person = let(live, party, "Maria Ćwikłowska")
    assert live.do(lambda _: desk.names_of([person])) == {person: "Maria Ćwikłowska"}
    rows = live.rows("SELECT person, party, basis, until, recorded_by FROM representation")
    assert rows == [(person, party, "self", None, 5)]


def test_the_audit_names_the_person_by_number_only(live: LivePortal, party: int) -> None:
    person = let(live, party, "Maria Ćwikłowska", Basis.REPRESENTATIVE)
    meta = f'{{"basis":"representative","party":{party}}}'
    assert added(live) == [("staff", "7", "person", person, "done", meta)]


@pytest.mark.parametrize("again", ["Maria Ćwikłowska", "maria  ćwikłowska", "MARIA CWIKLOWSKA"])
def test_who_acts_already_is_taken_and_not_doubled(
    live: LivePortal, party: int, again: str
) -> None:
    person = let(live, party, "Maria Ćwikłowska")
    assert let(live, party, again) == person
    assert len(added(live)) == 1
    assert live.rows("SELECT count(*) FROM representation") == [(1,)]


def test_whom_many_write_down_at_once_is_written_down_once(live: LivePortal, party: int) -> None:
    new = NewActing(party=party, name="Jan Ćwikłowski", basis=Basis.SELF, by_identity=5)

    async def work(portal: Portal) -> list[int]:
        tries = (let_act(new, by=BY, audit=portal.audit, clock=portal.clock) for _ in range(8))
        return await asyncio.gather(*tries)

    assert len(set(live.do(work))) == 1
    assert len(added(live)) == 1


def test_a_namesake_of_another_payer_is_somebody_else(live: LivePortal, party: int) -> None:
    assert let(live, party, "Maria Ćwikłowska") != let(live, party + 1, "Maria Ćwikłowska")


def test_a_namesake_who_acted_before_is_somebody_else(live: LivePortal, party: int) -> None:
    person = let(live, party, "Jan Ćwikłowski")
    live.rows("UPDATE representation SET since = '2020-01-01', until = '2020-12-31'")
    assert let(live, party, "Jan Ćwikłowski") != person


def test_for_a_payer_that_does_not_exist_nobody_is_added(live: LivePortal, party: int) -> None:
    with pytest.raises(ConstraintViolated):
        let(live, party + 1000, "Maria Ćwikłowska")
    assert live.rows("SELECT count(*) FROM person") == [(0,)]
    assert added(live) == []


def test_who_acts_until_today_is_taken_and_not_doubled(live: LivePortal, party: int) -> None:
    person = let(live, party, "Jan Ćwikłowski")
    live.rows("UPDATE representation SET until = {}", today(live))
    assert let(live, party, "Jan Ćwikłowski") == person


@pytest.mark.parametrize(
    ("since", "until", "acts"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False)],
)
def test_it_is_changed_from_the_first_day_to_the_last(
    live: LivePortal, party: int, since: int, until: int | None, *, acts: bool
) -> None:
    person, day = let(live, party, "Maria Ćwikłowska"), today(live)
    last = None if until is None else day + timedelta(days=until)
    first = day + timedelta(days=since)
    live.rows("UPDATE representation SET since = {}, until = {}", first, last)
    assert changed(live, party, person) is acts
    audited = "SELECT count(*) FROM audit WHERE action = 'acting_change'"
    assert live.rows(audited) == [(int(acts),)]


def test_what_is_changed_for_one_payer_stays_for_the_others(live: LivePortal, party: int) -> None:
    person = let(live, party, "Maria Ćwikłowska")
    live.rows(
        "INSERT INTO representation (person, party, basis, grounds, since) "
        "VALUES ({}, {}, 'self', '', {})",
        *(person, party + 1, date(2020, 1, 1)),
    )
    assert changed(live, party, person)
    kept = live.rows("SELECT party, basis, grounds FROM representation ORDER BY party")
    assert kept == [(party, "representative", "Uchwała 3"), (party + 1, "self", "")]


def ended(live: LivePortal, person: int) -> list[tuple[int, date | None]]:
    """Who acts until when after that person died today; yesterday was their last day."""
    yesterday = today(live) - timedelta(days=1)
    live.do(lambda _: desk.end_acting(person, yesterday))
    return [(row[0], row[1]) for row in live.rows("SELECT person, until FROM representation")]


def test_k12_4_of_attorneys_only_the_one_who_died_acts_no_more(
    live: LivePortal, party: int
) -> None:
    dead, other = (let(live, party, name, Basis.POWER_OF_ATTORNEY) for name in ("Jan", "Ewa"))
    assert sorted(ended(live, dead)) == [(dead, today(live) - timedelta(days=1)), (other, None)]


def test_k12_4_attorneys_go_on_acting_for_a_joint_holder_whose_last_day_comes(
    live: LivePortal, party: int
) -> None:
    dead, spouse = (let(live, party, name) for name in ("Jan", "Ewa"))
    attorney = let(live, party, "Ola", Basis.POWER_OF_ATTORNEY)
    tomorrow = today(live) + timedelta(days=1)
    live.rows("UPDATE representation SET until = {} WHERE person = {}", tomorrow, spouse)
    assert (attorney, None) in ended(live, dead)


def test_k12_4_what_had_ended_before_keeps_its_last_day(live: LivePortal, party: int) -> None:
    person, first, last = let(live, party, "Jan"), date(2019, 1, 1), date(2020, 1, 1)
    live.rows("UPDATE representation SET since = {}, until = {}", first, last)
    assert ended(live, person) == [(person, last)]
