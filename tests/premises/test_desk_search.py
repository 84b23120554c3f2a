"""What the office finds when it types a piece of a name, of an address, or a number."""

from datetime import date

import pytest

from iok_core.identity import desk
from iok_core.premises.desk import add_person
from iok_core.premises.parties import HITS, PartyCard, find_parties, party_cards
from iok_core.premises.service import Basis
from tests.portal import LivePortal
from tests.premises.payers import PUBLISHED, add_payers

TODAY = date(2026, 11, 23)
SHOWN = {1: PUBLISHED}
"""The one source of an otherwise empty portal."""

FINDS = {
    "luk": ["K-3"],
    "ŁUKASZ łuk": ["K-3"],
    "cwik": ["K-1"],
    "jan": ["K-1"],
    "zamiejska": ["K-1"],
    "Lipowa 14/7": ["K-3"],
    "Lipowa 14 m. 7": ["K-3"],
    "ul. Lipowa 14 lok. 70": ["K-4"],
    "L14-G1": ["K-1"],
    "l14-7": ["K-3"],
    "k-2": ["K-2"],
    "000417": ["000417"],
    "rynek u1": ["000417"],
    "dudkowa lipowa": ["K-4"],
    "dudkowa rynek": [],
    "m": ["K-1"],
    "k-2\0": ["K-2"],
    "ukasz": [],
    "%": [],
    "_": [],
    "'": [],
}


@pytest.fixture
def parties(live: LivePortal) -> dict[str, int]:
    return live.do(add_payers)


def found(live: LivePortal, words: str) -> list[str]:
    cards = live.do(lambda _: find_parties(words, SHOWN))
    return [card.key for card in cards]


def card_of(live: LivePortal, party: int) -> PartyCard:
    return live.do(lambda _: party_cards([party], SHOWN))[0]


@pytest.mark.usefixtures("parties")
def test_what_is_typed_finds_whom_it_means(live: LivePortal) -> None:
    assert {words: found(live, words) for words in FINDS} == FINDS


@pytest.mark.usefixtures("parties")
def test_payers_come_in_polish_order(live: LivePortal) -> None:
    """Cebulowa, Ćwikłowska, Dudkowa, Łukaszowy: Ć after C, Ł after D."""
    assert found(live, "lipowa 14") == ["K-2", "K-1", "K-4", "K-3"]


def test_payers_are_found_among_more_than_a_statement_takes(
    live: LivePortal, parties: dict[str, int]
) -> None:
    known = live.do(lambda _: party_cards(parties.values(), SHOWN))
    assert known
    more = [*range(-33_000, 0), *parties.values()]
    assert live.do(lambda _: party_cards(more, SHOWN)) == known


@pytest.mark.usefixtures("parties")
def test_what_is_not_published_is_not_found(live: LivePortal) -> None:
    assert found(live, "niewidzialna") == []


def test_a_payer_is_found_by_who_acts_for_them(live: LivePortal, parties: dict[str, int]) -> None:
    live.do(
        lambda portal: add_person(
            "Zenon Zastępczy",
            parties["000417"],
            Basis.REPRESENTATIVE,
            by_identity=None,
            clock=portal.clock,
        )
    )
    assert found(live, "zastep") == ["000417"]


def test_a_payer_is_found_by_an_identifier(live: LivePortal, parties: dict[str, int]) -> None:
    resident = live.resident()
    live.rows(
        "INSERT INTO representation (person, party, basis, since) VALUES ({}, {}, 'self', {})",
        resident.person, parties["K-2"], date(2020, 1, 1),
    )  # fmt: skip
    spaced = f"{resident.identifier[:3]} {resident.identifier[3:]}"
    answer = live.do(lambda portal: desk.search(portal.identity, spaced, SHOWN))
    assert [payer.card.key for payer in answer.payers] == ["K-2"]
    assert [agent.access is not None for agent in answer.payers[0].agents] == [True]


def test_a_payer_has_their_premises_with_titles_and_days(
    live: LivePortal, parties: dict[str, int]
) -> None:
    holds = card_of(live, parties["K-1"]).holds
    assert [(one.symbol, one.title, one.since, one.until) for one in holds] == [
        ("L14-2", "tenancy", date(1999, 3, 1), date(2026, 1, 31)),
        ("L14-G1", "garage_agreement", date(2005, 6, 1), None),
    ]


@pytest.mark.usefixtures("parties")
def test_a_search_that_says_too_little_says_that_there_are_more(live: LivePortal) -> None:
    live.rows(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
        "INSERT INTO party (id, source, source_key) SELECT 1000 + i, 1, 'X' || i FROM n",
        HITS + 2,
    )
    live.rows(
        "INSERT INTO party_version (source, key, since_gen, until_gen, digest, party, name, "
        "second_name, form, address, email, sort_key, search_key) SELECT source, source_key, 1, "
        "9223372036854775807, 0, id, 'Tłumna ' || id, '', 'person', '', '', 'T' || id, 'tlumna' "
        "FROM party WHERE id > 1000"
    )
    live.rows("UPDATE party_version SET name = 'A', sort_key = 'A' WHERE party = {}", 1002 + HITS)
    answer = live.do(lambda portal: desk.search(portal.identity, "tlum", SHOWN))
    assert (len(answer.payers), answer.more) == (HITS, True)
    assert answer.payers[0].card.called == "A"
    assert live.do(lambda portal: desk.search(portal.identity, "cebul", SHOWN)).more is False


def test_whoever_holds_very_much_hides_nobody_who_comes_after_them(
    live: LivePortal, parties: dict[str, int]
) -> None:
    live.rows(
        "INSERT INTO title (source, key, since_gen, until_gen, digest, party, premises, kind, "
        "since, share_numerator, share_denominator) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
        "SELECT i + 1 FROM n WHERE i <= {}) SELECT t.source, 'X' || i, t.since_gen, t.until_gen, "
        "0, t.party, t.premises, t.kind, t.since, 1, 1 FROM title t CROSS JOIN n "
        "WHERE t.party = {}",
        *(HITS, parties["K-2"]),
    )
    assert found(live, "lipowa 14") == ["K-2", "K-1", "K-4", "K-3"]
