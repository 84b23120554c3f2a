"""How much of sent files the portal takes: of one form, and of all that a process reads at once.

Files stay in memory until the request is answered, so all of them together have a limit, too.
"""

from typing import Any

from litestar import Request
from litestar.types import Scope

from iok_core.web.file_limits import FileLimits

STATE_KEY = "iok_file_room"
_KEY = "iok.file_share"
_FULL_FORMS = 4
"""So many forms of the largest kind have room in a process."""


class FileRoom:
    """One for each process that serves pages."""

    def __init__(self, limits: FileLimits) -> None:
        self.limits = limits
        self.free = _FULL_FORMS * limits.files * limits.file_bytes


class Share:
    """What the files of one request take of the room."""

    def __init__(self, room: FileRoom) -> None:
        self._room = room
        self._taken = 0

    @property
    def limits(self) -> FileLimits:
        return self._room.limits

    def take(self, size: int) -> bool:
        """False: there is no more room."""
        if size > self._room.free:
            return False
        self._room.free -= size
        self._taken += size
        return True

    def give_back(self, size: int) -> None:
        self._room.free += size
        self._taken -= size

    def leave(self) -> None:
        self.give_back(self._taken)


def share_of(request: Request[Any, Any, Any]) -> Share:
    share: Share = request.scope["state"].setdefault(_KEY, Share(request.app.state[STATE_KEY]))
    return share


def leave_room(scope: Scope) -> None:
    """The request is answered: what it brought is no longer needed."""
    share: Share | None = scope["state"].pop(_KEY, None)
    if share is not None:
        share.leave()
