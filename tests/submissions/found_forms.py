"""Forms as somebody comes upon them: by links, page by page."""

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any

import httpx
import msgspec

from tests.browsing import Browser

Sent = Iterable[tuple[str, str | bytes]]
CSRF = "_csrf"
_KIND = {"content-type": "application/x-www-form-urlencoded"}


class Field(msgspec.Struct):
    kind: str
    """Of an input its type; else "textarea", "select" or "button"."""
    value: str = ""
    options: list[str] = []

    @property
    def seen(self) -> bool:
        """Somebody fills it in, and reads beside it what is wrong."""
        return self.kind not in ("hidden", "button")

    @property
    def is_text(self) -> bool:
        return self.kind in ("text", "textarea")


class FoundForm(msgspec.Struct):
    action: str
    files: bool
    fields: dict[str, Field] = {}
    buttons: list[tuple[str, str]] = []
    """Name and value of each, in their order; Enter presses the first one."""

    @property
    def name(self) -> str:
        """The same for whatever stands at addresses that differ by numbers alone."""
        return _name(self.action)

    @property
    def typed(self) -> dict[str, Field]:
        """All that is sent as text, hidden fields and buttons too."""
        return {n: it for n, it in self.fields.items() if it.kind != "file" and n != CSRF}

    @property
    def places_for_files(self) -> list[str]:
        return [name for name, it in self.fields.items() if it.kind == "file"]

    def as_it_stands(self, button: int = 0) -> dict[str, str]:
        """What that button would send."""
        kept = {n: it.value for n, it in self.fields.items() if it.kind not in ("file", "button")}
        pressed = self.buttons[button : button + 1]
        return kept | {name: value for name, value in pressed if name}

    def send(self, browser: Browser, fields: Sent) -> httpx.Response:
        """In the encoding of the form."""
        if self.files:
            parts: Any = [(name, (None, value)) for name, value in fields]
            return browser.http.post(self.action, files=parts)
        body = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in fields)
        return browser.http.post(self.action, content=body, headers=_KIND)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.links: list[str] = []
        self._open: FoundForm | None = None
        self._field = Field("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form" and given.get("method") == "post":
            files = given.get("enctype") == "multipart/form-data"
            self._open = FoundForm(given["action"], files)
            self.forms.append(self._open)
        elif self._open is not None:
            self._add(self._open, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _add(self, form: FoundForm, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "option":
            self._field.options.append(value)
        elif tag == "button":
            form.buttons.append((name, value))
        if not name or tag not in ("input", "textarea", "select", "button"):
            return
        kind = given.get("type", "text") if tag == "input" else tag
        self._field = form.fields.setdefault(name, Field(kind))
        if kind in ("radio", "checkbox"):
            self._field.options.append(value)
        elif not self._field.value:
            self._field.value = value


def forms_on(answer: httpx.Response) -> list[FoundForm]:
    return _read(answer).forms


def found(
    browser: Browser, first: Sequence[str], under: Sequence[str] = ()
) -> tuple[list[FoundForm], dict[str, httpx.Response]]:
    """One form of each kind, and all pages: the first ones, and where links lead to whose
    addresses begin as said; of those that differ by numbers alone one."""
    waiting, seen = list(first), set[str]()
    forms: dict[str, FoundForm] = {}
    pages: dict[str, httpx.Response] = {}
    while waiting:
        path = waiting.pop(0)
        if path in pages or (path not in first and _name(path) in seen):
            continue
        seen.add(_name(path))
        pages[path] = browser.http.get(path, follow_redirects=True)
        read = _read(pages[path])
        waiting += [link for link in read.links if link.startswith(tuple(under))]
        for form in read.forms:
            forms.setdefault(f"{form.name} {sorted(form.fields)} {form.buttons}", form)
    return [form for form in forms.values() if form.typed or form.places_for_files], pages


def _read(answer: httpx.Response) -> _Reader:
    reader = _Reader()
    if "html" in answer.headers.get("content-type", ""):
        reader.feed(answer.text)
    return reader


def _name(path: str) -> str:
    return re.sub(r"\d+", "N", path.partition("?")[0])


def _quoted(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return "".join(f"%{byte:02X}" for byte in raw)
