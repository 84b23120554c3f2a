"""Drafts as they stand in the table: read, begun, changed, thrown away."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.audit.actions import Action, ActorKind, ObjectKind
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Arg, Clock, Prepared, hold, transaction
from iok_core.identity.service import Permission, staff_may
from iok_core.regulations.service import VersionView, parse, version
from iok_core.rulebook.links import copy_links, remove_links
from iok_core.rulebook.tables import Draft
from iok_core.rulebook.wording import Wording

NOTHING: Mapping[str, MetaValue] = {}


class Refusal(StrEnum):
    NOT_PERMITTED = "not_permitted"
    CHANGED = "changed"
    """Somebody changed the draft after it was looked at."""
    APPROVED = "approved"
    """Its text does not change any more, unless the approval is taken back."""
    NOT_APPROVED = "not_approved"
    PUBLISHED = "published"
    FLAWED = "flawed"
    """The text cannot be approved as it stands: see `text_flaws`."""
    TOO_SOON = "too_soon"
    """Residents would have fewer days to read it than the setting gives them."""
    SAME = "same"
    """It says what the version that it is based on says."""
    NOT_A_CORRECTION = "not_a_correction"
    APPROVED_LATER = "approved_later"
    """A resolution cannot be of a day to come."""


class DraftView(msgspec.Struct, frozen=True):
    id: int
    based_on: int
    is_correction: bool
    title: str
    clauses: str
    closing: str
    revision: int
    approved_by: str
    approved_on: date | None
    resolution: str
    changed_at: datetime
    changed_by: int | None
    published_as: int | None

    @property
    def wording(self) -> Wording:
        return Wording(self.title, tuple(json.loads(self.clauses)), self.closing)

    @property
    def approved(self) -> bool:
        return self.approved_on is not None

    @property
    def open(self) -> bool:
        """It has not become a version."""
        return self.published_as is None


class Tools(msgspec.Struct, frozen=True):
    """What every act on a draft works with."""

    audit: AuditLog
    clock: Clock


_COLUMNS = (
    "id, based_on, is_correction, title, clauses, closing, revision, approved_by, approved_on, "
    "resolution, changed_at, changed_by, published_as"
)
_by_id = Prepared(
    lambda: Draft.raw(
        f"SELECT {_COLUMNS} FROM regulations_draft WHERE id = CAST({{}} AS BIGINT)", Arg("draft")
    ),
    DraftView,
)
_open = Prepared(
    lambda: Draft.raw(
        f"SELECT {_COLUMNS} FROM regulations_draft WHERE published_as IS NULL ORDER BY id DESC"
    ),
    DraftView,
)


async def draft(id_: int) -> DraftView | None:
    return await _by_id.one(draft=id_)


async def open_drafts() -> list[DraftView]:
    return await _open()


async def may_edit(by: Origin) -> bool:
    return by.kind is ActorKind.OPERATOR or await staff_may(by, Permission.EDIT_REGULATIONS)


async def start(base: int, tools: Tools, *, correction: bool = False, by: Origin) -> int | Refusal:
    """A draft that says what that version says. Raises LookupError: there is no such version."""
    async with transaction():
        await hold("regulations")
        if not await may_edit(by):
            return Refusal.NOT_PERMITTED
        found = await version(base)
        if found is None:
            raise LookupError(base)
        return await _insert(found, tools, correction=correction, by=by)


async def save(
    id_: int, revision: int, wording: Wording, tools: Tools, *, by: Origin
) -> Refusal | None:
    async with transaction():
        found = await changeable(id_, revision, by)
        if isinstance(found, Refusal):
            return found
        if found.approved:
            return Refusal.APPROVED
        if found.wording != wording:
            await change(found, _columns(wording), tools, by)
            await record(tools, Action.DRAFT_SAVE, id_, by)
    return None


async def discard(id_: int, revision: int, tools: Tools, *, by: Origin) -> Refusal | None:
    async with transaction():
        found = await changeable(id_, revision, by)
        if isinstance(found, Refusal):
            return found
        await remove_links(id_)
        await Draft.delete().where(Draft.id == id_)
        await record(tools, Action.DRAFT_DISCARD, id_, by)
    return None


async def changeable(id_: int, revision: int, by: Origin) -> DraftView | Refusal:
    """The draft as whoever acts has seen it, held until the end of the transaction."""
    await hold("regulations")
    if not await may_edit(by):
        return Refusal.NOT_PERMITTED
    found = await draft(id_)
    if found is None or found.revision != revision:
        return Refusal.CHANGED
    return found if found.open else Refusal.PUBLISHED


async def change(found: DraftView, columns: dict[Any, Any], tools: Tools, by: Origin) -> None:
    values = columns | {
        Draft.revision: found.revision + 1,
        Draft.changed_at: tools.clock.now(),
        Draft.changed_by: by.staff_id,
    }
    await Draft.update(values).where(Draft.id == found.id)


async def record(
    tools: Tools, action: Action, id_: int, by: Origin, meta: Mapping[str, MetaValue] = NOTHING
) -> None:
    await tools.audit.record(action, by=by, on=ObjectKind.DRAFT, object_id=id_, meta=meta)


async def _insert(found: VersionView, tools: Tools, *, correction: bool, by: Origin) -> int:
    wording = Wording.of(parse(found.text))
    inserted = await Draft.insert(
        Draft(
            based_on=found.number,
            is_correction=correction,
            title=wording.title,
            clauses=json.dumps(wording.clauses, ensure_ascii=False),
            closing=wording.closing,
            changed_at=tools.clock.now(),
            changed_by=by.staff_id,
        )
    )
    id_ = int(inserted[0]["id"])
    await copy_links(found.number, id_)
    await record(tools, Action.DRAFT_START, id_, by, {"version": found.number})
    return id_


def _columns(wording: Wording) -> dict[Any, Any]:
    return {
        Draft.title: wording.title,
        Draft.clauses: json.dumps(wording.clauses, ensure_ascii=False),
        Draft.closing: wording.closing,
    }
