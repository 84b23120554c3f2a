"""How many persons live in the premises: a number and a day, never names."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import Asked, Concern, Judgement, ResidentForm, WrongAnswersError
from iok_forms.texts import TEXTS, Say, month, speaking, written

_FURTHEST_BACK = timedelta(days=366)
_FURTHEST_AHEAD = timedelta(days=92)
_MANY = 10
"""More persons than this in one flat are asked about once more."""


class OccupantsOptions(msgspec.Struct, frozen=True, kw_only=True):
    received_by: Annotated[
        int,
        Meta(
            ge=0,
            le=28,
            title="Day of the month until which a declaration counts for that month",
            description="Later ones count from the next month on. 0: always from the next month.",
            extra={"asks": "Enter a day from 0 to 28"},
        ),
    ] = 8
    working_days: Annotated[
        int,
        Meta(
            ge=1,
            le=60,
            title="Working days for an answer",
            extra={"asks": "Enter a number from 1 to 60"},
        ),
    ] = 10


class Occupants(msgspec.Struct, frozen=True, kw_only=True):
    number: Annotated[
        Annotated[int, Meta(ge=0, le=50)],
        Meta(
            title="How many persons live there?",
            description="A number only. The names of who lives with you are not needed.",
            extra={"asks": "Enter a number from 0 to 50"},
        ),
    ] = field(name="liczba")
    since: Annotated[
        date,
        Meta(title="Since what day?", extra={"asks": "Enter a day, such as 15.05.2026"}),
    ] = field(name="od")
    note: Annotated[
        str,
        Meta(
            max_length=500,
            title="Note for the office",
            description="Leave out names and numbers of documents.",
            extra={"lines": True},
        ),
    ] = field(default="", name="uwagi")


class OccupantsDeclaration(ResidentForm[OccupantsOptions, Occupants]):
    name: ClassVar[str] = "liczba-osob"
    title: ClassVar[str] = "Change of the number of occupants"
    options_type: ClassVar[type[msgspec.Struct]] = OccupantsOptions
    answers_type: ClassVar[type[msgspec.Struct]] = Occupants
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = TEXTS
    about: ClassVar[str] = "Charges for water and waste depend on it."
    icon: ClassVar[str] = "users-round"
    concerns: ClassVar[Sequence[Concern]] = (Concern.PREMISES,)
    done: ClassVar[str] = "Accepted"

    async def judge(self, answers: Occupants, asked: Asked) -> Judgement:
        say = speaking(asked.language)
        if problems := _problems(answers, asked, say):
            raise WrongAnswersError(problems)
        counts_from = effective_month(answers.since, asked.today, self.options.received_by)
        days = self.options.working_days
        return Judgement(
            summary=_summary(answers.number, asked.place.occupants, say),
            next_steps=say(
                "The office looks at it within {days} working days. Until the accounting system "
                "has the new number, you are charged for the former one.",
                days=days,
            ),
            working_days=days,
            occupants=answers.number,
            occupants_since=answers.since,
            occupants_from=counts_from,
            confirmations=_confirmations(answers, say),
            shown=[(say("Would count from"), month(counts_from, asked.language))],
        )


def effective_month(since: date, received: date, received_by: int) -> date:
    """The first day of the month from which a declaration counts.

    What is received by that day of a month counts for it, later from the next one; never before
    the month in which the change itself has happened.
    """
    if received.day > received_by:
        received = _next_month(received)
    return max(since.replace(day=1), received.replace(day=1))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _problems(answers: Occupants, asked: Asked, say: Say) -> dict[str, str]:
    problems = {}
    first, last = asked.today - _FURTHEST_BACK, asked.today + _FURTHEST_AHEAD
    if not first <= answers.since <= last:
        problems["od"] = say(
            "Enter a day from {first} to {last}", first=written(first), last=written(last)
        )
    if asked.place.occupants == answers.number:
        problems["liczba"] = say("You are charged for so many already: nothing has to be changed")
    return problems


def _summary(number: int, charged: int | None, say: Say) -> str:
    if charged is None:
        return say("{number} persons", number=number)
    return say("{number} persons instead of {charged}", number=number, charged=charged)


def _confirmations(answers: Occupants, say: Say) -> list[str]:
    told = [say("What I declare is true.")]
    if answers.number > _MANY:
        told.append(say("{number} persons live there: this is no mistake.", number=answers.number))
    return told
