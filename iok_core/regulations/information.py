"""What people are told about their personal data: a text of its own, read and never accepted."""

from datetime import date

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, Prepared, hold, transaction
from iok_core.regulations.tables import InformationVersion
from iok_core.regulations.versions import digest


class Information(msgspec.Struct, frozen=True):
    number: int
    text: str
    sha256: str
    valid_from: date

    @property
    def paragraphs(self) -> list[list[str]]:
        """Blocks between blank lines, each of its lines."""
        return [block.splitlines() for block in self.text.strip().split("\n\n") if block.strip()]


_all = Prepared(
    lambda: InformationVersion.raw(
        "SELECT number, text, sha256, valid_from FROM information_version ORDER BY number DESC"
    ),
    Information,
)


async def informations() -> list[Information]:
    """Every version, the newest first."""
    return await _all()


async def informs_on(day: date) -> Information | None:
    """The version that holds on a day."""
    begun = [one for one in await informations() if one.valid_from <= day]
    return max(begun, key=lambda one: (one.valid_from, one.number), default=None)


async def publish_information(
    text: str, valid_from: date, *, by: Origin, audit: AuditLog, clock: Clock
) -> int:
    """Adds the next version and gives its number."""
    async with transaction():
        await hold("information")
        number = max((one.number for one in await informations()), default=0) + 1
        row = InformationVersion(
            number=number,
            text=text,
            sha256=digest(text),
            valid_from=valid_from,
            published_at=clock.now(),
        )
        await InformationVersion.insert(row)
        await audit.record(
            Action.INFORMATION_PUBLISH, by=by, on=ObjectKind.INFORMATION, object_id=number
        )
    return number
