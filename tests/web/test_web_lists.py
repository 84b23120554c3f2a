"""Lists of the office: the address says which rows, in which order and which page of them."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iok_core.db.collation import sort_key
from iok_core.web.csv_answer import csv_answer
from iok_core.web.i18n import Msgid
from iok_core.web.lists import Choice, Column, Outline

PEOPLE = Outline(
    path="/biuro/x",
    columns=(
        Column("osoba", Msgid("Person"), sorts=True),
        Column("stan", Msgid("State")),
        Column("kiedy", Msgid("When"), sorts=True),
    ),
    choices=(Choice("stan", Msgid("State"), {"nowe": Msgid("new")}),),
    search=Msgid("Name"),
)
KEYS: Any = {"osoba": lambda row: sort_key(row.name), "kiedy": lambda row: row.day}
NAMES = ["Żaba", "Ćma", "Łoś", "Lis", "Czapla", "Zebra", "m. 10", "m. 2"]


def rows(*names: str) -> list[Any]:
    return [SimpleNamespace(name=name, day=None) for name in names]


def names(query: dict[str, str]) -> list[str]:
    return [row.name for row in PEOPLE.read(query).show(rows(*NAMES), KEYS).rows]


def test_rows_stand_in_polish_order_in_both_directions() -> None:
    polish = ["Czapla", "Ćma", "Lis", "Łoś", "m. 2", "m. 10", "Zebra", "Żaba"]
    assert names({}) == polish
    assert names({"wg": "osoba"}) == polish
    assert names({"wg": "-osoba"}) == polish[::-1]


def test_rows_that_have_nothing_to_be_ordered_by_come_last_either_way() -> None:
    given_rows = rows("a", "b", "c")
    given_rows[0].day, given_rows[2].day = 2, 1
    for order, expected in (("kiedy", "cab"), ("-kiedy", "acb")):
        shown = PEOPLE.read({"wg": order}).show(given_rows, KEYS)
        assert "".join(row.name for row in shown.rows) == expected


@pytest.mark.parametrize(
    "query", [{"stan": "x"}, {"wg": "stan"}, {"wg": "--osoba"}, {"strona": "-1"}, {"strona": "²"}]
)
def test_what_makes_no_sense_in_an_address_counts_for_nothing(query: dict[str, str]) -> None:
    asked = PEOPLE.read(query)
    assert not asked.narrowed
    assert asked.show(rows(*NAMES), KEYS).rows[0].name == "Czapla"


def test_an_address_keeps_what_it_was_asked() -> None:
    asked = PEOPLE.read({"q": " Łoś & spółka ", "stan": "nowe", "wg": "-osoba", "strona": "3"})
    assert asked.narrowed
    assert asked.address(4).startswith("/biuro/x?q=%C5%81o%C5%9B+%26+sp%C3%B3%C5%82ka&stan=nowe")
    assert asked.address(4).endswith("&wg=-osoba&strona=4")
    assert asked.address(suffix=".csv").startswith("/biuro/x.csv?q=")


def test_the_head_of_a_column_orders_by_it_and_then_the_other_way() -> None:
    person, _, day = PEOPLE.columns
    assert PEOPLE.read({}).turned(person) == "/biuro/x?wg=-osoba"
    assert PEOPLE.read({"wg": "-osoba"}).turned(person) == "/biuro/x?wg=osoba"
    assert PEOPLE.read({"wg": "-osoba"}).turned(day) == "/biuro/x?wg=kiedy"


def test_a_page_past_the_end_is_the_last_one() -> None:
    many = rows(*(f"m. {n}" for n in range(1, 121)))
    shown = PEOPLE.read({"strona": "99"}).show(many, KEYS)
    assert (shown.total, shown.number, shown.pages, len(shown.rows)) == (120, 3, 3, 20)
    assert PEOPLE.read({"strona": "2"}).show(many, KEYS).rows[0].name == "m. 51"
    empty = PEOPLE.read({}).show([], KEYS)
    assert (empty.total, empty.number, empty.pages) == (0, 1, 1)


@given(st.dictionaries(st.sampled_from(["q", "stan", "wg", "strona"]), st.text(max_size=150)))
@settings(deadline=None)
def test_s62_no_address_makes_a_list_fail(query: dict[str, str]) -> None:
    asked = PEOPLE.read(query)
    asked.show(rows(*NAMES), KEYS)
    asked.address(2)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_s12_no_cell_of_a_file_is_a_formula(start: str) -> None:
    content = csv_answer("x.csv", ["Osoba"], [[f"{start}1+1"]]).content
    assert content.startswith(b"\xef\xbb\xbfOsoba\r\n")
    assert f"'{start}1+1".encode() in content
