"""K11-5, S63: of a sent photo nothing stays but the picture, and no file harms whoever reads it."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import zipfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from iok_core.photos import cleaning
from iok_core.photos.clean_photo import CleanPhoto, PhotoError, PhotoProblem
from iok_core.photos.cleaning import PhotoCleaner
from iok_core.photos.decoder import decoded
from iok_core.photos.settings import PhotoSettings
from tests.photos import corpus
from tests.photos.looking import PIXELS, here

SETTINGS = PhotoSettings()
MIB = 1024 * 1024
PICTURE_ALONE = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}
"""JFIF's header, tables, the frame, the scan, the end: no EXIF, no profile, no comment."""


@pytest.fixture
def cleaner() -> PhotoCleaner:
    return PhotoCleaner(SETTINGS)


async def problem(cleaner: PhotoCleaner, content: bytes) -> PhotoProblem:
    with pytest.raises(PhotoError) as failure:
        await cleaner.clean(content)
    return failure.value.problem


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_k11_5_s63_where_and_with_what_a_photo_was_taken_is_nowhere_in_it(kind: str) -> None:
    sent = corpus.with_metadata(kind)
    fraction = (28123).to_bytes(4, "big")
    assert corpus.CANARY in sent
    assert fraction in sent or fraction[::-1] in sent
    photo = here(sent)
    for jpeg in (photo.jpeg, photo.thumbnail):
        assert set(corpus.segments(jpeg)) == PICTURE_ALONE
        for told in (b"Exif", b"ICC_PROFILE", b"xmpmeta", corpus.CANARY, fraction, fraction[::-1]):
            assert told not in jpeg


async def test_s63_what_is_a_photo_to_one_reader_is_nothing_else_to_another(
    cleaner: PhotoCleaner,
) -> None:
    assert zipfile.is_zipfile(BytesIO(corpus.gifar()))
    for sent in (corpus.gifar(), corpus.page_in_a_photo()):
        photo = await cleaner.clean(sent)
        assert not zipfile.is_zipfile(BytesIO(photo.jpeg))
        assert set(corpus.segments(photo.jpeg)) == PICTURE_ALONE
        assert b"<script" not in photo.jpeg
        assert corpus.CANARY not in photo.jpeg


@pytest.mark.parametrize("content", corpus.NO_PHOTOS.values(), ids=corpus.NO_PHOTOS)
async def test_s63_a_file_is_judged_by_what_it_holds(cleaner: PhotoCleaner, content: bytes) -> None:
    assert await problem(cleaner, content) is PhotoProblem.NO_PHOTO


async def test_an_iphones_own_kind_has_a_problem_of_its_own(cleaner: PhotoCleaner) -> None:
    for brand in (b"heic", b"mif1", b"heix"):
        content = b"\0\0\0\x24ftyp" + brand + bytes(40)
        assert await problem(cleaner, content) is PhotoProblem.HEIC


@pytest.mark.parametrize("content", corpus.DAMAGED.values(), ids=corpus.DAMAGED)
def test_s63_what_is_cut_off_or_only_begins_as_a_photo_is_damaged(content: bytes) -> None:
    told = decoded(content, PIXELS)
    assert not isinstance(told, CleanPhoto)
    assert told.problem is PhotoProblem.DAMAGED


@pytest.mark.parametrize("content", corpus.TOO_LARGE.values(), ids=corpus.TOO_LARGE)
def test_s63_pixels_are_counted_before_any_is_decoded(content: bytes) -> None:
    assert len(content) < 1000
    told = decoded(content, PIXELS)
    assert not isinstance(told, CleanPhoto)
    assert told.problem is PhotoProblem.TOO_MANY_PIXELS


@pytest.fixture(scope="module")
def forty_megapixels() -> bytes:
    return corpus.saved(corpus.picture(7300, 5480), "PNG", compress_level=1)


def confined(memory_mib: int) -> PhotoCleaner:
    return PhotoCleaner(msgspec.structs.replace(SETTINGS, memory_mib=memory_mib))


async def test_s63_of_forty_megapixels_of_jpeg_not_even_all_are_decoded() -> None:
    photo = await confined(220).clean(corpus.saved(corpus.picture(7300, 5480)))
    assert (photo.width, photo.height) == (2048, 1537)


async def test_s63_forty_megapixels_of_png_take_bounded_memory_and_the_portal_holds_none_of_them(
    forty_megapixels: bytes,
) -> None:
    before = resident_memory_counted_anew()
    assert (await confined(480).clean(forty_megapixels)).width == 2048
    assert status_of_this_process("VmHWM") - before < 40 * MIB


