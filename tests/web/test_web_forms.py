"""Forms: every error at once, in words beside its field, and what was typed stays."""

from datetime import date

import msgspec
import pytest

from iok_core.web.forms import Form
from tests.web.sample import ENTER_NAME, Colour, Sample


class Renamed(msgspec.Struct, rename={"first_name": "imie"}):
    first_name: str


def read(**sent: str) -> Form[Sample]:
    form = Form(Sample)
    form.read({"name": "Anna", "password": "pw", **sent})
    return form


def test_a_form_becomes_a_struct() -> None:
    form = read(floor="3", day="2026-11-23", way="post", colour="blue", agreed="on", size="7")
    assert form.ok
    assert form.struct == Sample(
        name="Anna",
        password="pw",
        floor=3,
        day=date(2026, 11, 23),
        way="post",
        colour=Colour.BLUE,
        agreed=True,
        size=7,
    )


def test_what_is_left_empty_is_the_default() -> None:
    assert read(floor="", day="", size="  ").struct == Sample(name="Anna", password="pw")


def test_every_error_is_told_at_once_in_the_order_of_the_fields() -> None:
    form = read(name="", password="", floor="31", day="23.11.2026", way="pigeon", colour="black")
    assert [name for name, _ in form.errors] == [
        "name",
        "password",
        "floor",
        "day",
        "way",
        "colour",
    ]
    assert form.error("name") == ENTER_NAME
    assert form.error("floor") == "Enter the floor"
    assert form.error("day") == "Wypełnij to pole"
    assert not form.ok
    with pytest.raises(LookupError):
        _ = form.struct


@pytest.mark.parametrize(("length", "told"), [(10, ""), (11, "Skróć to do 10 znaków")])
def test_a_text_is_as_long_as_it_may_be(length: int, told: str) -> None:
    assert read(name="a" * length).error("name") == told


@pytest.mark.parametrize(("length", "ok"), [(256, True), (257, False)])
def test_a_password_is_bounded(length: int, ok: bool) -> None:
    assert read(password="p" * length).ok is ok


def test_a_text_without_a_length_of_its_own_is_bounded_too() -> None:
    form = Form(Renamed)
    form.read({"imie": "x" * 2001})
    assert form.error("imie") == "Skróć to do 2000 znaków"


def test_texts_are_stripped_and_composed() -> None:
    assert read(name="  Zo\u0301sia ").struct.name == "Zósia"


def test_a_password_stays_as_typed() -> None:
    typed = "  Zo\u0301sia\u202e\t "
    assert read(password=typed).struct.password == typed


def test_what_was_typed_is_shown_again_but_never_a_password() -> None:
    form = read(name="Anna Maria Nowak", password="secret")
    assert form.value("name") == "Anna Maria Nowak"
    assert form.value("password") == ""


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x1b", "\n", "\x85", "\u202e", "\u2066", "\u200f", "\u2028", "\ue000"]
)
def test_s62_hidden_characters_are_refused(hidden: str) -> None:
    assert read(name=f"An{hidden}na").error("name").startswith("Wpisz to ręcznie")


def test_a_text_of_several_lines_keeps_them_and_nothing_else_hidden() -> None:
    assert read(remarks="a\r\nb").struct.remarks == "a\nb"
    assert not read(remarks="a\x00b").ok
    assert not read(remarks="a\u202eb").ok


@pytest.mark.parametrize("name", ["Łucja Żak", "O'Neil", "Ганна", "👍🏽", "A‑B"])
def test_names_of_people_are_not_hidden_characters(name: str) -> None:
    assert read(name=name).ok


@pytest.mark.parametrize("number", ["9" * 19, "-" + "9" * 30, "1" * 2000])
def test_s62_a_number_that_no_column_holds_is_refused(number: str) -> None:
    assert not read(size=number).ok


def test_the_page_may_add_its_own_errors() -> None:
    form = read()
    form.add_error("name", "taken")
    form.add_error("", "Something else")
    assert form.errors == [("", "Something else"), ("name", "taken")]
    assert not form.ok
    with pytest.raises(KeyError):
        form.add_error("nobody", "x")


def test_a_template_that_asks_for_an_unknown_field_is_told() -> None:
    with pytest.raises(KeyError):
        Form(Sample).value("nmae")


def test_an_empty_page_may_be_prefilled() -> None:
    form = Form(Sample, {"name": "Anna"})
    assert (form.value("name"), form.value("day"), form.errors, form.ok) == ("Anna", "", [], False)


def test_the_names_in_html_may_differ_from_the_code() -> None:
    form = Form(Renamed)
    form.read({"imie": "Anna"})
    assert form.struct.first_name == "Anna"
    assert form.value("imie") == "Anna"
