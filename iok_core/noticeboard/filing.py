"""What staff do with files: attach one; add a document, show it, withdraw it, throw it away."""

from datetime import date

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import execute, transaction
from iok_core.identity.service import Permission, staff_may
from iok_core.noticeboard.kinds import Category, Circle, State
from iok_core.noticeboard.tables import (
    Attachment,
    AttachmentContent,
    Document,
    DocumentContent,
)
from iok_core.noticeboard.writing import Board, Refusal

_BEGIN, _END, _END_WITHIN = b"%PDF-", b"%%EOF", 2048


class NewDocument(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    category: Category
    circle: Circle
    since: date
    until: date | None
    content: bytes


def is_pdf(content: bytes) -> bool:
    """By what is in it; whatever its name says."""
    return content.startswith(_BEGIN) and _END in content[-_END_WITHIN:]


async def add(board: Board, new: NewDocument, *, by: Origin) -> int | Refusal:
    """A draft, which nobody but the office can have."""
    async with transaction():
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        row = Document(
            title=new.title,
            category=new.category.value,
            circle=new.circle.value,
            size=len(new.content),
            shown_since=new.since,
            shown_until=new.until,
            state=State.DRAFT.value,
            added_at=board.clock.now(),
            added_by=by.staff_id,
        )
        await row.save()
        await DocumentContent.insert(DocumentContent(document=row.id, content=new.content))
        await _record(board, Action.DOCUMENT_ADD, row.id, by)
    return int(row.id)


async def attach(board: Board, title: str, content: bytes, *, by: Origin) -> int | Refusal:
    """To an announcement that is being written: it waits until that is saved, or for a day."""
    async with transaction():
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        now = board.clock.now()
        row = Attachment(title=title, size=len(content), added_at=now, added_by=by.staff_id)
        await row.save()
        await AttachmentContent.insert(AttachmentContent(attachment=row.id, content=content))
        on, action = ObjectKind.ATTACHMENT, Action.ATTACHMENT_ADD
        await board.audit.record(action, by=by, on=on, object_id=int(row.id))
    return int(row.id)


async def show(board: Board, id_: int, *, by: Origin) -> Refusal | None:
    sql = (
        "UPDATE document SET state = 'shown', published_at = {}, published_by = {} "
        "WHERE id = {} AND state = 'draft' AND (shown_until IS NULL OR shown_until >= {})"
    )
    return await _act(board, Action.DOCUMENT_SHOW, sql, id_, board.clock.today(), by=by)


async def withdraw(board: Board, id_: int, *, by: Origin) -> Refusal | None:
    sql = (
        "UPDATE document SET state = 'withdrawn', withdrawn_at = {}, withdrawn_by = {} "
        "WHERE id = {} AND state = 'shown'"
    )
    return await _act(board, Action.DOCUMENT_WITHDRAW, sql, id_, by=by)


async def discard(board: Board, id_: int, *, by: Origin) -> Refusal | None:
    """Only a draft: what somebody may have is kept."""
    async with transaction():
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        draft = "SELECT id FROM document WHERE id = {} AND state = 'draft'"
        await execute(f"DELETE FROM document_content WHERE document IN ({draft})", id_)
        if not await execute("DELETE FROM document WHERE id = {} AND state = 'draft'", id_):
            return Refusal.CHANGED
        await _record(board, Action.DOCUMENT_DISCARD, id_, by)
    return None


async def _act(
    board: Board, action: Action, sql: str, id_: int, *more: object, by: Origin
) -> Refusal | None:
    async with transaction():
        if not await staff_may(by, Permission.ANNOUNCE):
            return Refusal.NOT_PERMITTED
        if not await execute(sql, board.clock.now(), by.staff_id, id_, *more):
            return Refusal.CHANGED
        await _record(board, action, id_, by)
    return None


async def _record(board: Board, action: Action, id_: int, by: Origin) -> None:
    await board.audit.record(action, by=by, on=ObjectKind.DOCUMENT, object_id=id_)
