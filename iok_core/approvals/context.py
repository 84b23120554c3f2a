from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import msgspec

from iok_core.approvals.kinds import ApprovalKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock

VALID = timedelta(hours=24)

May = Callable[[Origin, str], Awaitable[bool]]
Names = Callable[[], Awaitable[Mapping[int, str]]]


class Approvals(msgspec.Struct, frozen=True):
    """What asking and deciding work with. Who staff are is told by a subject above this one."""

    kinds: Mapping[str, ApprovalKind]
    may: May
    names: Names
    audit: AuditLog
    clock: Clock
