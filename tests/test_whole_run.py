"""What a whole run leaves to others: nothing that says something of its own."""

import pytest

from tests import turns
from tests.databases import ENGINES
from tests.turns import Case

A_PAGE = [
    Case(f"tests/web/test_page.py::test_page[{page}-{engine}]", served=True)
    for page in "abc"
    for engine in ENGINES
]
WALKS = [Case(f"tests/browser/test_walk.py::test_walk[{number}]", of=3) for number in range(7)]
WITH_IDS = [
    Case(f"tests/browser/test_walk.py::test_k01_2_s03_walk[{engine}]", of=3) for engine in ENGINES
]
ALWAYS = [
    *(Case(f"tests/ledger/test_page.py::test_page[{engine}]", served=True) for engine in ENGINES),
    *(Case(f"tests/audit/test_rows.py::test_rows[{engine}]") for engine in ENGINES),
    Case("tests/web/test_page.py::test_another[postgres]", served=True),
    Case("tests/browser/test_story.py::test_story"),
]
SUITE = [*A_PAGE, *WALKS, *WITH_IDS, *ALWAYS]
each_turn = pytest.mark.parametrize("turn", range(turns.IN_ALL))


def asked(turn: int) -> set[str]:
    return {case.name for case in SUITE} - turns.others(SUITE, turn)


def test_after_all_turns_each_test_has_been_asked() -> None:
    assert set().union(*map(asked, range(turns.IN_ALL))) == {case.name for case in SUITE}


@each_turn
def test_each_page_is_asked_on_one_engine_and_either_engine_has_pages(turn: int) -> None:
    pages = asked(turn) & {case.name for case in A_PAGE}
    assert {name.partition("[")[2][0] for name in pages} == {"a", "b", "c"}
    assert len(pages) == 3
    assert {engine for engine in ENGINES for name in pages if engine in name} == set(ENGINES)


@each_turn
def test_a_third_of_the_walks_is_asked_and_each_id(turn: int) -> None:
    assert len(asked(turn) & {case.name for case in WALKS}) in (2, 3)
    assert len(asked(turn) & {case.name for case in WITH_IDS}) == 1


@each_turn
def test_what_is_no_repetition_is_asked_each_time(turn: int) -> None:
    assert asked(turn) >= {case.name for case in ALWAYS}


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("test_a.py::test_k06_1_k06_10_s04_p7_what_it_does", "k06_1 k06_10 s04 p7"),
        ("test_s01.py::test_p_6_aud1_prv12_idea_14_x_8_ops3_so", "p_6 aud1 prv12 idea_14 x_8 ops3"),
        ("test_a.py::test_the_s3_of_it[test_k01_1_x]", "s3"),
        ("test_a.py::test_nothing_of_300_pages", ""),
    ],
)
def test_ids_are_read_from_the_name_of_the_test(name: str, ids: str) -> None:
    assert Case(name).ids == set(ids.split())


@pytest.mark.in_turns(1)
def test_what_is_said_of_a_test_is_read_from_it(request: pytest.FixtureRequest) -> None:
    assert Case.read(request.node) == Case(request.node.nodeid)
    request.node.add_marker(pytest.mark.in_turns(3), append=False)
    assert Case.read(request.node).of == 3
    request.node.add_marker(pytest.mark.in_turns(4), append=False)
    with pytest.raises(pytest.UsageError, match="no multiple of 4"):
        Case.read(request.node)


@pytest.mark.usefixtures("portals")
def test_a_test_that_asks_a_portal_is_known_by_its_fixture(request: pytest.FixtureRequest) -> None:
    assert Case.read(request.node).served


def test_a_run_without_turns_takes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IOK_TURN", raising=False)
    assert turns.turn() is None
    assert turns.takes("/logowanie", 2) is None


def test_each_of_so_many_is_taken_in_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = set()
    for turn in range(turns.IN_ALL):
        monkeypatch.setenv("IOK_TURN", str(turn))
        taken.add(turns.takes("/logowanie", 3))
    assert taken == {0, 1, 2}
