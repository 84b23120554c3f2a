"""A text and its parts: what is typed as clauses is the text that is read again."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iok_core.regulations.text import Clause, Document, compose, parse
from iok_core.rulebook.wording import TextFlaw, Wording, text_flaws

LINES = st.text(st.sampled_from("abcż 1.:)"), min_size=1, max_size=12).map(str.strip).filter(bool)
PARTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)


@given(title=PARTS, clauses=st.lists(PARTS, min_size=1, max_size=4), closing=PARTS | st.just(""))
@settings(max_examples=80)
def test_k01_3_a_text_without_flaws_is_read_again_as_it_was_typed(
    title: str, clauses: list[str], closing: str
) -> None:
    wording = Wording(title, tuple(clauses), closing)
    swallowed = bool(closing) and clauses[-1].endswith(":")
    flaws = {flaw for _, flaw in text_flaws(wording)}
    if TextFlaw.NUMBERED not in flaws:
        assert (parse(wording.text) == wording.document) is not swallowed
        assert flaws == ({TextFlaw.UNREADABLE} if swallowed else set())


def test_k01_3_lines_below_a_clause_are_its_own_until_a_blank_one() -> None:
    text = "Regulamin\n\n1. Zasady:\n1) pierwsza,\n2) druga.\n2. Koniec.\n\nZatwierdzono.\n"
    assert parse(text) == Document(
        ("Regulamin",),
        (Clause(1, ("Zasady:", "1) pierwsza,", "2) druga.")), Clause(2, ("Koniec.",))),
        ("Zatwierdzono.",),
    )
    assert compose(parse(text)) == text


@pytest.mark.parametrize(
    ("wording", "flaws"),
    [
        (Wording("R", ("Jeden.", ""), ""), [("clause-2", TextFlaw.EMPTY)]),
        (Wording("", ("Jeden.",), ""), [("title", TextFlaw.EMPTY)]),
        (Wording("R", ("Jeden:\n2. dwa",), ""), [("clause-1", TextFlaw.NUMBERED)]),
        (Wording("R", ("Jeden:",), "Podpis"), [("closing", TextFlaw.UNREADABLE)]),
        (Wording("R", ("Jeden:\n1) dwa",), "Podpis"), []),
    ],
)
def test_k01_3_what_would_be_read_otherwise_is_a_flaw(
    wording: Wording, flaws: list[tuple[str, TextFlaw]]
) -> None:
    assert list(text_flaws(wording)) == flaws


def test_k01_3_a_clause_is_added_removed_and_moved() -> None:
    wording = Wording("R", ("a", "b", "c"), "")
    assert wording.moved("add", 1).clauses == ("a", "", "b", "c")
    assert wording.moved("remove", 2).clauses == ("a", "c")
    assert wording.moved("up", 3).clauses == ("a", "c", "b")
    assert wording.moved("down", 1).clauses == ("b", "a", "c")
    assert wording.moved("up", 1).clauses == wording.moved("down", 3).clauses == ("a", "b", "c")
    assert re.findall(r"(?m)^(\d)\. (\w)", wording.moved("up", 3).text) == [
        ("1", "a"),
        ("2", "c"),
        ("3", "b"),
    ]
