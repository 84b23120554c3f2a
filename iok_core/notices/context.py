import msgspec

from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.notices.settings import NoticeSettings


class NoticeContext(msgspec.Struct, frozen=True):
    """What the verbs of this subject work with; made once per process."""

    settings: NoticeSettings
    clock: Clock
    log: AuditLog
    code_key: bytes
    """Codes are computed from it, so that the database holds none."""
