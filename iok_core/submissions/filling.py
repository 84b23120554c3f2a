"""A form in somebody's hand: the place, the plugin's own fields, the photos; read, kept, judged."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, field

from iok_core.api import Asked, Desk, Judgement, WrongAnswersError
from iok_core.ledger.sheets import Reader
from iok_core.photos.service import photos_with
from iok_core.plugin_host.guard import PartFailedError
from iok_core.submissions import drafts
from iok_core.submissions.answers import Line
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.drafts import DraftView
from iok_core.submissions.forms import FormOffer
from iok_core.submissions.payments import told_of_like
from iok_core.submissions.places import NOWHERE, Choice, choices, of_account, with_meters
from iok_core.submissions.pointing import (
    ACCOUNT,
    GENERATION,
    SHOWN,
    Pointed,
    kept,
    shown,
    to_keep,
)
from iok_core.web.forms import Form, asks
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import language, msgid

PLACE = "_miejsce"
CHOOSE_PLACE = msgid("Choose the place")
ASKED_ANEW = msgid(
    "What is asked here has changed since this page was opened, for example because a meter was "
    "exchanged. The rest of what you typed is kept: look it over and go on"
)
CHOOSE_ACCOUNT = msgid("Choose the settlement account")


class WhichPlace(msgspec.Struct):
    """Asked by the portal beside the plugin's own fields."""

    place: Annotated[str, Meta(max_length=40), asks(CHOOSE_PLACE)] = field(name=PLACE)


class WhichAccount(msgspec.Struct):
    """The same of a form that concerns an account."""

    place: Annotated[str, Meta(max_length=40), asks(CHOOSE_ACCOUNT)] = field(name=PLACE)


