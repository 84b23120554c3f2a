"""How much of photos the portal takes."""

from typing import Annotated

import msgspec
from msgspec import Meta

from iok_core.web.file_limits import FileLimits


class PhotoSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    in_a_form: Annotated[int, Meta(ge=1, le=20)] = 5
    mib: Annotated[int, Meta(ge=1, le=20)] = 5
    """Of one, as it is sent."""
    megapixels: Annotated[int, Meta(ge=1, le=100)] = 50
    memory_mib: Annotated[int, Meta(ge=256, le=4096)] = 768
    """Of the process that reads one."""
    a_day: Annotated[int, Meta(ge=1, le=1000)] = 40
    """Of one person."""
    kept_mib: Annotated[int, Meta(ge=1, le=10_000)] = 60
    """Of all that is kept of one person."""

    @property
    def limits(self) -> FileLimits:
        return FileLimits(self.in_a_form, self.mib)
