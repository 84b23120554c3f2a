"""How much one person may leave with the portal."""

from datetime import timedelta

from iok_core.db import fetch
from iok_core.photos.clean_photo import PhotoError, PhotoProblem
from iok_core.photos.context import PhotoContext

_DAY = timedelta(days=1)
_MIB = 1024 * 1024


async def require_room(ctx: PhotoContext, owner: int, more: int = 0) -> None:
    """`more` bytes beside what there is. Raises PhotoError."""
    since = ctx.clock.now() - _DAY
    today = await fetch(
        "SELECT count(*) FROM photo WHERE owner = {} AND added_at > {}", owner, since
    )
    kept = await fetch("SELECT sum(byte_count) FROM photo WHERE owner = {}", owner)
    taken = int(kept[0][0] or 0) + more
    if int(today[0][0]) >= ctx.settings.a_day or taken > ctx.settings.kept_mib * _MIB:
        raise PhotoError(PhotoProblem.OVER_QUOTA)
