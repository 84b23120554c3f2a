"""What is sent: nothing that a browser cannot send is read, and nothing makes it a failure."""

from typing import Any
from urllib.parse import quote_plus, urlencode

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Request, Response, post

from iok_core.web.body import BadForm, parse
from iok_core.web.forms import read_form
from iok_core.web.gates import OPEN
from tests.web.sample import Sample

HEADERS = {
    "origin": "http://testserver.local",
    "content-type": "application/x-www-form-urlencoded",
}


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
