"""Forms: every error at once, in words; nothing that a browser cannot send; never a failure."""

from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal
from urllib.parse import quote_plus, urlencode

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Request, Response, post
from msgspec import Meta

from iok_core.web.body import BadForm, parse
from iok_core.web.forms import Form, Lines, Password, asks, read_form
from iok_core.web.gates import OPEN
from iok_core.web.i18n import Msgid, msgid

HEADERS = {
    "origin": "http://testserver.local",
    "content-type": "application/x-www-form-urlencoded",
}
ENTER_NAME = Msgid("Enter the name")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Sample(msgspec.Struct):
    name: Annotated[str, Meta(max_length=10), asks(ENTER_NAME)]
    password: Password
    floor: Annotated[int, Meta(ge=-2, le=30), asks(Msgid("Enter the floor"))] = 0
    day: date | None = None
    way: Literal["post", "mail"] = "mail"
    colour: Colour | None = None
    remarks: Lines = ""
    agreed: bool = False
    size: int | None = None


class Renamed(msgspec.Struct, rename={"first_name": "imie"}):
    first_name: str


def read(**sent: str) -> Form[Sample]:
    form = Form(Sample)
    form.read({"name": "Anna", "password": "pw", **sent})
    return form


@pytest.fixture
def client(open_site: Any) -> Any:
    @post("/form", gate=OPEN)
    async def handler(request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read_form(request, Sample)
        answer = {"errors": form.errors, "value": repr(form.struct) if form.ok else None}
        return Response(answer, status_code=200 if form.ok else 422)

    return open_site(handler).client


def send(client: Any, body: bytes | str) -> Any:
    return client.post("/form", content=body, headers=HEADERS)


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


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("name=Anna&password=p", 200),
        ("name=Anna&password=p&_csrf=x", 200),
        ("name=&password=", 422),
        ("name=A&name=B&password=p", 400),
        ("name=A&password=p&role=admin", 400),
        ("name=A&password=%ff", 400),
        (b"name=\xc5\x81&password=p", 400),
        ("name=A&password=%ED%A0%80", 400),
        ("name=" + "a" * 70_000, 413),
    ],
)
def test_s62_only_what_the_page_could_send_is_read(
    client: Any, body: bytes | str, status: int
) -> None:
    assert send(client, body).status_code == status


def test_s62_a_form_of_countless_fields_is_not_taken_apart() -> None:
    assert len(parse(b"&".join([b"a=1"] * 200))) == 200
    with pytest.raises(BadForm):
        parse(b"&".join([b"a=1"] * 201))


def test_a_form_that_hides_its_length_is_bounded_too(client: Any) -> None:
    chunks = (b"name=" + b"a" * 1000 for _ in range(70))
    assert client.post("/form", content=chunks, headers=HEADERS).status_code == 413


def test_what_is_not_a_form_is_refused(client: Any) -> None:
    got = client.post("/form", json={"name": "Anna"}, headers={"origin": HEADERS["origin"]})
    assert got.status_code == 415


def test_polish_letters_arrive(client: Any) -> None:
    got = send(client, urlencode({"name": "Łucja Żak", "password": "p"}))
    assert "Łucja Żak" in got.json()["value"]


def test_no_password_stays_in_the_process(client: Any) -> None:
    """Litestar's own parser keeps the last forms in a cache."""
    from litestar._parsers import parse_url_encoded_form_data

    before = parse_url_encoded_form_data.cache_info()
    send(client, "name=Anna&password=secret")
    assert parse_url_encoded_form_data.cache_info() == before


FUZZ = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = st.sampled_from([*(field.encode_name for field in msgspec.structs.fields(Sample)), "_csrf"])
BODIES = st.dictionaries(NAMES, st.text(max_size=40)).map(
    lambda sent: "&".join(f"{name}={quote_plus(value)}" for name, value in sent.items())
)


@given(body=st.binary(max_size=400))
@FUZZ
def test_s62_no_bytes_make_a_form_fail(client: Any, body: bytes) -> None:
    assert send(client, body).status_code in {200, 400, 413, 422}


@given(body=BODIES)
@FUZZ
def test_s62_no_text_in_a_known_field_makes_a_form_fail(client: Any, body: str) -> None:
    assert send(client, body).status_code in {200, 422}


@given(sent=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=30)), max_size=9))
def test_what_a_browser_encodes_is_read_back(sent: list[tuple[str, str]]) -> None:
    kept = [(n, v) for n, v in sent if _encodable(n + v)]
    assert parse(urlencode(kept).encode()) == kept


def _encodable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


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