class Filling:
    """Of one person, as it stands in this request."""

    def __init__(
        self,
        offer: FormOffer,
        reader: Reader,
        places: Sequence[Choice],
        draft: DraftView | None = None,
    ) -> None:
        self.offer, self.person, self.today = offer, reader.person.id, reader.today
        self.at_office = False
        self.reader = reader
        self.draft = draft
        self.places = places
        self.photos: Sequence[int] = draft.photos if draft else ()
        typed = draft.typed if draft else self._only_place()
        self.form: Form[Any] = Form(offer.form.answers_type, typed, offer.texts)
        self.which: Form[Any] = Form(self._which, typed)
        self.pointed: Form[Any] = Form(Pointed, typed)
        self.attached: list[Line] = kept(typed[SHOWN]) if SHOWN in typed else []
        self.closed = ""
        """Why nothing can be sent of this place now."""
        self.broken: PartFailedError | None = None
        self.others: Mapping[str, str] = {}
        """What was typed into fields that are not asked now."""

    @classmethod
    async def anew(
        cls, ctx: SubmissionContext, offer: FormOffer, reader: Reader, place: str = ""
    ) -> "Filling":
        """At the office: without what this person may have begun."""
        filling = cls(offer, reader, await choices(reader, offer.form.concerns))
        filling.at_office = True
        await filling.fit(ctx, place)
        return filling

    @classmethod
    async def of(
        cls, ctx: SubmissionContext, offer: FormOffer, reader: Reader, place: str = ""
    ) -> "Filling":
        """With what was kept, as far as it is still there."""
        draft = await drafts.draft_of(reader.person.id, offer.name)
        filling = cls(offer, reader, await choices(reader, offer.form.concerns), draft)
        await filling.fit(ctx, place)
        there = await photos_with(filling.photos)
        filling.photos = [one.id for one in there if one.free_for(filling.person)]
        return filling

    async def fit(self, ctx: SubmissionContext, place: str = "") -> None:
        """To the place, if that decides what is asked: the one that is given, or the one kept."""
        if self.offer.form.meters:
            self.places = await with_meters(self.reader, self.places)
        if place or not self.which.value(PLACE):
            self.which = Form(self._which, {PLACE: place} if place else self._only_place())
        if not self.offer.by_place or self.choice is None:
            return
        try:
            kind = await ctx.forms.fields_for(self.offer, self._asked(self.choice))
        except WrongAnswersError as error:
            self.closed = " ".join(error.problems.values())
        except PartFailedError as error:
            self.broken = error
        else:
            typed = self.draft.typed if self.draft else {}
            self.form = Form(kind, typed, self.offer.texts)

    @property
    def waits_for_place(self) -> bool:
        """Nothing else can be asked before a place is chosen."""
        return self.offer.by_place and self.choice is None

    @property
    def changing(self) -> bool:
        """What is asked of the chosen place may have changed since the page was shown."""
        return self.offer.by_place and self.choice is not None

    async def point(self, values: Mapping[str, str]) -> None:
        """At an account, by the link beside its amount. Raises NotYours."""
        self.pointed.read(values)
        if self.offer.asks_account:
            await self._choose_account()
            return
        if not (self.takes_amounts and self.pointed.ok):
            self.pointed = Form(Pointed)  # a link that the portal never made
            return
        self.attached = await shown(self.reader, self.pointed)
        sheet = await self.reader.account(self.pointed.struct.account or 0)
        mine = {f"lokal-{one.id}" for one in sheet.premises} if sheet else set()
        place = next((one.value for one in self.places if one.value in mine), None)
        if place is not None and not self.which.value(PLACE):
            self.which = Form(WhichPlace, {PLACE: place})

    async def _choose_account(self) -> None:
        account = self.pointed.struct.account if self.pointed.ok else None
        if account is None:
            return
        if await self.reader.account(account) is None:
            raise NotYours("account", account)
        if of_account(account) in {one.value for one in self.places}:
            self.which = Form(self._which, {PLACE: of_account(account)})

    @property
    def _which(self) -> type[msgspec.Struct]:
        return WhichAccount if self.offer.asks_account else WhichPlace

    @property
    def takes_amounts(self) -> bool:
        """Only who answers for amounts is to read them; a form may ask for the account itself."""
        return self.offer.form.desk is Desk.SETTLEMENTS and not self.offer.asks_account

    async def look_at_amount(self) -> None:
        """Once for each account: what was attached stays as it was shown. Raises NotYours."""
        before = self.draft.typed if self.draft else {}
        names = (ACCOUNT, GENERATION)
        same = all(before.get(name, "") == self.pointed.value(name) for name in names)
        if not (same and SHOWN in before):
            self.attached = await shown(self.reader, self.pointed)

    @property
    def forms(self) -> tuple[Form[Any], ...]:
        """Without a choice of places nobody is asked for one."""
        places = (self.which,) if self.offer.needs_place else ()
        return (*places, self.form, *((self.pointed,) if self.takes_amounts else ()))

    @property
    def place_options(self) -> list[tuple[str, str]]:
        return [(one.value, one.label) for one in self.places]

    @property
    def choice(self) -> Choice | None:
        if not self.offer.needs_place:
            return NOWHERE
        wanted = self.which.value(PLACE)
        return next((one for one in self.places if one.value == wanted), None)

    def read_draft(self) -> None:
        """Judges what was kept as if it were sent now."""
        typed = self.draft.typed if self.draft else {}
        for form in self.forms:
            form.read(typed)
        self.look_at_place()
        if self.changing:
            known = {name for form in self.forms for name in form.fields}
            asked = {name: typed[name] for name in typed if not name.startswith("_")}
            self.leave({name: value for name, value in asked.items() if name not in known})

    def look_at_place(self) -> None:
        """A place that is no longer theirs, or never was, counts for none."""
        if self.choice is None and not self.which.error(PLACE):
            asked = CHOOSE_ACCOUNT if self.offer.asks_account else CHOOSE_PLACE
            self.which.add_error(PLACE, _(asked))

    def leave(self, others: Mapping[str, str]) -> None:
        """Fields of a form by place that it does not have now: its form does not work, or another
        thing is asked since the page was shown, such as of a meter that was exchanged."""
        self.others = others
        if others and not (self.broken or self.closed):
            self.form.add_error("", _(ASKED_ANEW))

    async def keep(self, ctx: SubmissionContext) -> None:
        typed = {name: form.value(name) for form in self.forms for name in form.fields}
        if self.broken or self.closed:
            before = self.draft.typed if self.draft else {}
            typed = {**before, **self.others, **typed}
        if self.attached:
            typed[SHOWN] = to_keep(self.attached)
        await drafts.save(self.person, self.offer.name, typed, self.photos, ctx.clock)

    async def judge(self, ctx: SubmissionContext) -> Judgement | None:
        """None: the form says what to mend. Raises PartFailedError."""
        if self.broken:
            raise self.broken
        if self.closed or self.choice is None or not all(form.ok for form in self.forms):
            return None
        try:
            asked = self._asked(self.choice)
            said = await ctx.forms.judge(self.offer, self.form.struct, asked)
        except WrongAnswersError as error:
            self._add(error.problems)
            return None
        sheet = self.choice.sheet
        return said if sheet is None else told_of_like(said, sheet)

    def _asked(self, choice: Choice) -> Asked:
        return Asked(
            today=self.today, place=choice.place, language=language(), at_office=self.at_office
        )

    def _add(self, problems: Mapping[str, str]) -> None:
        for name, text in problems.items():
            self.form.add_error(name if name in self.form.fields else "", text)

    def _only_place(self) -> Mapping[str, str]:
        return {PLACE: self.places[0].value} if len(self.places) == 1 else {}
