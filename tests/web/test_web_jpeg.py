"""Photos leave as JPEG and as nothing else."""

from typing import Any, Literal

import pytest
from litestar import Response, get

from iok_core.web.gates import OPEN
from iok_core.web.jpeg_answer import jpeg


@pytest.mark.parametrize("shown", ["inline", "attachment"])
def test_s63_k11_5_a_photo_is_answered_as_jpeg_whatever_it_holds_and_kept_nowhere(
    open_site: Any, shown: Literal["inline", "attachment"]
) -> None:
    @get("/photo", gate=OPEN, sync_to_thread=False)
    def photo() -> Response[bytes]:
        return jpeg(b"<script>alert(1)</script>", "zdjecie-1", shown)

    headers = open_site(photo).client.get("/photo").headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["content-disposition"] == f'{shown}; filename="zdjecie-1.jpg"'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
