"""Which forms there are, and what one makes of answers: within a deadline, its texts cleaned."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from iok_core.api import Asked, Concern, Judgement, Payment, ResidentForm, WrongAnswersError
from iok_core.child.options import to_options
from iok_core.ledger.money import to_grosze
from iok_core.meters.thousandths import to_thousandths
from iok_core.modules import offers as extensions
from iok_core.plugin_host import PluginRegistry
from iok_core.plugin_host.failures import Part
from iok_core.plugin_host.guard import Guard, PartFailedError
from iok_core.submissions.tables import SUMMARY_LENGTH, TEXT_LENGTH
from iok_core.web.fields import fields_of
from iok_core.web.i18n import gettext, language
from iok_core.web.one_line import clean

Said = TypeVar("Said")
Read = TypeVar("Read")

MOST_CONFIRMATIONS = 5
MOST_DAYS = 90
_MOST_SHOWN = 20
_LABEL, _VALUE = 100, 500


class FormOffer(extensions.Offer, frozen=True, kw_only=True):
    """One form that residents may fill in."""

    @property
    def form(self) -> type[ResidentForm[Any, Any]]:
        form: type[ResidentForm[Any, Any]] = self.info.extension  # type: ignore[assignment]  # of this kind
        return form

    @property
    def about(self) -> str:
        return self.texts.get(self.form.about, self.form.about)

    @property
    def needs_place(self) -> bool:
        return Concern.NOTHING not in self.form.concerns

    @property
    def asks_account(self) -> bool:
        return Concern.ACCOUNT in self.form.concerns

    @property
    def by_place(self) -> bool:
        """What it asks depends on the place."""
        return self.needs_place and self.form.answers_for is not ResidentForm.answers_for

    @property
    def part(self) -> Part:
        return Part(self.info.plugin, f"form {self.info.name}")


class Forms(msgspec.Struct, frozen=True):
    plugins: PluginRegistry
    guard: Guard
    seconds: float
    """How long one of them may take."""

    async def offers(self) -> list[FormOffer]:
        """In the order in which plugins bring them: what is wanted most stands first."""
        infos = self.plugins.resident_forms
        found = await extensions.all_offers(infos)
        found.sort(key=lambda one: list(infos).index(one.info.name))
        return [FormOffer(**msgspec.structs.asdict(one)) for one in found]

    async def offer(self, name: str) -> FormOffer | None:
        return next((one for one in await self.offers() if one.name == name), None)

    def known(self, extension: str) -> type[ResidentForm[Any, Any]] | None:
        """None: its plugin is missing, or does not work."""
        info = self.plugins.resident_forms.get(extension)
        return info.extension if info is not None else None  # type: ignore[return-value]  # of this kind

    def done(self, extension: str) -> str:
        """What it is called, in the reader's language, when one of these is settled."""
        form = self.known(extension) or ResidentForm
        return form.texts.get(language(), {}).get(form.done) or gettext(form.done)

    async def fields_for(self, offer: FormOffer, asked: Asked) -> type[msgspec.Struct]:
        """What is asked of a place. Raises WrongAnswersError, PartFailedError."""
        outcome = await self.guard.call(offer.part, _asked_for(offer, asked), self.seconds)
        if isinstance(outcome, WrongAnswersError):
            raise WrongAnswersError(await self._read(offer, _problems, outcome))
        return outcome

    async def judge(self, offer: FormOffer, answers: msgspec.Struct, asked: Asked) -> Judgement:
        """Raises WrongAnswersError, PartFailedError."""
        outcome = await self.guard.call(offer.part, _judged(offer, answers, asked), self.seconds)
        if isinstance(outcome, WrongAnswersError):
            raise WrongAnswersError(await self._read(offer, _problems, outcome))
        return await self._read(offer, _cleaned, outcome)

    async def _read(self, offer: FormOffer, read: Callable[[Said], Read], said: Said) -> Read:
        """Taken apart first: what a plugin makes by itself nobody has validated yet."""
        try:
            return read(said)
        except (msgspec.ValidationError, TypeError, ValueError) as error:
            raise await self.guard.failed(offer.part, str(error)) from error


async def _judged(
    offer: FormOffer, answers: msgspec.Struct, asked: Asked
) -> Judgement | WrongAnswersError:
    """What a resident has to mend is no failure of the plugin."""
    form = offer.form(to_options(offer.form.options_type, offer.options))
    try:
        return await form.judge(answers, asked)
    except WrongAnswersError as error:
        return error


async def _asked_for(offer: FormOffer, asked: Asked) -> type[msgspec.Struct] | WrongAnswersError:
    form = offer.form(to_options(offer.form.options_type, offer.options))
    try:
        found = await form.answers_for(asked)
    except WrongAnswersError as error:
        return error
    if not issubclass(found, offer.form.answers_type):
        raise TypeError(f"{found} does not extend {offer.form.answers_type}")
    fields_of(found)
    return found


def _problems(error: WrongAnswersError) -> dict[str, str]:
    problems = msgspec.convert(msgspec.to_builtins(error.problems), dict[str, str])
    return {name: _line(text, _VALUE) for name, text in problems.items()}


def _cleaned(outcome: Judgement) -> Judgement:
    said = msgspec.convert(msgspec.to_builtins(outcome), Judgement)
    for one in said.readings:
        to_thousandths(one.value)
    return Judgement(
        summary=_line(said.summary, SUMMARY_LENGTH),
        next_steps=_line(said.next_steps, TEXT_LENGTH),
        working_days=min(max(said.working_days, 1), MOST_DAYS),
        confirmations=[_line(one, _VALUE) for one in said.confirmations][:MOST_CONFIRMATIONS],
        emergency=said.emergency,
        occupants=said.occupants,
        occupants_since=said.occupants_since,
        occupants_from=said.occupants_from,
        payment=_paid(said.payment),
        readings=said.readings,
        shown=[(_line(label, _LABEL), _line(value, _VALUE)) for label, value in said.shown][
            :_MOST_SHOWN
        ],
    )


def _paid(payment: Payment | None) -> Payment | None:
    """Raises ValueError: that is no amount which somebody could pay."""
    if payment is not None and to_grosze(payment.amount) <= 0:
        raise ValueError(f"{payment.amount} is no payment")
    return payment


def _line(text: str, length: int) -> str:
    return clean(text)[:length]


__all__ = ["MOST_CONFIRMATIONS", "FormOffer", "Forms", "PartFailedError"]
