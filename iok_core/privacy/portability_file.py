"""The ZIP of somebody's own data, made while it is sent: of the photos one is in hand at a time."""

import zipfile
from collections.abc import AsyncIterator

import msgspec

from iok_core.photos.service import photo_content
from iok_core.privacy.portability import OwnData

DATA, INDEX, PHOTOS = "dane.json", "czytaj.html", "zdjecia"


class _Pieces:
    """A file that is only ever written to; what was written is taken out and sent on."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._written.append(bytes(piece))
        return len(piece)

    def flush(self) -> None: ...

    def taken(self) -> bytes:
        pieces, self._written = self._written, []
        return b"".join(pieces)


async def zipped(own: OwnData, index: str) -> AsyncIterator[bytes]:
    """`index`: the page that people read."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it only writes
        archive.writestr(INDEX, index)
        archive.writestr(DATA, msgspec.json.format(msgspec.json.encode(own)))
        yield pieces.taken()
        for photo in own.submissions.photos:
            try:
                content = await photo_content(photo, "jpeg")
            except LookupError:  # thrown away since this began
                continue
            archive.writestr(photo_name(photo), content, zipfile.ZIP_STORED)
            yield pieces.taken()
    yield pieces.taken()


def photo_name(photo: int) -> str:
    return f"{PHOTOS}/{photo}.jpg"
