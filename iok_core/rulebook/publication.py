"""From a draft to a version: approved, announced, in force by itself on its day."""

from datetime import date

import msgspec

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.regulations.service import (
    Approval,
    NotACorrectionError,
    parse,
    publish,
    publish_correction,
    version,
)
from iok_core.rulebook.drafts import (
    DraftView,
    Refusal,
    Tools,
    change,
    changeable,
    record,
)
from iok_core.rulebook.links import links_of_draft, replace_links
from iok_core.rulebook.overseeing import Rulebook
from iok_core.rulebook.tables import Draft
from iok_core.rulebook.wording import text_flaws


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """Who approved the text of a draft, when, and by what."""

    approved_by: str
    approved_on: date
    resolution: str


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    in_force_from: date
    summary: str


async def approve(
    id_: int, revision: int, resolution: Resolution, tools: Tools, *, by: Origin
) -> Refusal | None:
    """From now on the text of the draft stays as it was approved."""
    async with transaction():
        found = await changeable(id_, revision, by)
        if isinstance(found, Refusal):
            return found
        if refusal := await _not_to_approve(found, resolution, tools):
            return refusal
        columns = {getattr(Draft, name): value for name, value in _fields(resolution).items()}
        await change(found, columns, tools, by)
        await record(tools, Action.DRAFT_APPROVE, id_, by)
    return None


async def reopen(id_: int, revision: int, tools: Tools, *, by: Origin) -> Refusal | None:
    """The approval is taken back: the text may be changed, and must be approved anew."""
    async with transaction():
        found = await changeable(id_, revision, by)
        if isinstance(found, Refusal):
            return found
        if not found.approved:
            return Refusal.NOT_APPROVED
        columns = {Draft.approved_by: "", Draft.approved_on: None, Draft.resolution: ""}
        await change(found, columns, tools, by)
        await record(tools, Action.DRAFT_REOPEN, id_, by)
    return None


async def announce(
    id_: int, revision: int, announcement: Announcement, book: Rulebook, *, by: Origin
) -> int | Refusal:
    """The number of the version: residents read at once what will change, and from when."""
    tools = book.tools
    async with transaction():
        found = await changeable(id_, revision, by)
        if isinstance(found, Refusal):
            return found
        if found.approved_on is None or found.is_correction:
            return Refusal.NOT_APPROVED
        if announcement.in_force_from < book.earliest():
            return Refusal.TOO_SOON
        approval = Approval(
            approved_by=found.approved_by,
            approved_on=found.approved_on,
            resolution=found.resolution,
            in_force_from=announcement.in_force_from,
        )
        number = await publish(
            found.wording.text,
            approval,
            summary=announcement.summary,
            by=by,
            audit=tools.audit,
            clock=tools.clock,
        )
        await _become(found, number, book, by)
    return number


async def correct(
    id_: int, revision: int, reason: str, book: Rulebook, *, by: Origin
) -> int | Refusal:
    """The number of the corrected version: it binds at once, and nobody is asked to accept it."""
    tools = book.tools
    async with transaction():
        found = await changeable(id_, revision, by)
        if isinstance(found, Refusal):
            return found
        if any(text_flaws(found.wording)):
            return Refusal.FLAWED
        if not found.is_correction:
            return Refusal.NOT_A_CORRECTION
        try:
            async with transaction():
                number = await publish_correction(
                    found.wording.text,
                    found.based_on,
                    reason,
                    by=by,
                    audit=tools.audit,
                    clock=tools.clock,
                )
        except NotACorrectionError:
            return Refusal.NOT_A_CORRECTION
        await _become(found, number, book, by)
    return number


async def _not_to_approve(found: DraftView, resolution: Resolution, tools: Tools) -> Refusal | None:
    base = await version(found.based_on)
    if found.approved:
        return Refusal.APPROVED
    if any(text_flaws(found.wording)):
        return Refusal.FLAWED
    if base is not None and parse(base.text) == found.wording.document:
        return Refusal.SAME
    return Refusal.APPROVED_LATER if resolution.approved_on > tools.clock.today() else None


async def _become(found: DraftView, number: int, book: Rulebook, by: Origin) -> None:
    """What is said of its clauses is written down whole: rules may come later, texts stay."""
    links = await links_of_draft(found.id, book.rules)
    warnings = len(book.check(found.wording.document, links))
    await replace_links(found.id, links)
    await change(found, {Draft.published_as: number}, book.tools, by)
    meta = {"version": number, "warnings": warnings}
    await record(book.tools, Action.DRAFT_PUBLISH, found.id, by, meta)


def _fields(resolution: Resolution) -> dict[str, object]:
    return dict(msgspec.structs.asdict(resolution))
