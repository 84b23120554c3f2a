"""What the meters of premises show, all in one go."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import (
    Asked,
    Concern,
    Judgement,
    MeterState,
    PlaceMeter,
    ResidentForm,
    WrongAnswersError,
)
from iok_forms.metered import Given, called, confirmation, last_of, with_unit
from iok_forms.texts import TEXTS, Say, speaking, written
from iok_forms.window import Window

_STATE = r"^[0-9]{1,7}([.,][0-9]{1,3})?$"


class ReadingOptions(msgspec.Struct, frozen=True, kw_only=True):
    opens_on: Annotated[
        int,
        Meta(
            ge=1,
            le=31,
            title="First day of the month on which readings are taken",
            description="1 and 31: all year. 25 and 5: from the 25th to the 5th of the next month.",
            extra={"asks": "Enter a day from 1 to 31"},
        ),
    ] = 1
    closes_on: Annotated[
        int,
        Meta(
            ge=1,
            le=31,
            title="Last day of the month on which readings are taken",
            extra={"asks": "Enter a day from 1 to 31"},
        ),
    ] = 31
    working_days: Annotated[
        int,
        Meta(
            ge=1,
            le=60,
            title="Working days for an answer",
            extra={"asks": "Enter a number from 1 to 60"},
        ),
    ] = 10


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Of no premises yet: a field for each meter comes to it."""

    day: Annotated[
        date,
        Meta(
            title="On which day did you read them?",
            extra={"asks": "Enter a day, such as 15.05.2026"},
        ),
    ] = field(name="dzien")


class MeterReadings(ResidentForm[ReadingOptions, Reading]):
    name: ClassVar[str] = "odczyt"
    title: ClassVar[str] = "Meter readings"
    options_type: ClassVar[type[msgspec.Struct]] = ReadingOptions
    answers_type: ClassVar[type[msgspec.Struct]] = Reading
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = TEXTS
    about: ClassVar[str] = "All meters of the flat at once; leave out those that you cannot reach."
    icon: ClassVar[str] = "gauge"
    concerns: ClassVar[Sequence[Concern]] = (Concern.PREMISES,)
    photos: ClassVar[int] = 1
    meters: ClassVar[bool] = True
    done: ClassVar[str] = "Accepted reading"

    @property
    def _window(self) -> Window:
        return Window(self.options.opens_on, self.options.closes_on)

    async def answers_for(self, asked: Asked) -> type[msgspec.Struct]:
        say = speaking(asked.language)
        self._require_open(asked, say)
        fields = [_state(meter, say) for meter in asked.place.meters]
        if self._late(asked):
            fields.insert(0, _day(self._taken(say)))
        return msgspec.defstruct("Readings", fields, bases=(Reading,), frozen=True, kw_only=True)

    async def judge(self, answers: Reading, asked: Asked) -> Judgement:
        say, days = speaking(asked.language), self.options.working_days
        self._require_open(asked, say)
        given = list(_given(answers, asked.place.meters))
        if problems := self._problems(answers.day, given, asked, say):
            raise WrongAnswersError(problems)
        return Judgement(
            summary=say("of {day}, meters: {number}", number=len(given), day=written(answers.day)),
            next_steps=say(
                "The office looks at it within {days} working days. Until it stands in the "
                "accounting system, the portal shows it as given by you.",
                days=days,
            ),
            working_days=days,
            confirmations=_few(one for one in (confirmation(it, say) for it in given) if one),
            readings=[
                MeterState(meter=it.meter.key, day=answers.day, value=it.value) for it in given
            ],
            shown=[(called(it.meter, say), it.told(say)) for it in given] + self._told(asked, say),
        )

    def _late(self, asked: Asked) -> bool:
        """The office enters it after the days on which residents can send it."""
        return asked.at_office and not self._window.is_open(asked.today)

    def _taken(self, say: Say) -> str:
        return say(
            "Residents give readings from day {first} to day {last} of the month. The office may "
            "enter them later, too.",
            first=self._window.first,
            last=self._window.last,
        )

    def _told(self, asked: Asked, say: Say) -> list[tuple[str, str]]:
        return [(say("After the days for readings"), self._taken(say))] if self._late(asked) else []

    def _require_open(self, asked: Asked, say: Say) -> None:
        window = self._window
        if not (asked.at_office or window.is_open(asked.today)):
            text = say(
                "Readings are taken from day {first} to day {last} of the month, next on {day}.",
                first=window.first,
                last=window.last,
                day=written(window.next_day(asked.today)),
            )
            raise WrongAnswersError({"": text})

    def _problems(
        self, day: date, given: Sequence[Given], asked: Asked, say: Say
    ) -> dict[str, str]:
        problems = {}
        first = self._window.began(self._window.last_day(asked.today))
        if not first <= day <= asked.today:
            problems["dzien"] = say(
                "Enter a day from {first} to {last}",
                first=written(first),
                last=written(asked.today),
            )
        if not given:
            problems[""] = say("Enter the state of one meter at least")
        for it in given:
            if it.last and it.last.day >= day:
                problems[_name(it.meter)] = say(
                    "There is a reading of {day}: enter a later one, or leave this empty",
                    day=written(it.last.day),
                )
        return problems


def _day(hint: str) -> tuple[str, Any, Any]:
    """The field that is asked in any case, and what is to be known beside it."""
    (annotation,) = (one.type for one in msgspec.structs.fields(Reading) if one.name == "day")
    return "day", Annotated[annotation, Meta(description=hint)], field(name="dzien")


def _name(meter: PlaceMeter) -> str:
    return f"stan_{meter.key}"


def _state(meter: PlaceMeter, say: Say) -> tuple[str, Any, Any]:
    last = last_of(meter)
    hint = say("There is no reading yet.")
    if last is not None:
        value = with_unit(last.value, meter)
        hint = say("Last reading: {value} of {day}.", value=value, day=written(last.day))
    asks = say("Rewrite the number from the meter, such as 118,4")
    described = Meta(
        pattern=_STATE,
        title=called(meter, say),
        description=hint,
        extra={"asks": asks, "figure": True},
    )
    return _name(meter), Annotated[str, described], ""


def _given(answers: Reading, meters: Sequence[PlaceMeter]) -> Iterator[Given]:
    for meter in meters:
        typed = getattr(answers, _name(meter), "")
        if typed:
            yield Given(meter, answers.day, Decimal(typed.replace(",", ".")))


def _few(sentences: Iterator[str]) -> list[str]:
    """No more than a page of boxes: from the fifth on they are ticked together."""
    every = list(sentences)
    return every if len(every) <= _BOXES else [*every[: _BOXES - 1], " ".join(every[_BOXES - 1 :])]


_BOXES = 5
