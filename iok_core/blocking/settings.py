from typing import Annotated

import msgspec


class BlockingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    second_person: bool = True
    """A block under clause 11 is made when a second person has approved it."""
    ends_by_itself: bool = False
    """Whoever has no premises left is blocked under clause 12 without anybody's confirmation."""
    ended_percent: Annotated[int, msgspec.Meta(ge=0, le=100)] = 5
    """If more accesses than that end at once, nobody is blocked before somebody has looked."""
