"""Adds a version; nothing that was published is ever changed."""

from datetime import date
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.regulations.tables import RegulationsVersion
from iok_core.regulations.text import Document, parse
from iok_core.regulations.versions import Approval, VersionView, digest, in_force, version, versions


class NotACorrection(StrEnum):
    """Why a text is more than a version with its typing errors corrected."""

    PAST = "past"
    """The version binds no more, and never will: correcting it would bring its text back."""
    SAME = "same"
    CLAUSES = "clauses"
    """It has more clauses, or fewer."""
    NUMBERS = "numbers"
    """A figure in it differs: a day, a period, an amount."""


class NotACorrectionError(ValueError):
    def __init__(self, why: NotACorrection) -> None:
        super().__init__(why)
        self.why = why


async def publish(
    text: str,
    approval: Approval,
    *,
    summary: str = "",
    by: Origin,
    audit: AuditLog,
    clock: Clock,
) -> int:
    """Adds the next version and gives its number; earlier ones stay as they were.

    One that binds later is announced to residents.
    """
    async with transaction():
        await hold("regulations")
        number = await _insert(text, approval, summary, None, clock)
        if approval.in_force_from > clock.today():
            await emit(
                EventKind.REGULATIONS_ANNOUNCED,
                at=clock.now(),
                request_id=by.request_id,
                version=number,
            )
        await audit.record(
            Action.REGULATIONS_PUBLISH, by=by, on=ObjectKind.REGULATIONS, object_id=number
        )
    return number


async def publish_correction(
    text: str, corrected: int, reason: str, *, by: Origin, audit: AuditLog, clock: Clock
) -> int:
    """Adds that version again without its typing errors; whoever accepted it is not asked anew.

    What they accepted stays what it was: each acceptance keeps the digest of its own text.

    Raises:
        LookupError: there is no such version.
        NotACorrectionError: more than its letters would change.
    """
    async with transaction():
        await hold("regulations")
        old = await version(corrected)
        if old is None:
            raise LookupError(corrected)
        await _require_correction(old, text, clock.today())
        number = await _insert(
            text, _same_approval(old, clock.today()), reason, old.asked_as, clock
        )
        meta = {"corrects": corrected}
        await audit.record(
            Action.REGULATIONS_CORRECT,
            by=by,
            on=ObjectKind.REGULATIONS,
            object_id=number,
            meta=meta,
        )
    return number


def _why_not(before: Document, after: Document) -> NotACorrection | None:
    if before == after:
        return NotACorrection.SAME
    if len(before.clauses) != len(after.clauses):
        return NotACorrection.CLAUSES
    return None if _figures(before) == _figures(after) else NotACorrection.NUMBERS


async def _require_correction(old: VersionView, text: str, today: date) -> None:
    binding = await in_force(today)
    past = old.in_force_from <= today and (binding is None or binding.id != old.id)
    why = NotACorrection.PAST if past else _why_not(parse(old.text), parse(text))
    if why is not None:
        raise NotACorrectionError(why)


def _figures(document: Document) -> list[list[str]]:
    parts = [
        document.title,
        *(clause.paragraphs for clause in document.clauses),
        document.closing,
    ]
    return [
        "".join(letter if letter.isdigit() else " " for letter in " ".join(part)).split()
        for part in parts
    ]


def _same_approval(old: VersionView, today: date) -> Approval:
    return Approval(
        approved_by=old.approved_by,
        approved_on=old.approved_on,
        resolution=old.resolution,
        in_force_from=max(old.in_force_from, today),
    )


async def _insert(
    text: str, approval: Approval, summary: str, corrects: int | None, clock: Clock
) -> int:
    number = max(await versions(), default=0) + 1
    row = RegulationsVersion(
        number=number,
        text=text,
        sha256=digest(text),
        published_at=clock.now(),
        summary=summary,
        corrects=corrects,
        **msgspec.structs.asdict(approval),
    )
    await RegulationsVersion.insert(row)
    return number
