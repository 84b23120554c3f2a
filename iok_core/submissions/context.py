from collections.abc import Callable

import msgspec

from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.handovers.service import HandOverContext
from iok_core.ledger.sheets import Reading
from iok_core.submissions.forms import Forms
from iok_core.submissions.settings import SubmissionSettings
from iok_core.working_days import WorkingDays


class SubmissionContext(msgspec.Struct, frozen=True):
    """What the verbs of this subject work with; made once per process."""

    forms: Forms
    handovers: HandOverContext
    reading: Reading
    calendar: WorkingDays
    settings: SubmissionSettings
    log: AuditLog
    clock: Clock
    network: Callable[[str], str]
    """Hashes one: nobody can turn it back."""
