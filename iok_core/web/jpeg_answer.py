"""A photo as the answer to a request. Whoever asks for it was let through by the caller."""

from typing import Literal

from litestar import Response

MEDIA_TYPE = "image/jpeg"


def jpeg(
    content: bytes, name: str, shown: Literal["inline", "attachment"] = "inline"
) -> Response[bytes]:
    """Never anything else than JPEG, and kept nowhere: `no-store` and `nosniff` as all answers.

    `name` is ours, in ASCII; an `<img>` shows an attachment, too.
    """
    headers = {"Content-Disposition": f'{shown}; filename="{name}.jpg"'}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)