async def test_s63_a_photo_that_wants_more_memory_than_there_is_for_it_is_refused(
    forty_megapixels: bytes,
) -> None:
    assert await problem(confined(200), forty_megapixels) is PhotoProblem.TOO_MANY_PIXELS


def resident_memory_counted_anew() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return status_of_this_process("VmRSS")


def status_of_this_process(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith(name))
    return int(line.split()[1]) * 1024


async def test_s63_data_that_unpack_to_much_more_than_the_picture_are_left_packed() -> None:
    rows = (b"\0" + bytes(3 * 30)) * 20
    sent = corpus.png(30, 20, rows + bytes(100 * MIB))
    assert len(sent) < MIB
    photo = await confined(100).clean(sent)
    assert (photo.width, photo.height) == (30, 20)


async def test_s63_a_text_in_a_picture_that_unpacks_to_much_is_refused() -> None:
    text = corpus.chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100 * MIB), 1))
    sent = corpus.png(30, 20, (b"\0" + bytes(3 * 30)) * 20, text)
    assert await problem(confined(160), sent) is PhotoProblem.DAMAGED


async def test_s63_its_process_may_take_little_and_write_nothing(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = await cleaning._started(SETTINGS, str(tmp_path), theirs)
        await asyncio.to_thread(ours.sendall, bytes(4 * MIB))  # it reads: its limits are set
        limits = await asyncio.to_thread(Path(f"/proc/{process.pid}/limits").read_text)
        process.kill()
        await process.wait()
    told = dict(re.findall(r"Max (.+?) {2,}(\d+) ", limits))
    assert {name: told[name] for name in ("cpu time", "address space", "file size")} == {
        "cpu time": "15",
        "address space": str(768 * MIB),
        "file size": "0",
    }


async def test_s63_a_process_that_dies_costs_its_photo_and_no_other(
    cleaner: PhotoCleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = cleaning._started

    async def killed(*given: Any) -> asyncio.subprocess.Process:
        process = await start(*given)
        process.kill()
        return process

    sent = corpus.saved(corpus.picture())
    with monkeypatch.context() as patched:
        patched.setattr(cleaning, "_started", killed)
        assert await problem(cleaner, sent) is PhotoProblem.TOO_HARD
    assert (await cleaner.clean(sent)).width == 60


async def test_s63_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    pids = []
    start = cleaning._started

    async def seen(*given: Any) -> asyncio.subprocess.Process:
        process = await start(*given)
        pids.append(process.pid)
        return process

    monkeypatch.setattr(cleaning, "_started", seen)
    hurried = PhotoCleaner(SETTINGS, seconds=0.01)
    assert await problem(hurried, corpus.saved(corpus.picture())) is PhotoProblem.TOO_HARD
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK",
        msgspec.msgpack.encode(CleanPhoto(b"<script>", b"\xff\xd8\xff", 9, 9)),
        msgspec.msgpack.encode(CleanPhoto(b"\xff\xd8\xff", b"<svg>", 9, 9)),
        msgspec.msgpack.encode(CleanPhoto(b"\xff\xd8\xff", b"\xff\xd8\xff", 10**9, 9)),
    ],
)
def test_s63_what_a_process_answers_is_not_believed(answer: bytes) -> None:
    with pytest.raises(PhotoError) as failure:
        cleaning._judged(answer)
    assert failure.value.problem is PhotoProblem.TOO_HARD


async def test_s63_photos_are_read_one_at_a_time(
    cleaner: PhotoCleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, most = 0, 0
    decoder = cleaning._decoder

    @asynccontextmanager
    async def counted(settings: PhotoSettings) -> AsyncIterator[Any]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        async with decoder(settings) as one:
            yield one
        at_once -= 1

    monkeypatch.setattr(cleaning, "_decoder", counted)
    sent = corpus.saved(corpus.picture())
    photos = await asyncio.gather(*(cleaner.clean(sent) for _ in range(3)))
    assert [photo.width for photo in photos] == [60] * 3
    assert most == 1


def test_s63_the_process_that_reads_photos_knows_nothing_of_the_portal() -> None:
    code = "import sys, iok_core.photos.decoder; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    core = {name for name in loaded if name.startswith("iok_core.")}
    ours = {"photos", "photos.decoder", "photos.clean_photo", "child", "child.confine"}
    assert core == {f"iok_core.{name}" for name in ours}
    assert not {name.split(".")[0] for name in loaded} & {"piccolo", "litestar", "jinja2", "ssl"}
