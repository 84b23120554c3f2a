"""Of a good photo everything stays that can be seen in it, however it was written."""

from io import BytesIO

import pytest
from PIL import Image

from tests.photos import corpus
from tests.photos.looking import colours, here, near

RED, BLUE, WHITE = (254, 0, 0), (0, 0, 254), (255, 255, 255)


@pytest.mark.parametrize(
    ("orientation", "wanted"),
    [
        (1, [RED, BLUE, BLUE, RED]),
        (2, [BLUE, RED, RED, BLUE]),
        (3, [BLUE, RED, RED, BLUE]),
        (4, [RED, BLUE, BLUE, RED]),
        (5, [RED, RED, BLUE, BLUE]),
        (6, [RED, RED, BLUE, BLUE]),
        (7, [BLUE, BLUE, RED, RED]),
        (8, [BLUE, BLUE, RED, RED]),
        (9, [RED, BLUE, BLUE, RED]),
    ],
)
def test_a_photo_stands_upright(orientation: int, wanted: list[tuple[int, ...]]) -> None:
    photo = here(corpus.turned(orientation))
    assert (photo.width, photo.height) == ((40, 60) if 4 < orientation < 9 else (60, 40))
    assert all(near(found, colour) for found, colour in zip(colours(photo), wanted, strict=True))


@pytest.mark.parametrize("exif", [b"nothing of the kind", b"MM\0*\xff\xff\xff\xff", b"II*\0"])
def test_what_a_device_says_wrong_of_a_good_photo_does_no_harm(exif: bytes) -> None:
    photo = here(corpus.saved(corpus.picture(), exif=b"Exif\0\0" + exif))
    assert near(colours(photo)[0], RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_can_be_seen_through_is_white(kind: str) -> None:
    image = corpus.picture(mode="RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    assert all(near(found, WHITE) for found in colours(here(corpus.saved(image, kind))))


@pytest.mark.parametrize("mode", ["P", "L", "1", "LA", "I;16", "RGB", "RGBA"])
def test_every_way_to_write_colours_is_read(mode: str) -> None:
    image = corpus.picture(mode="L").convert(mode) if mode == "I;16" else corpus.picture(mode=mode)
    assert here(corpus.saved(image, "PNG")).width == 60


def test_a_jpeg_for_printers_is_read_with_its_colours() -> None:
    photo = here(corpus.saved(corpus.picture(mode="CMYK")))
    assert near(colours(photo)[0], RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_stays(kind: str) -> None:
    later = [Image.new("RGB", (60, 40), "lime") for _ in range(3)]
    sent = corpus.saved(corpus.picture(), kind, save_all=True, append_images=later, duration=90)
    assert near(colours(here(sent))[0], RED)


def test_a_jpeg_that_holds_several_pictures_is_read() -> None:
    sent = corpus.saved(corpus.picture(), "MPO", save_all=True, append_images=[corpus.picture()])
    assert near(colours(here(sent))[0], RED)


def test_a_large_photo_is_made_smaller_and_a_small_one_stays() -> None:
    photo = here(corpus.saved(corpus.picture(5000, 2500)))
    assert (photo.width, photo.height) == (2048, 1024)
    with Image.open(BytesIO(photo.thumbnail)) as thumbnail:
        assert thumbnail.size == (400, 200)
    assert (here(corpus.saved(corpus.picture())).width, here(corpus.turned(6)).width) == (60, 40)
