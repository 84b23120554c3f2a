"""What a sent file comes to: a photo made anew, or why there is none."""

from enum import StrEnum

import msgspec

LONGEST = 2048
"""Pixels of the longer side; what is smaller stays as it is."""
THUMBNAIL = 400


class PhotoProblem(StrEnum):
    NO_PHOTO = "no_photo"
    """Neither JPEG nor PNG nor WebP, whatever its name says."""
    HEIC = "heic"
    """As telephones of Apple keep their photos."""
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HARD = "too_hard"
    """The process that reads it ended, or took too long."""
    BUSY = "busy"
    """Others' photos come first, and are too many."""
    OVER_QUOTA = "over_quota"
    """This person has sent so many, or so much, already."""


class PhotoError(Exception):
    def __init__(self, problem: PhotoProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class CleanPhoto(msgspec.Struct, frozen=True, tag="clean"):
    """JPEG with nothing in it but the picture, upright, at most 2048 pixels wide and high."""

    jpeg: bytes
    thumbnail: bytes
    """JPEG, too, of at most 400 pixels."""
    width: int
    height: int


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    problem: PhotoProblem


def problem_at_sight(content: bytes) -> PhotoProblem | None:
    """By the first bytes, before anything is decoded."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return None
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        return PhotoProblem.HEIC
    return PhotoProblem.NO_PHOTO


_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
