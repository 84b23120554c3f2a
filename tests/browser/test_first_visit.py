"""What a first visit costs over a slow line: nothing is in the browser yet (K03-4)."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.windows import SignedIn

MOST_BYTES = 150_000


def carried(page: Page, path: str) -> dict[str, int]:
    """Bytes over the wire, headers included, by the file's name."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    names: dict[str, str] = {}
    bytes_of: dict[str, int] = {}

    def named(event: dict[str, object]) -> None:
        answer = event["response"]
        assert isinstance(answer, dict)
        names[str(event["requestId"])] = str(answer["url"])

    def loaded(event: dict[str, object]) -> None:
        bytes_of[names[str(event["requestId"])]] = int(str(event["encodedDataLength"]))

    wire.on("Network.responseReceived", named)
    wire.on("Network.loadingFinished", loaded)
    page.goto(path, wait_until="networkidle")
    return bytes_of


@pytest.mark.parametrize("path", ["/logowanie", "/"])
def test_k03_4_a_first_visit_is_light(visit: Visit, resident: SignedIn, path: str) -> None:
    page = visit(390, signed_in=resident if path == "/" else (), first=True)
    bytes_of = carried(page, path)
    fonts = sorted(url.rpartition("-")[2] for url in bytes_of if url.endswith(".woff2"))
    assert fonts == ["ext.woff2", "latin.woff2"]  # Polish letters, and no Cyrillic ones
    assert sum(bytes_of.values()) <= MOST_BYTES, bytes_of
