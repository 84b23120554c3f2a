from typing import Self

import msgspec

from iok_core.db import Clock
from iok_core.photos.cleaning import PhotoCleaner
from iok_core.photos.settings import PhotoSettings
from iok_core.photos.turns import Turns


class PhotoContext(msgspec.Struct, frozen=True):
    """What photos are taken with; one for each process of the portal."""

    settings: PhotoSettings
    clock: Clock
    cleaner: PhotoCleaner
    turns: Turns

    @classmethod
    def of(cls, settings: PhotoSettings, clock: Clock) -> Self:
        return cls(settings, clock, PhotoCleaner(settings), Turns())
