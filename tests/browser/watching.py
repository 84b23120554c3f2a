"""What a browser has to say against our pages: it should never have anything to say."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_FAILED_DOCUMENT = "Failed to load resource: the server responded with a status of 4"
_SIGNED_OUT = "Clear-Site-Data header on"
"""Chromium tells developers what a sign-out cleared."""

_OF_THE_BROWSER = ("chrome", "chrome-extension")
"""Its viewer of PDFs."""
_ICON = "/favicon.ico"
"""Which a browser asks for beside a PDF: that cannot name one."""


class Watch:
    """Console and CSP messages, script errors, failed requests, requests to other hosts."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self._own = {origin, origin.replace("127.0.0.1", "localhost")}
        """Its other name is the one that passkeys are made for."""
        self.viewed = False
        """A PDF was shown: after the viewer of the browser, what a page is given may come twice."""
        self._seen: list[str] = []
        self._said: list[ConsoleMessage] = []
        self._documents: set[str] = set()
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failure)
        context.on("response", self._on_response)

    @property
    def faults(self) -> list[str]:
        said = (f"console: {said.text}" for said in self._said if not self._expected(said))
        return [*self._seen, *said]

    def told(self) -> list[str]:
        """What was wrong until now, once."""
        faults = self.faults
        self._seen.clear()
        self._said.clear()
        return faults

    def _expected(self, said: ConsoleMessage) -> bool:
        """A page that is an error page is one to the browser, too; what it shows tests judge."""
        if said.text.startswith(_FAILED_DOCUMENT):
            if said.location["url"].endswith(_ICON):
                return True
            return said.location["url"].partition("#")[0] in self._documents
        return said.text.startswith(_SIGNED_OUT)

    def _on_console(self, said: ConsoleMessage) -> None:
        self._said.append(said)

    def _on_error(self, error: WebError) -> None:
        self._seen.append(f"script: {error.error}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in _OF_THE_BROWSER:
            return
        if f"{parts.scheme}://{parts.netloc}" not in self._own:
            self._seen.append(f"another host: {request.url}")

    def _on_failure(self, request: Request) -> None:
        """Whoever leaves a page ends what it was still loading: that is no fault."""
        if request.failure != "net::ERR_ABORTED":
            self._seen.append(f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self._seen.append(f"status {response.status}: {response.url}")
        if response.request.is_navigation_request():
            self.viewed |= response.headers.get("content-type") == "application/pdf"
            self._documents.add(response.url.partition("#")[0])
