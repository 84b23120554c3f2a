from collections.abc import Awaitable, Callable, Collection, Mapping

import msgspec

from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.demands.service import Registrar, Term
from iok_core.identity.brakes.turns import Turns
from iok_core.identity.factors.context import FactorContext
from iok_core.identity.hashing import HashingPool
from iok_core.identity.settings import IdentitySettings
from iok_core.web.visitor import BlockNotice

BlockedAmong = Callable[[Collection[int]], Awaitable[Mapping[int, BlockNotice]]]
"""Those of these persons who may not come in today, and what they are told."""


class IdentityContext(msgspec.Struct, frozen=True):
    """What the verbs of this subject work with; made once per process."""

    settings: IdentitySettings
    clock: Clock
    hashing: HashingPool
    log: AuditLog
    blocked_among: BlockedAmong
    """Who blocks stands above this subject, and is asked by whoever lets somebody in."""
    factors: FactorContext
    brake_key: bytes
    """Of the digests under which failures are counted."""
    term: Term = Term()
    """Of written demands, without which nobody gets a new password."""
    turns: Turns = msgspec.field(default_factory=Turns)

    @property
    def registrar(self) -> Registrar:
        return Registrar(self.log, self.clock, self.term)
