"""What a page draws of a Struct: labels, hints, controls, and what may be chosen."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from iok_core.web.forms import Form, Password, asks
from iok_core.web.i18n import msgid
from tests.web.sample import Sample


def test_a_struct_says_what_a_page_draws() -> None:
    class Options(msgspec.Struct):
        folder: Annotated[str, Meta(title="Folder", description="Where the files are")]
        key: Password
        since: date | None = None

    form = Form(Options)
    described = {n: (f.control, f.label, f.hint) for n, f in form.fields.items()}
    assert described == {
        "folder": ("text", "Folder", "Where the files are"),
        "key": ("secret", "key", ""),
        "since": ("date", "since", ""),
    }
    assert [name for name in form.fields if form.optional(name)] == ["since"]


def test_a_choice_offers_what_the_struct_allows() -> None:
    controls = {name: field.control for name, field in Form(Sample).fields.items()}
    assert (controls["way"], controls["colour"], controls["agreed"]) == ("choice", "choice", "tick")
    assert Form(Sample).options("way") == [("mail", "mail"), ("post", "post")]
    assert Form(Sample).options("colour") == [("", "–"), ("red", "red"), ("blue", "blue")]


class Asked(msgspec.Struct):
    year: Annotated[int, Meta(title="Year", description="Four digits"), asks(msgid("Enter it"))]
    colour: Literal["blue", "red"] = "red"


def test_a_plugins_own_words_stand_for_what_its_struct_declares() -> None:
    words = {"Year": "Rok", "Four digits": "Cztery cyfry", "Enter it": "Wpisz", "blue": "modry"}
    form = Form(Asked, words=words)
    form.read({"year": "x"})
    assert (form.fields["year"].label, form.fields["year"].hint) == ("Rok", "Cztery cyfry")
    assert form.errors == [("year", "Wpisz")]
    assert form.options("colour") == [("blue", "modry"), ("red", "red")]
    assert Form(Asked).fields["year"].label == "Year"


def test_a_new_page_shows_what_a_struct_takes_where_nothing_is_chosen() -> None:
    class Options(msgspec.Struct):
        year: int
        colour: Literal["blue", "red"] = "red"
        since: date = date(2026, 10, 31)
        whole: bool = True
        note: str | None = None

    form = Form(Options, {"year": "2026"})
    shown = {name: form.value(name) for name in form.fields}
    assert shown == {
        "year": "2026",
        "colour": "red",
        "since": "2026-10-31",
        "whole": "1",
        "note": "",
    }
