"""K11-5, S63: photos are kept within quotas, by whoever added them, until nothing holds them."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from iok_core.db import Engine, fetch, transaction
from iok_core.photos.clean_photo import CleanPhoto, PhotoError, PhotoProblem, Refused
from iok_core.photos.cleaning import PhotoCleaner
from iok_core.photos.decoder import decoded
from iok_core.photos.service import (
    PhotoContext,
    add_photo,
    drop_photos,
    keep_photos,
    photo_content,
    photos_for,
    photos_with,
    remove_photo,
    sweep_photos,
)
from iok_core.photos.settings import PhotoSettings
from iok_core.photos.tables import Photo
from iok_core.photos.taking import take_photos
from iok_core.photos.turns import Turns
from iok_core.premises.tables import Person
from iok_core.web.files import Files
from iok_core.web.multipart_body import FileProblem, SentFile
from tests.identity.office import SetClock
from tests.photos import corpus

SETTINGS = PhotoSettings()


class HereCleaner(PhotoCleaner):
    """In this process: what it does elsewhere is another test's matter, and takes long."""

    async def clean(self, content: bytes) -> CleanPhoto:
        photo = decoded(content, 10**6)
        if isinstance(photo, Refused):
            raise PhotoError(photo.problem)
        return photo


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def ctx(clock: SetClock) -> PhotoContext:
    return PhotoContext(SETTINGS, clock, HereCleaner(SETTINGS), Turns())


@pytest.fixture
async def people(engine: Engine, clock: SetClock) -> tuple[int, int]:
    """Anna and Jan, on either database."""
    assert engine is not None
    await Person.create_table()
    await Photo.create_table()
    names = [Person(name=name, created_at=clock.now()) for name in ("Anna", "Jan")]
    anna, jan = [int(row["id"]) for row in await Person.insert(*names)]
    return anna, jan


def sent(width: int = 60) -> bytes:
    """Another photo for each width."""
    return corpus.saved(corpus.picture(width))


async def refused(ctx: PhotoContext, owner: int, content: bytes) -> PhotoProblem:
    with pytest.raises(PhotoError) as failure:
        await add_photo(ctx, owner, content)
    return failure.value.problem


async def test_k11_5_a_photo_is_kept_with_what_it_was_sent_for(
    ctx: PhotoContext, people: tuple[int, int]
) -> None:
    anna, _ = people
    photo, other = [await add_photo(ctx, anna, sent(width)) for width in (60, 62)]
    (line,) = await photos_with([photo, 999])
    assert (line.owner, line.kept_for, line.added_at) == (anna, None, ctx.clock.now())
    assert (line.width, line.height) == (60, 40)
    async with transaction():
        await keep_photos([other, photo], anna, "fault 12")
    assert [line.id for line in await photos_for("fault 12")] == [photo, other]
    jpeg = await photo_content(photo, "jpeg")
    assert set(corpus.segments(jpeg)) == set(
        corpus.segments(await photo_content(photo, "thumbnail"))
    )
    kept = await fetch("SELECT sha256, byte_count FROM photo WHERE id = {}", photo)
    size = len(jpeg) + len(await photo_content(photo, "thumbnail"))
    assert kept == [(sha256(jpeg).hexdigest(), size)]
    assert await drop_photos("fault 12") == 2
    assert await photos_for("fault 12") == []
    with pytest.raises(LookupError):
        await photo_content(photo, "jpeg")


async def test_s63_nobody_keeps_or_removes_a_photo_of_somebody_else_or_twice(
    ctx: PhotoContext, people: tuple[int, int]
) -> None:
    anna, jan = people
    photo = await add_photo(ctx, anna, sent())
    with pytest.raises(LookupError):
        await keep_photos([photo], jan, "fault 13")
    assert not await remove_photo(photo, jan)
    await keep_photos([photo], anna, "fault 12")
    with pytest.raises(LookupError):
        await keep_photos([photo], anna, "fault 13")
    assert not await remove_photo(photo, anna)
    assert [line.id for line in await photos_for("fault 12")] == [photo]
    draft = await add_photo(ctx, anna, sent())
    assert draft != photo
    assert await remove_photo(draft, anna)


