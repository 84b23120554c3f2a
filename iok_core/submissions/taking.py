"""What a resident may take along of what they have sent in: as their own pages show it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from iok_core.db import fetch
from iok_core.photos.service import photos_for, photos_with
from iok_core.submissions.answers import Line, stored_lines
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.drafts import DraftView, drafts_of
from iok_core.submissions.kinds import Consent, State, StepKind
from iok_core.submissions.rows import (
    SubmissionLine,
    SubmissionView,
    followed_by,
    one_submission,
    steps_of,
    submissions_of,
)
from iok_core.submissions.sending import holder


class TakenStep(msgspec.Struct, frozen=True):
    """Without who at the office it was."""

    kind: StepKind
    at: datetime
    text: str


class TakenSubmission(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    title: str
    summary: str
    address: str
    state: State
    sent_at: datetime
    answer_by: date
    closed_at: datetime | None
    rating: int | None
    answers: Sequence[Line]
    worked_out: Sequence[Line]
    attached: Sequence[Line]
    steps: Sequence[TakenStep]
    photos: Sequence[int]


class TakenDraft(msgspec.Struct, frozen=True):
    title: str
    saved_at: datetime
    typed: Mapping[str, str]
    photos: Sequence[int]


class TakenFollowing(msgspec.Struct, frozen=True):
    """Of a neighbour's fault: what stands on one's own list of them."""

    title: str
    summary: str
    address: str
    state: State
    sent_at: datetime


class TakenConsent(msgspec.Struct, frozen=True):
    """What they have said of a number that somebody else has declared for premises of theirs."""

    number: str
    """Of the submission."""
    address: str
    declared: int
    since: date | None
    said: Consent
    reason: str
    at: datetime


class Taken(msgspec.Struct, frozen=True):
    submissions: Sequence[TakenSubmission]
    drafts: Sequence[TakenDraft]
    followed: Sequence[TakenFollowing]
    consents: Sequence[TakenConsent]

    @property
    def photos(self) -> list[int]:
        """Ids of all that belong to it."""
        kept = [photo for one in self.submissions for photo in one.photos]
        return kept + [photo for one in self.drafts for photo in one.photos]


async def take_along(ctx: SubmissionContext, person: int) -> Taken:
    """The newest first."""
    titles = {offer.name: offer.title for offer in await ctx.forms.offers()}
    whole = [await one_submission(line.id) for line in await submissions_of(person)]
    return Taken(
        submissions=[await _submission(ctx, one) for one in whole if one is not None],
        drafts=[await _draft(one, person, titles) for one in await drafts_of(person)],
        followed=[_followed(one) for one in await followed_by(person)],
        consents=await _consents(person),
    )


async def _submission(ctx: SubmissionContext, one: SubmissionView) -> TakenSubmission:
    steps = [step for step in await steps_of(one.id) if not step.inside]
    return TakenSubmission(
        number=one.number,
        title=one.title,
        summary=one.summary,
        address=one.address,
        state=one.state,
        sent_at=one.sent_at,
        answer_by=one.due_on,
        closed_at=one.closed_at,
        rating=one.rating,
        answers=stored_lines(ctx.forms.known(one.extension), one.answers),
        worked_out=msgspec.json.decode(one.shown, type=list[Line]),
        attached=msgspec.json.decode(one.attached, type=list[Line]),
        steps=[TakenStep(step.kind, step.at, step.text) for step in steps],
        photos=[photo.id for photo in await photos_for(holder(one.id))],
    )


async def _draft(one: DraftView, person: int, titles: Mapping[str, str]) -> TakenDraft:
    """With those of its photos that are still there."""
    photos = [photo.id for photo in await photos_with(one.photos) if photo.free_for(person)]
    return TakenDraft(titles.get(one.form, one.form), one.saved_at, one.typed, photos)


async def _consents(person: int) -> list[TakenConsent]:
    rows = await fetch(
        "SELECT s.number, s.address, s.declared_occupants, s.occupants_since, c.said, c.reason, "
        "c.at FROM submission_consent c JOIN submission s ON s.id = c.submission "
        "WHERE c.person = {} ORDER BY c.id DESC",
        person,
    )
    named = (dict(zip(TakenConsent.__struct_fields__, row, strict=True)) for row in rows)
    return [TakenConsent(**one | {"said": Consent(one["said"])}) for one in named]


def _followed(one: SubmissionLine) -> TakenFollowing:
    return TakenFollowing(one.title, one.summary, one.address, one.state, one.sent_at)
