"""A draft becomes a submission: once, with a number, a term and an event, in one transaction."""

from collections.abc import Sequence
from typing import Any

import msgspec

from iok_core.api import Judgement
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, hold, transaction
from iok_core.db.clock import WARSAW
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.photos.service import keep_photos
from iok_core.submissions.answers import Line
from iok_core.submissions.consent import asks_consent
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.declared_readings import keep_readings
from iok_core.submissions.forms import FormOffer
from iok_core.submissions.kinds import Contact, Refusal, State, StepKind
from iok_core.submissions.payments import declare
from iok_core.submissions.places import Choice
from iok_core.submissions.steps import add_step
from iok_core.submissions.tables import Submission
from iok_core.web.i18n import speaking


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a resident sends, and what the form said of it in Polish, which the office reads."""

    offer: FormOffer
    token: str
    """Of the draft."""
    choice: Choice
    answers: msgspec.Struct
    said: Judgement
    photos: Sequence[int] = ()
    attached: Sequence[Line] = ()
    """What the portal showed when it was written, in Polish."""
    contact: Contact | None = None
    """How the resident reached the office, which enters it for them."""
    signed: str = ""
    """On which paper others who hold the premises have signed, too; the office says it."""


async def send(ctx: SubmissionContext, person: int, sent: Sent, *, by: Origin) -> int | Refusal:
    """The submission's id; of the one that this draft made before, should it be sent again."""
    async with transaction():
        await hold("submission drafts of", person)
        made = await made_of(sent.token, person)
        if made is not None:
            return made
        if sent.contact is None and await _sent_today(ctx, person) >= ctx.settings.in_a_day:
            return Refusal.TOO_MANY
        asks = not sent.signed and await asks_consent(ctx, person, sent.said, sent.choice)
        row = await _insert(ctx, person, sent, by, asks=asks)
        await execute(
            "DELETE FROM submission_draft WHERE token = {} AND person = {}", sent.token, person
        )
        await keep_readings(row, sent.said.readings, sent.choice.place.meters)
        await keep_photos(sent.photos, person, holder(row))
        if sent.said.payment is not None and sent.choice.sheet is not None:
            await declare(row, sent.choice.sheet, sent.said.payment)
        await _tell(ctx, row, sent, by)
        await _emit(ctx, person, sent, row, asks=asks)
        return row


async def _emit(ctx: SubmissionContext, person: int, sent: Sent, row: int, *, asks: bool) -> None:
    now, premises = ctx.clock.now(), sent.choice.premises
    await emit(EventKind.SUBMISSION_SENT, at=now, person=person, submission=row)
    if sent.said.occupants is not None and premises is not None:
        declared = EventKind.CONSENT_ASKED if asks else EventKind.OCCUPANTS_DECLARED
        await emit(declared, at=now, person=person, premises=premises, submission=row)


def holder(submission: int) -> str:
    """What its photos are kept for."""
    return f"submission {submission}"


async def made_of(token: str, person: int) -> int | None:
    """The submission that a draft has become."""
    rows = await fetch(
        "SELECT id FROM submission WHERE draft_token = {} AND person = {}", token, person
    )
    return int(rows[0][0]) if rows else None


async def _tell(ctx: SubmissionContext, row: int, sent: Sent, by: Origin) -> None:
    kind, action, meta = StepKind.SENT, Action.SUBMISSION_SEND, {}
    if sent.contact is not None:
        kind, action = StepKind.ENTERED, Action.SUBMISSION_ENTER
        meta = {"contact": sent.contact.value}
    await add_step(ctx, row, kind, State.RECEIVED, "", by=by)
    if sent.signed:
        await add_step(ctx, row, StepKind.SIGNED, State.RECEIVED, sent.signed, by=by)
        meta |= {"consent": "signed"}
    await ctx.log.record(action, by=by, on=ObjectKind.SUBMISSION, object_id=row, meta=meta)


async def _insert(
    ctx: SubmissionContext, person: int, sent: Sent, by: Origin, *, asks: bool
) -> int:
    now: Any = ctx.clock.now()
    today, offer, said = ctx.clock.today(), sent.offer, sent.said
    row = Submission(
        number=await next_number(today.year),
        draft_token=sent.token,
        person=person,
        form=offer.name,
        extension=offer.info.name,
        title=_title(offer),
        desk=offer.form.desk.value,
        **_place(sent.choice),
        answers=msgspec.json.encode(sent.answers).decode(),
        shown=msgspec.json.encode(said.shown).decode(),
        summary=said.summary,
        next_steps=said.next_steps,
        emergency=said.emergency,
        **_declared(said, asks),
        attached=msgspec.json.encode(sent.attached).decode(),
        typed_by=by.staff_id,
        contact=sent.contact or "",
        state=State.RECEIVED.value,
        sent_at=now,
        due_on=ctx.calendar.due(today, said.working_days),
    )
    await row.save()
    return int(row.id)


def _declared(said: Judgement, asks: bool) -> dict[str, Any]:
    return {
        "declared_occupants": said.occupants,
        "occupants_since": said.occupants_since,
        "declared_from": said.occupants_from,
        "asks_consent": asks,
    }


def _title(offer: FormOffer) -> str:
    with speaking("pl"):
        return offer.info.title if offer.module is None else offer.title


def _place(choice: Choice) -> dict[str, Any]:
    return {
        "concern": choice.place.concern.value,
        "premises": choice.premises,
        "building": choice.building,
        "address": choice.place.address,
    }


async def next_number(year: int) -> str:
    """Held until the transaction ends, so that no number is given twice."""
    rows = await fetch(
        "INSERT INTO submission_counter (year, last) VALUES ({}, 1) ON CONFLICT (year) "
        "DO UPDATE SET last = submission_counter.last + 1 RETURNING last",
        year,
    )
    return f"{rows[0][0]}/{year}"


async def _sent_today(ctx: SubmissionContext, person: int) -> int:
    now = ctx.clock.now().astimezone(WARSAW)
    rows = await fetch(
        "SELECT count(*) FROM submission WHERE person = {} AND sent_at >= {} AND typed_by IS NULL",
        person,
        now.replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return int(rows[0][0])