async def test_s08_a_photo_that_is_sent_twice_at_once_is_one(
    ctx: PhotoContext, people: tuple[int, int]
) -> None:
    anna, jan = people
    photos = await asyncio.gather(*(add_photo(ctx, anna, sent()) for _ in range(2)))
    assert len(set(photos)) == 1
    assert await add_photo(ctx, jan, sent()) not in photos


async def test_s63_one_person_has_a_quota_for_the_day_and_one_for_all(
    ctx: PhotoContext, people: tuple[int, int], clock: SetClock
) -> None:
    anna, jan = people
    two_a_day = msgspec.structs.replace(ctx, settings=PhotoSettings(a_day=2))
    await add_photo(two_a_day, anna, sent(60))
    await add_photo(two_a_day, anna, sent(62))
    assert await refused(two_a_day, anna, sent(64)) is PhotoProblem.OVER_QUOTA
    await add_photo(two_a_day, jan, sent(64))
    clock.go_on(timedelta(days=1))
    await add_photo(two_a_day, anna, sent(64))
    await _fill(anna, SETTINGS.kept_mib * 1024 * 1024 - 500)
    clock.go_on(timedelta(days=2))
    assert await refused(ctx, anna, sent(66)) is PhotoProblem.OVER_QUOTA
    assert await add_photo(ctx, jan, sent(66))


async def _fill(owner: int, size: int) -> None:
    change: dict[Any, Any] = {Photo.byte_count: size}
    (first,) = await fetch("SELECT min(id) FROM photo WHERE owner = {}", owner)
    await Photo.update(change).where(Photo.id == first[0])


async def test_s63_what_no_case_and_no_draft_holds_goes_after_a_day(
    ctx: PhotoContext, people: tuple[int, int], clock: SetClock
) -> None:
    anna, _ = people
    kept, drafted, left = [await add_photo(ctx, anna, sent(width)) for width in (60, 62, 64)]
    await keep_photos([kept], anna, "fault 12")

    async def in_drafts() -> Collection[int]:
        return [drafted]

    clock.go_on(timedelta(hours=23))
    fresh = await add_photo(ctx, anna, sent(66))
    await sweep_photos(ctx, in_drafts)
    assert len(await photos_with([kept, drafted, left, fresh])) == 4
    clock.go_on(timedelta(hours=1))
    await sweep_photos(ctx, in_drafts)
    found = {line.id for line in await photos_with([kept, drafted, left, fresh])}
    assert found == {kept, drafted, fresh}


async def test_k11_5_of_several_files_the_good_ones_are_taken_and_the_others_explained(
    ctx: PhotoContext, people: tuple[int, int]
) -> None:
    anna, _ = people
    contents = [sent(), b"<html>", b"\0\0\0\x24ftypheic" + bytes(40), sent(62)]
    files = Files("photos", ctx.settings.limits, [
        *(SentFile("photos", number, content) for number, content in enumerate(contents, 1)),
        SentFile("photos", 5, problem=FileProblem.TOO_LARGE),
        SentFile("photos", 6, problem=FileProblem.TOO_MANY),
        SentFile("photos", 7, problem=FileProblem.TOO_MANY),
    ])  # fmt: skip
    taken = await take_photos(ctx, anna, files)
    assert [line.id for line in await photos_with(taken)] == taken
    assert [(file.number, len(taken)) for file in files.taken] == [(1, 2), (4, 2)]
    no_photo, heic, large, many = [message for _, message in files.errors]
    assert no_photo == "Plik nr 2: to nie jest zdjęcie, wybierz plik JPEG, PNG albo WebP."
    assert heic.startswith("Plik nr 3: to plik HEIC z iPhone’a.")
    assert "Najbardziej zgodny" in heic
    assert large.startswith("Plik nr 5: ma więcej niż 5 MB")
    assert many.startswith("Przyjęto tylko 5 pierwszych plików")
