"""K11-5, S62, S63: forms with files are read within limits, and what was typed stays."""

from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iok_core.web.csrf import token
from iok_core.web.file_room import STATE_KEY
from iok_core.web.visitor import Visitor
from tests.web.files_sent import (
    EDGE,
    FORM,
    LIMITS,
    MIB,
    OWN,
    TEXTS,
    for_residents,
    form_page,
    multipart,
    with_files,
    without_files,
)

Send = Callable[..., httpx.Response]


@pytest.fixture
def site(open_site: Any) -> Any:
    return open_site(with_files, without_files, for_residents, form_page, files=LIMITS)


@pytest.fixture
def send(site: Any) -> Send:
    def send(*contents: bytes, to: str = "/with", **other: Any) -> httpx.Response:
        photos = [("photos", (f"{n}.jpg", content)) for n, content in enumerate(contents)]
        answer: httpx.Response = site.client.post(
            to, data=other.pop("data", FORM), files=photos, headers=OWN | other.pop("headers", {})
        )
        return answer

    return send


def post_raw(site: Any, content: bytes | Iterable[bytes], boundary: str = "edge") -> httpx.Response:
    kind = f"multipart/form-data; boundary={boundary}"
    answer: httpx.Response = site.client.post(
        "/with", content=content, headers=OWN | {"content-type": kind, "accept": "text/html"}
    )
    return answer


def test_k11_5_texts_and_files_of_a_form_arrive(send: Send) -> None:
    got = send(b"one", b"three3").json()
    assert got == {"typed": "Łucja Żak", "errors": [], "beside": "", "files": [[1, 3], [2, 6]]}


def test_a_field_in_which_nothing_was_chosen_is_no_file(site: Any) -> None:
    empty = ('name="photos"; filename=""\r\nContent-Type: application/octet-stream', b"")
    got = post_raw(site, multipart(*TEXTS, empty))
    assert (got.status_code, got.json()["files"]) == (200, [])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\u202egpj.exe", "\x01\x7f", "C:\\x\\y.jpg", "a" * 500, "%0D%0A"]
)
def test_s63_names_of_files_are_dropped(site: Any, name: str) -> None:
    got = post_raw(site, multipart(*TEXTS, (f'name="photos"; filename="{name}"', b"abc")))
    assert got.json()["files"] == [[1, 3]]
    assert name not in got.text


def test_k11_5_s63_what_is_too_large_is_told_beside_its_field_and_what_was_typed_stays(
    send: Send,
) -> None:
    got = send(b"a", bytes(MIB + 1), bytes(MIB))
    assert got.status_code == 422
    told = "Plik nr 2: ma więcej niż 1 MB, wybierz mniejszy."
    assert got.json() == {
        "typed": "Łucja Żak",
        "errors": [["photos", told]],
        "beside": told,
        "files": [[1, 1], [3, MIB]],
    }


def test_s63_of_a_hundred_files_the_first_are_taken(send: Send) -> None:
    got = send(*(b"x" for _ in range(100)))
    assert got.status_code == 422
    told = "Przyjęto tylko 3 pierwsze pliki: więcej nie mieści się w jednym formularzu."
    assert got.json()["errors"] == [["photos", told]]
    assert got.json()["files"] == [[1, 1], [2, 1], [3, 1]]


def test_s62_texts_beside_files_are_bounded_as_those_of_other_forms(send: Send) -> None:
    assert send(b"x", data=FORM | {"remarks": "a" * 60_000}).status_code == 422
    assert send(b"x", data=FORM | {"remarks": "a" * 70_000}).status_code == 413
    assert send(b"x", data={f"a{n}": "1" for n in range(201)}).status_code == 413


def test_a_form_that_takes_files_may_come_without_them(site: Any) -> None:
    assert site.client.post("/with", data=FORM, headers=OWN).status_code == 200


def test_s63_a_page_that_takes_no_files_does_not_even_read_them(send: Send) -> None:
    assert send(b"x", to="/without").status_code == 415


BAD = {
    "no form": b"hello",
    "nothing": b"",
    "cut off": multipart(*TEXTS, end=b""),
    "no name": multipart(*TEXTS, ("x=y", b"1")),
    "an unknown field": multipart(*TEXTS, ('name="role"', b"admin")),
    "a field twice": multipart(*TEXTS, TEXTS[0]),
    "no UTF-8": multipart(('name="name"', b"\xff"), TEXTS[1]),
    "no head": EDGE + b"\r\n\r\nabc\r\n" + EDGE + b"--\r\n",
    "a head of another kind": multipart().replace(b"--edge--", EDGE + b"\r\nA: b\r\n\r\n"),
    "a wrong length": multipart(*TEXTS, ('name="photos"; filename="a"\r\nContent-Length: 9', b"1")),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_s62_a_body_that_no_page_sends_is_refused_in_polish(site: Any, content: bytes) -> None:
    got = post_raw(site, content)
    assert got.status_code == 400
    assert "Nie udało się tego odczytać" in got.text


def test_a_form_without_an_edge_is_refused(site: Any) -> None:
    kind = {"content-type": "multipart/form-data"}
    assert site.client.post("/with", content=b"a", headers=OWN | kind).status_code == 400


def test_s62_a_head_without_end_and_parts_without_number_are_not_read_on(site: Any) -> None:
    assert post_raw(site, multipart(('name="' + "a" * 9000 + '"', b""))).status_code == 413
    countless = multipart(*(('name="photos"; filename=""', b"") for _ in range(1001)))
    assert post_raw(site, countless).status_code == 413


@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_form_may_arrive_in_any_pieces(site: Any, size: int) -> None:
    whole = multipart(*TEXTS, ('name="photos"; filename="a"', b"\r\n--edg\r\n--ed--\r"))
    pieces = (whole[at : at + size] for at in range(0, len(whole), size))
    assert post_raw(site, pieces).json()["files"] == [[1, 16]]


@given(content=st.binary(max_size=300), whole=st.booleans())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_s62_no_bytes_make_a_form_with_files_fail(site: Any, content: bytes, whole: bool) -> None:
    sent = multipart(*TEXTS, ('name="photos"; filename="a"', content)) if whole else EDGE + content
    assert post_raw(site, sent).status_code in {200, 400, 413, 422}
    assert site.client.app.state[STATE_KEY].free == 4 * 3 * MIB


def test_s61_a_form_with_files_needs_the_token_of_the_session_too(
    site: Any, send: Send, visitors: dict[str, Visitor]
) -> None:
    site.enter("resident")
    assert send(b"x", to="/resident").status_code == 403
    own = FORM | {"_csrf": token(visitors["resident"])}
    assert send(b"x", to="/resident", data=own).json()["files"] == [[1, 1]]
    assert (
        send(b"x", to="/resident", data=own, headers={"origin": "http://evil"}).status_code == 403
    )
