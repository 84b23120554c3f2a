import msgspec

from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.identity.hashing import HashingPool
from iok_core.identity.settings import IdentitySettings


class IdentityContext(msgspec.Struct, frozen=True):
    """What the verbs of this subject work with; made once per process."""

    settings: IdentitySettings
    clock: Clock
    hashing: HashingPool
    log: AuditLog
