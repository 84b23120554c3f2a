"""A fault in one's own premises or in the common part of the building."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import Asked, Concern, Desk, Judgement, ResidentForm, WrongAnswersError
from iok_forms.texts import TEXTS, speaking


class FaultKind(StrEnum):
    WATER = "water"
    HEATING = "heating"
    POWER = "power"
    GAS = "gas"
    LIFT = "lift"
    DOOR = "door"
    ROOF = "roof"
    CLEANING = "cleaning"
    OTHER = "other"


class Entry(StrEnum):
    """Whether somebody may come in when the resident is away."""

    AT_HOME = "at_home"
    AWAY = "away"
    NOT_NEEDED = "not_needed"


EMERGENCIES = frozenset({FaultKind.GAS, FaultKind.POWER, FaultKind.LIFT})
"""Kinds of which nobody is to write before they know whom to call; a flood is said by its box."""


_NEXT = (
    "The technical department reads it on the next working day and calls you. You have an answer "
    "within {days} working days."
)


_NEXT_IN_AN_EMERGENCY = (
    "The emergency service comes when you call. The technical department reads what you wrote on "
    "the next working day; you have an answer within {days} working days."
)


class FaultOptions(msgspec.Struct, frozen=True, kw_only=True):
    working_days: Annotated[
        int,
        Meta(
            ge=1,
            le=60,
            title="Working days for an answer",
            description="So many working days after the report the resident has an answer.",
            extra={"asks": "Enter a number from 1 to 60"},
        ),
    ] = 5


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    kind: Annotated[FaultKind, Meta(title="What is broken?", extra={"asks": "Choose the kind"})] = (
        field(name="rodzaj")
    )
    dangerous: Annotated[
        bool,
        Meta(
            title="It is dangerous, or gets worse every minute",
            description="Water is pouring, it smells of gas, somebody is stuck in the lift.",
        ),
    ] = field(default=False, name="grozne")
    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2000,
            title="Describe it",
            description="Where exactly, since when, what was tried.",
            extra={"lines": True, "asks": "Describe the fault in a few words"},
        ),
    ] = field(name="opis")
    entry: Annotated[
        Entry, Meta(title="May we come in?", extra={"asks": "Choose whether we may come in"})
    ] = field(name="wejscie")
    when: Annotated[
        str,
        Meta(
            max_length=200,
            title="When are you at home?",
            description="For example: on working days after 16.",
        ),
    ] = field(default="", name="kiedy")
    phone: Annotated[
        str,
        Meta(
            max_length=30,
            pattern=r"^[0-9+() -]{7,30}$",
            title="Telephone number for this fault",
            extra={"asks": "Enter a telephone number, such as 600 100 200"},
        ),
    ] = field(name="telefon")


class FaultReport(ResidentForm[FaultOptions, Fault]):
    name: ClassVar[str] = "usterka"
    title: ClassVar[str] = "Fault"
    options_type: ClassVar[type[msgspec.Struct]] = FaultOptions
    answers_type: ClassVar[type[msgspec.Struct]] = Fault
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = TEXTS
    about: ClassVar[str] = "Something is broken in your flat or in the building."
    icon: ClassVar[str] = "wrench"
    desk: ClassVar[Desk] = Desk.TECHNICAL
    concerns: ClassVar[Sequence[Concern]] = (Concern.PREMISES, Concern.BUILDING)
    photos: ClassVar[int] = 5
    urgent: ClassVar[bool] = True
    shared: ClassVar[bool] = True
    done: ClassVar[str] = "Repaired"

    async def judge(self, answers: Fault, asked: Asked) -> Judgement:
        say = speaking(asked.language)
        inside = asked.place.concern is Concern.PREMISES
        if inside and answers.entry is Entry.AT_HOME and not answers.when:
            raise WrongAnswersError({"kiedy": say("Write when you are at home")})
        days = self.options.working_days
        emergency = answers.dangerous or answers.kind in EMERGENCIES
        return Judgement(
            summary=say(answers.kind.value).lower(),
            next_steps=say(_NEXT_IN_AN_EMERGENCY if emergency else _NEXT, days=days),
            working_days=days,
            emergency=emergency,
        )
