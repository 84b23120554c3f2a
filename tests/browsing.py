"""A browser without a window: it keeps cookies and sends the forms that stand in its pages."""

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

import httpx
import pyotp

URL = "https://portal.lipowa.example"
COOKIE = "__Host-iok"
DEVICE = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Browser:
    """Keeps cookies and the page that is open; sends only forms that stand in it.

    Redirections are not followed by themselves: `follow()` goes where the last answer points.
    """

    def __init__(self, transport: httpx.BaseTransport, device: str) -> None:
        headers = {"user-agent": device, "accept": "text/html", "sec-fetch-site": "same-origin"}
        self.http = httpx.Client(transport=transport, base_url=URL, headers=headers)
        self.answer = self._page = httpx.Response(204)
        self._read: dict[str, dict[str, str]] | None = None

    @property
    def token(self) -> str | None:
        """The session's cookie."""
        return self.http.cookies.get(COOKIE)

    def open(self, path: str) -> httpx.Response:
        return self._show(self.http.get(path))

    def follow(self) -> httpx.Response:
        return self.open(self.answer.headers["location"])

    def opened(self, paths: Iterable[str], elsewhere: str) -> set[str]:
        """Those of the pages that do not send this visitor to `elsewhere`."""
        return {path for path in paths if self.open(path).headers.get("location") != elsewhere}

    def submit(self, action: str, **fields: str) -> httpx.Response:
        """Sends the form with that address as it stands in the page, `fields` filled in."""
        return self._show(self.http.post(action, data=self._forms[action] | fields))

    def submit_files(
        self, action: str, name: str, contents: Sequence[bytes], **fields: str
    ) -> httpx.Response:
        """The same with files in the field of that name, one at least."""
        files = [(name, ("photo.jpg", content)) for content in contents]
        sent = self._forms[action] | fields
        return self._show(self.http.post(action, data=sent, files=files))

    def sign_in(self, identifier: str, password: str) -> httpx.Response:
        """The first step, which is the last for whoever has no second factor."""
        self.open("/logowanie")
        return self.submit("/logowanie", identifier=identifier, password=password)

    def give_code(self, secret: str) -> httpx.Response:
        """The second step: where the sign-in leads, with the code of an app that holds now."""
        self.follow()
        return self.submit("/potwierdzenie/kod", code=pyotp.TOTP(secret).now())

    def form(self, action: str) -> dict[str, str]:
        """What a form of this page would send as it stands; KeyError if it has none."""
        return dict(self._forms[action])

    def has_form(self, action: str) -> bool:
        return action in self._forms

    def _show(self, answer: httpx.Response) -> httpx.Response:
        self.answer = answer
        if not answer.is_redirect:
            self._page, self._read = answer, None
        return answer

    @property
    def _forms(self) -> dict[str, dict[str, str]]:
        """Of the page that is open; most are only looked at, so they are read when asked for."""
        if self._read is None:
            reader = _FormReader()
            if "html" in self._page.headers.get("content-type", ""):
                reader.feed(self._page.text)
            self._read = reader.forms
        return self._read


class _FormReader(HTMLParser):
    """The forms of a page by their address, with the values that they would send unchanged."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = self.forms.setdefault(given.get("action") or "", {})
        name = given.get("name")
        unticked = given.get("type") == "checkbox" and "checked" not in given
        if tag == "input" and name and not unticked and given.get("type") != "file":
            self._form[name] = given.get("value") or ""
