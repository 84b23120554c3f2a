"""Who acts for a payer is written down once, by somebody who is named in the audit."""

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import ConstraintViolated
from iok_core.portal import Portal
from iok_core.premises import desk
from iok_core.premises.desk import NewActing, let_act
from iok_core.premises.service import Basis
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
