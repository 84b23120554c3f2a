"""The verbs of photos. Whoever calls decides who may see one, and says what holds it.

A photo begins as somebody's own, in a draft; `keep_photos` gives it to what is sent.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

import msgspec

from iok_core.db import execute, fetch, hold, transaction
from iok_core.photos.clean_photo import CleanPhoto, PhotoError, PhotoProblem
from iok_core.photos.context import PhotoContext
from iok_core.photos.quota import require_room

__all__ = [
    "PhotoContext",
    "PhotoError",
    "PhotoLine",
    "PhotoProblem",
    "add_photo",
    "drop_photos",
    "keep_photos",
    "photo_content",
    "photos_for",
    "photos_with",
    "remove_photo",
    "sweep_photos",
]

DRAFTS_LAST = timedelta(days=1)
_LINE = "SELECT id, owner, kept_for, added_at, width, height FROM photo"


class PhotoLine(msgspec.Struct, frozen=True):
    """A photo without its content."""

    id: int
    owner: int
    kept_for: str | None
    """What holds it; None: it is in a draft of its owner, if anywhere."""
    added_at: datetime
    width: int
    height: int

    def free_for(self, person: int) -> bool:
        """Theirs, and not kept for anything yet."""
        return self.owner == person and self.kept_for is None


async def add_photo(ctx: PhotoContext, owner: int, content: bytes) -> int:
    """Its id. Takes a second or more: call it outside of transactions.

    The same picture sent again is the same photo as long as it is in no case.

    Raises:
        PhotoError: it is none that can be taken, or this person has left too much already.
    """
    await require_room(ctx, owner)
    async with ctx.turns.of(owner):
        photo = await ctx.cleaner.clean(content)
    async with transaction():
        await hold("photos of person", owner)
        digest = sha256(photo.jpeg).hexdigest()
        if (same := await _in_a_draft(owner, digest)) is not None:
            return same
        await require_room(ctx, owner, _size(photo))
        return await _insert(ctx, owner, photo, digest)


async def keep_photos(photos: Sequence[int], owner: int, holder: str) -> None:
    """In the transaction of what they are kept for. `holder` is unique in the portal: "fault 12".

    Raises LookupError: one of them is gone, somebody else's, or kept already.
    """
    for photo in photos:
        kept = await execute(
            "UPDATE photo SET kept_for = {} WHERE id = {} AND owner = {} AND kept_for IS NULL",
            holder,
            photo,
            owner,
        )
        if not kept:
            raise LookupError(f"photo {photo} is not there to be kept")


async def photos_for(holder: str) -> list[PhotoLine]:
    """Those that it holds, in the order in which they were added."""
    rows = await fetch(f"{_LINE} WHERE kept_for = {{}} ORDER BY id", holder)
    return [PhotoLine(*row) for row in rows]


async def photos_with(ids: Collection[int]) -> list[PhotoLine]:
    """Those of the ids that there are, in the order in which they were added."""
    found = [await fetch(f"{_LINE} WHERE id = {{}}", photo) for photo in sorted(ids)]
    return [PhotoLine(*row) for rows in found for row in rows]


async def photo_content(photo: int, part: Literal["jpeg", "thumbnail"]) -> bytes:
    """Raises LookupError."""
    rows = await fetch(f"SELECT {part} FROM photo WHERE id = {{}}", photo)
    if not rows:
        raise LookupError(f"no photo {photo}")
    return bytes(rows[0][0])


async def remove_photo(photo: int, owner: int) -> bool:
    """Out of a draft; False: there is no such photo in one of theirs."""
    removed = await execute(
        "DELETE FROM photo WHERE id = {} AND owner = {} AND kept_for IS NULL", photo, owner
    )
    return removed > 0


async def drop_photos(holder: str) -> int:
    """How many there were; when what held them goes."""
    return await execute("DELETE FROM photo WHERE kept_for = {}", holder)


async def sweep_photos(
    ctx: PhotoContext, in_drafts: Callable[[], Awaitable[Collection[int]]]
) -> None:
    """Those that nothing holds after a day. `in_drafts` are the ids that drafts name now."""
    before = ctx.clock.now() - DRAFTS_LAST
    rows = await fetch(
        "SELECT id FROM photo WHERE kept_for IS NULL AND added_at <= {} ORDER BY id", before
    )
    if not rows:
        return
    held = set(await in_drafts())
    for (photo,) in rows:
        if photo not in held:
            await execute("DELETE FROM photo WHERE id = {} AND kept_for IS NULL", photo)


async def _in_a_draft(owner: int, digest: str) -> int | None:
    rows = await fetch(
        "SELECT id FROM photo WHERE owner = {} AND sha256 = {} AND kept_for IS NULL", owner, digest
    )
    return int(rows[0][0]) if rows else None


async def _insert(ctx: PhotoContext, owner: int, photo: CleanPhoto, digest: str) -> int:
    rows = await fetch(
        "INSERT INTO photo (owner, added_at, width, height, sha256, byte_count, thumbnail, jpeg) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}) RETURNING id",
        owner,
        ctx.clock.now(),
        photo.width,
        photo.height,
        digest,
        _size(photo),
        photo.thumbnail,
        photo.jpeg,
    )
    return int(rows[0][0])


def _size(photo: CleanPhoto) -> int:
    return len(photo.jpeg) + len(photo.thumbnail)
