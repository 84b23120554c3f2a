"""A complaint about an amount: read by settlements, and never by the balance alone (clause 7)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import Asked, Concern, Desk, Judgement, ResidentForm
from iok_forms.texts import TEXTS, speaking


class ComplaintOptions(msgspec.Struct, frozen=True, kw_only=True):
    working_days: Annotated[
        int,
        Meta(
            ge=1,
            le=90,
            title="Working days for an answer",
            extra={"asks": "Enter a number from 1 to 90"},
        ),
    ] = 20


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2000,
            title="What is wrong with the amount?",
            description="Which amount, of which month, and what it should be in your opinion.",
            extra={"lines": True, "asks": "Write what is wrong with the amount"},
        ),
    ] = field(name="opis")


class BalanceComplaint(ResidentForm[ComplaintOptions, Complaint]):
    name: ClassVar[str] = "kwota"
    title: ClassVar[str] = "An amount is not right"
    options_type: ClassVar[type[msgspec.Struct]] = ComplaintOptions
    answers_type: ClassVar[type[msgspec.Struct]] = Complaint
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = TEXTS
    about: ClassVar[str] = (
        "The settlements department explains it. The balance in the portal is for information, so "
        "it cannot be the only basis of a complaint."
    )
    icon: ClassVar[str] = "receipt-text"
    desk: ClassVar[Desk] = Desk.SETTLEMENTS
    concerns: ClassVar[Sequence[Concern]] = (Concern.PREMISES,)
    done: ClassVar[str] = "Explained"

    async def judge(self, answers: Complaint, asked: Asked) -> Judgement:  # noqa: ARG002 (no words are wrong)
        say = speaking(asked.language)
        days = self.options.working_days
        return Judgement(
            summary=say("complaint about an amount"),
            next_steps=say(
                "The settlements department answers here within {days} working days. It is quicker "
                "to have it explained at the office.",
                days=days,
            ),
            working_days=days,
        )
