"""K11-5, S62, S63: forms with files are read within limits, and what was typed stays."""

import asyncio
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar, Request, Response, get, post

from iok_core.web import body
from iok_core.web.csrf import token
from iok_core.web.file_limits import FileLimits
from iok_core.web.file_room import STATE_KEY
from iok_core.web.files import read_files
from iok_core.web.forms import Errors, read_form
from iok_core.web.gates import OPEN, RESIDENT
from iok_core.web.install import Web
from iok_core.web.visitor import Visitor
from tests.web.sample import Sample

OWN = {"origin": "http://testserver.local"}
MIB = 1024 * 1024
LIMITS = FileLimits(files=3, mib=1)
EDGE = b"--edge"
FORM = {"name": "Łucja Żak", "password": "p"}
Send = Callable[..., httpx.Response]


async def _answer(request: Request[Any, Any, Any]) -> Response[Any]:
    form = await read_form(request, Sample)
    files = await read_files(request, "photos")
    answer = {
        "typed": form.value("name"),
        "errors": Errors.of(form, files).errors,
        "beside": files.error("photos"),
        "files": [(file.number, len(file.content)) for file in files.taken],
    }
    return Response(answer, status_code=200 if form.ok and files.ok else 422)


@post("/with", gate=OPEN, files=True)
async def with_files(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _answer(request)


@post("/without", gate=OPEN)
async def without_files(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _answer(request)


@post("/resident", gate=RESIDENT, files=True)
async def for_residents(request: Request[Any, Any, Any]) -> Response[Any]:
    return await _answer(request)


@get("/resident", gate=RESIDENT, sync_to_thread=False)
def form_page() -> str:
    return ""


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


def multipart(*parts: tuple[str, bytes], end: bytes = EDGE + b"--\r\n") -> bytes:
    """Each part: what stands after `form-data; `, and its content."""
    written = (
        EDGE + b"\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content
        for head, content in parts
    )
    return b"".join(part + b"\r\n" for part in written) + end


def post_raw(site: Any, content: bytes | Iterable[bytes], boundary: str = "edge") -> httpx.Response:
    kind = f"multipart/form-data; boundary={boundary}"
    answer: httpx.Response = site.client.post(
        "/with", content=content, headers=OWN | {"content-type": kind, "accept": "text/html"}
    )
    return answer


TEXTS = (('name="name"', "Łucja Żak".encode()), ('name="password"', b"p"))


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


class Sender:
    """Speaks to the application as the server does, piece by piece."""

    kind = "multipart/form-data; boundary=edge"

    def __init__(self, app: Litestar, path: str, pieces: Iterable[bytes]) -> None:
        self._app = app
        self._path = path
        self._pieces = iter(pieces)
        self.read = 0
        self.status = 0
        self.content = b""
        self.waits = asyncio.Event()

    async def __call__(self) -> int:
        headers = {**OWN, "host": "testserver.local", "accept": "application/json"}
        headers["content-type"] = self.kind
        scope = {
            "type": "http",
            "method": "POST",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "server": ("testserver.local", 80),
            "client": ("127.0.0.1", 1),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "state": {},
            "extensions": {},
        }
        await self._app(scope, self.receive, self.send)  # type: ignore[arg-type]
        return self.status

    async def receive(self) -> dict[str, Any]:
        piece = next(self._pieces, None)
        if piece == b"":
            self.waits.set()
            await asyncio.Event().wait()  # nothing more comes, nor does the end
        self.read += len(piece or b"")
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(self, message: dict[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.content += message.get("body", b"")


@pytest.fixture
def app(make_web: Callable[..., Web]) -> Litestar:
    return Litestar(
        [with_files, for_residents, form_page],
        plugins=[make_web(files=FileLimits())],
        openapi_config=None,
        logging_config=None,
    )


def stream(size: int, files: int = 1) -> Iterator[bytes]:
    """A form whose files have so many bytes each."""
    yield multipart(*TEXTS, end=b"")
    head = b"\r\nContent-Disposition: form-data; name=photos; filename=a\r\n\r\n"
    for _ in range(files):
        yield EDGE + head
        yield from itertools.repeat(bytes(64 * 1024), size // (64 * 1024))
        yield b"\r\n"
    yield EDGE + b"--\r\n"


def memory_counted_anew() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def memory(name: str) -> int:
    told = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told[1]) * 1024 if told else 0


async def test_s63_what_is_too_large_is_read_to_its_end_and_not_kept(app: Litestar) -> None:
    """A browser shows an answer only when it has sent everything."""
    before = memory_counted_anew()
    sender = Sender(app, "/with", stream(60 * MIB))
    assert await sender() == 422
    assert "ma więcej niż 5 MB" in sender.content.decode()
    assert "Łucja Żak" in sender.content.decode()
    assert memory("VmHWM") - before < 2 * 5 * MIB


async def test_s63_a_form_without_end_is_not_read_on(app: Litestar) -> None:
    sender = Sender(app, "/with", stream(999 * MIB))
    assert await sender() == 413
    assert sender.read < 65 * MIB
    assert app.state[STATE_KEY].free == 100 * MIB


async def test_s63_of_a_stranger_nothing_is_read(app: Litestar) -> None:
    sender = Sender(app, "/resident", stream(MIB))
    assert await sender() == 401
    assert sender.read == 0


async def test_s63_files_of_all_together_have_room_and_leave_it(app: Litestar) -> None:
    """While others' files take it, the next one's are refused, and what they typed stays."""
    most_of_a_form = [*itertools.islice(stream(5 * MIB, 5), 400), b""]
    others = [Sender(app, "/with", most_of_a_form) for _ in range(4)]
    tasks = [asyncio.create_task(other()) for other in others]
    await asyncio.gather(*(other.waits.wait() for other in others))
    sender = Sender(app, "/with", stream(5 * MIB, 3))
    assert await sender() == 422
    assert "Teraz przychodzi zbyt wiele plików" in sender.content.decode()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert app.state[STATE_KEY].free == 100 * MIB
    assert await Sender(app, "/with", stream(5 * MIB, 5))() == 200


async def test_s31_who_sends_nothing_more_is_not_waited_for(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "_SECONDS_OF_SILENCE", 0.01)
    for kind in (Sender.kind, body.FORM_TYPE):
        sender = Sender(app, "/with", [b"--edge", b""])
        sender.kind = kind
        async with asyncio.timeout(60):
            assert await sender() == 408
