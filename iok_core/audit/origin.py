from typing import Self

import msgspec

from iok_core.audit.actions import ActorKind
from iok_core.web.visitor import Visitor


class Origin(msgspec.Struct, frozen=True):
    """Where an act comes from: who does it, and within which request."""

    kind: ActorKind
    actor: str = ""
    request_id: str = ""
    approved_by: int | None = None
    """The second member of staff, where the act needed one."""

    @classmethod
    def of(cls, visitor: Visitor) -> Self:
        if visitor.staff is not None:
            return cls.staff(visitor.staff)
        return cls.stranger() if visitor.identity is None else cls.resident(visitor.identity)

    @classmethod
    def stranger(cls, request_id: str = "") -> Self:
        return cls(ActorKind.STRANGER, "", request_id)

    @classmethod
    def resident(cls, identity: int, request_id: str = "") -> Self:
        return cls(ActorKind.RESIDENT, str(identity), request_id)

    @classmethod
    def staff(cls, staff: int, request_id: str = "") -> Self:
        return cls(ActorKind.STAFF, str(staff), request_id)

    @classmethod
    def operator(cls, name: str) -> Self:
        """The operating-system user at the command line."""
        return cls(ActorKind.OPERATOR, name)

    @property
    def staff_id(self) -> int | None:
        """None: no member of staff does it."""
        return int(self.actor) if self.kind is ActorKind.STAFF else None

    @classmethod
    def system(cls) -> Self:
        return cls(ActorKind.SYSTEM)
