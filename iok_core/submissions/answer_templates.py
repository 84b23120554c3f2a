"""Short answers that a desk keeps, to be put into an answer and changed there."""

from collections.abc import Collection

import msgspec

from iok_core.api import Desk
from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.identity.service import staff_may
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import PERMISSIONS
from iok_core.submissions.kinds import Refusal


class TemplateView(msgspec.Struct, frozen=True):
    id: int
    desk: Desk
    title: str
    text: str


class NewTemplate(msgspec.Struct, frozen=True):
    desk: Desk
    title: str
    text: str


async def templates_of(desks: Collection[Desk]) -> list[TemplateView]:
    if not desks:
        return []
    marks = ", ".join("{}" for _ in desks)
    rows = await fetch(
        f"SELECT id, desk, title, text FROM answer_template WHERE desk IN ({marks}) ORDER BY id",
        *desks,
    )
    return [TemplateView(row[0], Desk(row[1]), row[2], row[3]) for row in rows]


async def add_template(ctx: SubmissionContext, new: NewTemplate, *, by: Origin) -> int | Refusal:
    """Its id."""
    async with transaction():
        if not await _may(ctx, new.desk, Action.ANSWER_TEMPLATE_SAVE, by):
            return Refusal.NOT_PERMITTED
        rows = await fetch(
            "INSERT INTO answer_template (desk, title, text) VALUES ({}, {}, {}) RETURNING id",
            new.desk,
            new.title,
            new.text,
        )
        await _record(ctx, int(rows[0][0]), Action.ANSWER_TEMPLATE_SAVE, by)
        return int(rows[0][0])


async def change_template(
    ctx: SubmissionContext, old: TemplateView, new: NewTemplate, *, by: Origin
) -> Refusal | None:
    async with transaction():
        for desk in (old.desk, new.desk):
            if not await _may(ctx, desk, Action.ANSWER_TEMPLATE_SAVE, by):
                return Refusal.NOT_PERMITTED
        await execute(
            "UPDATE answer_template SET desk = {}, title = {}, text = {} WHERE id = {}",
            new.desk,
            new.title,
            new.text,
            old.id,
        )
        await _record(ctx, old.id, Action.ANSWER_TEMPLATE_SAVE, by)
    return None


async def delete_template(
    ctx: SubmissionContext, old: TemplateView, *, by: Origin
) -> Refusal | None:
    async with transaction():
        if not await _may(ctx, old.desk, Action.ANSWER_TEMPLATE_DELETE, by):
            return Refusal.NOT_PERMITTED
        await execute("DELETE FROM answer_template WHERE id = {}", old.id)
        await _record(ctx, old.id, Action.ANSWER_TEMPLATE_DELETE, by)
    return None


async def _may(ctx: SubmissionContext, desk: Desk, action: Action, by: Origin) -> bool:
    if await staff_may(by, PERMISSIONS[desk]):
        return True
    await _record(ctx, None, action, by, Result.REFUSED)
    return False


async def _record(
    ctx: SubmissionContext,
    id_: int | None,
    action: Action,
    by: Origin,
    result: Result = Result.DONE,
) -> None:
    await ctx.log.record(action, by=by, on=ObjectKind.ANSWER_TEMPLATE, object_id=id_, result=result)
