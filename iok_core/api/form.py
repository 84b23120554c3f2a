"""A resident form is something that residents may send in; the portal keeps it and answers it."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

import msgspec

from iok_core.api.extension import Extension, OptionsT
from iok_core.api.records import Medium, MeterReading

AnswersT = TypeVar("AnswersT", bound=msgspec.Struct)


class Concern(StrEnum):
    """What a submission is about; a resident chooses among their own."""

    PREMISES = "premises"
    BUILDING = "building"
    """The common part of a building in which they hold premises."""
    ACCOUNT = "account"
    """One settlement account of premises that they hold; stands alone among the concerns."""
    NOTHING = "nothing"
    """No place: a question, say."""


class Desk(StrEnum):
    """Who at the office reads it."""

    OFFICE = "office"
    SETTLEMENTS = "settlements"
    TECHNICAL = "technical"


class PlaceMeter(msgspec.Struct, frozen=True, kw_only=True):
    """A meter of the premises that were chosen."""

    key: str
    """The portal's own name of it: letters, digits and `_`."""
    number: str
    medium: Medium
    room: str = ""
    unit: str = ""
    installed_on: date | None = None
    readings: Sequence[MeterReading] = ()
    """Those that the resident may see, the earliest first."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What the resident has chosen."""

    concern: Concern
    address: str = ""
    """As people write it; of a building without the number of premises, of an account after the
    account's name."""
    occupants: int | None = None
    """Of premises: for how many persons the accounting system charges."""
    meters: Sequence[PlaceMeter] = ()
    """Of premises; only for a form with `meters`."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a form knows beside the answers."""

    today: date
    place: Place
    language: str = "pl"
    at_office: bool = False
    """A clerk fills it in for the resident, and has said why."""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """What a resident has paid, as they say; of the account that was chosen."""

    amount: Decimal
    """In PLN, above zero, with at most two places."""
    paid_on: date


class MeterState(msgspec.Struct, frozen=True, kw_only=True):
    """What a resident says that a meter showed."""

    meter: str
    """`PlaceMeter.key`"""
    day: date
    value: Decimal
    """Not below zero, at most three places."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a form makes of answers that are in order. Texts are in the language of `Asked`."""

    summary: str
    """One line, by which both sides find the submission again; no personal data."""
    next_steps: str = ""
    """What happens next, and when."""
    working_days: int = 14
    """Within so many working days the resident has an answer."""
    confirmations: Sequence[str] = ()
    """Sentences that the resident ticks before sending, each; what is questioned stands here."""
    emergency: bool = False
    """It cannot wait for the office: the resident has to confirm that they read the emergency
    telephone number."""
    occupants: int | None = None
    """The number that is declared: it goes on to the accounting system, and until that has it the
    portal shows both."""
    occupants_since: date | None = None
    """Since when it is so."""
    occupants_from: date | None = None
    """The first day for which that number counts."""
    payment: Payment | None = None
    """Of a form that concerns an account: shown beside its balance as declared, counted nowhere,
    until an import brings it."""
    readings: Sequence[MeterState] = ()
    """What meters showed: it goes on to the accounting system."""
    shown: Sequence[tuple[str, str]] = ()
    """What the form has worked out of the answers: what it is called, and its value."""


class WrongAnswersError(ValueError):
    """Raised by `judge` when the answers cannot be taken."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in problems.items()))
        self.problems = problems
        """What to do, in the language of `Asked`, by the field's name in the form; "" is none of
        them. Give all at once."""


class ResidentForm(Extension[OptionsT], Generic[OptionsT, AnswersT]):
    """One Struct is the form, the check and what is stored. It keeps nothing and sends nothing.

    An answer's field that somebody at the office reads has a `title`; choices are called as
    `texts` says.
    """

    answers_type: ClassVar[type[msgspec.Struct]]
    about: ClassVar[str] = ""
    """A sentence below the title, English; what it is for and whom it reaches."""
    icon: ClassVar[str] = "file-text"
    """Of the portal's icons."""
    desk: ClassVar[Desk] = Desk.OFFICE
    concerns: ClassVar[Sequence[Concern]] = (Concern.PREMISES,)
    photos: ClassVar[int] = 0
    """How many may be sent with it."""
    urgent: ClassVar[bool] = False
    """The emergency telephone number stands above the form."""
    shared: ClassVar[bool] = False
    """Several residents of a building may report the same thing, and read the same answers; else
    a submission is joined with the same person's own only."""
    done: ClassVar[str] = "Settled"
    """What the last state is called, English; "Repaired" of a fault."""
    meters: ClassVar[bool] = False
    """It is about meters: only premises that have some can be chosen."""

    async def answers_for(
        self,
        asked: Asked,  # noqa: ARG002 - by it others decide
    ) -> type[msgspec.Struct]:
        """A form whose questions depend on the place builds them here; that is then asked first.

        The answer is `answers_type` or a Struct that extends it; what the further fields say has to
        be told in `Judgement.shown`. Texts are in the language of `asked`. Runs as `judge` does.

        Raises:
            WrongAnswersError: nothing can be sent now; "" says why, and when it can.
        """
        return self.answers_type

    @abstractmethod
    async def judge(self, answers: AnswersT, asked: Asked) -> Judgement:
        """Within the deadline of the setting `plugins.page_seconds`; await, never block.

        Called when the form is filled in, and once more when it is sent.

        Raises:
            WrongAnswersError: the resident has to answer otherwise.
        """
