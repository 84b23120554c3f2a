"""Where files of tests lie: nothing of them outlives a run, so no disk has to be waited for."""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
_ROOM = 3 << 30
"""Of which a whole run takes a third. In a container there often is none."""


def in_memory() -> Path | None:
    """None where the machine has no such place, or one that is small or runs no programs."""
    if not os.access(_MEMORY, os.W_OK) or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return _MEMORY if shutil.disk_usage(_MEMORY).free > _ROOM else None
