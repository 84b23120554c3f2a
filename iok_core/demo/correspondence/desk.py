"""One submission after the other, by the services that pages call."""

import secrets
from collections.abc import Callable, Mapping, Sequence

import msgspec

from iok_core.audit.origin import Origin
from iok_core.demo.correspondence.days import Days
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.portal import Portal
from iok_core.submissions import answering
from iok_core.submissions.answering import Answer
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.entering import enter
from iok_core.submissions.filling import PLACE, Filling
from iok_core.submissions.kinds import Contact, Refusal, State
from iok_core.submissions.sending import Sent, send

Typed = Mapping[str, str]
When = tuple[int, int, int]
"""So many working days before today, the hour, the minute."""
TOKEN_BYTES = 16


class Writer(msgspec.Struct, frozen=True):
    person: int
    by: Origin


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    form: str
    typed: Callable[[Filling], Typed]
    place: str = ""
    """How the value of the place begins: `lokal`, `budynek`, `konto`."""
    photos: Sequence[int] = ()
    phoned: bool = False
    """The office has typed it, on the telephone."""


class Desk(msgspec.Struct, frozen=True):
    """Where everything comes in and goes out."""

    portal: Portal
    clerk: Origin
    days: Days

    def at(self, when: When) -> SubmissionContext:
        return msgspec.structs.replace(self.portal, clock=self.days.ago(*when)).submissions

    async def reader(self, who: Writer) -> Reader:
        """As of today: nobody had an access before."""
        return await Reader.of(who.person, await published_sources(), self.portal.reading)

    async def takes(self, who: Writer, letter: Letter, when: When) -> int:
        ctx = self.at(when)
        sent = await _filled(ctx, letter, await self.reader(who))
        if letter.phoned:
            made = await enter(ctx, who.person, sent, by=self.clerk)
        else:
            made = await send(ctx, who.person, sent, by=who.by)
        return _done(made)

    async def assigns(self, case: int, when: When) -> None:
        staff = self.clerk.staff_id or 0
        _fine(await answering.assign(self.at(when), case, staff, by=self.clerk))

    async def notes(self, case: int, when: When, text: str) -> None:
        _fine(await answering.note(self.at(when), case, text, by=self.clerk))

    async def answers(self, case: int, when: When, text: str, state: State = State.DONE) -> None:
        given = Answer(text=text, state=state)
        _fine(await answering.answer(self.at(when), case, given, by=self.clerk))


def says(**typed: str) -> Callable[[Filling], Typed]:
    """The same whatever the form asks."""
    return lambda _: typed


async def _filled(ctx: SubmissionContext, letter: Letter, reader: Reader) -> Sent:
    offer = await ctx.forms.offer(letter.form)
    if offer is None:
        raise LookupError(letter.form)
    anew = await Filling.anew(ctx, offer, reader)
    place = next(one.value for one in anew.places if one.value.startswith(letter.place))
    filling = await Filling.anew(ctx, offer, reader, place)
    typed = {PLACE: place, **letter.typed(filling)}
    for form in filling.forms:
        form.read(typed)
    if filling.takes_amounts:
        await filling.look_at_amount()
    said = await filling.judge(ctx)
    if said is None or filling.choice is None:
        raise ValueError(f"{letter.form}: {[form.errors for form in filling.forms]}")
    return Sent(
        offer=offer,
        token=secrets.token_hex(TOKEN_BYTES),
        choice=filling.choice,
        answers=filling.form.struct,
        said=said,
        photos=letter.photos,
        attached=filling.attached,
        contact=Contact.PHONE if letter.phoned else None,
    )


def _done(made: int | Refusal) -> int:
    if isinstance(made, Refusal):
        raise PermissionError(made)
    return made


def _fine(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise PermissionError(refusal)
