"""A payment that its payer does not see yet: what they paid, and when; it is never counted."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import (
    Asked,
    Concern,
    Desk,
    Judgement,
    Payment,
    ResidentForm,
    WrongAnswersError,
)
from iok_forms.texts import TEXTS, Say, speaking, written

_FURTHEST_BACK = timedelta(days=366)
_WHOLE = r"(?P<whole>[0-9]{1,3}(?:[ \xa0][0-9]{3})+|[0-9]{1,7})"
_AMOUNT = rf"^{_WHOLE}(?:[,.](?P<part>[0-9]{{1,2}}))?[ \xa0]?(?:zł)?$"
"""As people write it: 300, 300,5, 1 234,56 zł."""
_ASK_AMOUNT = "Enter an amount, such as 300,00"


class PaymentOptions(msgspec.Struct, frozen=True, kw_only=True):
    working_days: Annotated[
        int,
        Meta(
            ge=1,
            le=90,
            title="Working days for an answer",
            extra={"asks": "Enter a number from 1 to 90"},
        ),
    ] = 10


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    paid_on: Annotated[
        date,
        Meta(
            title="On what day did you pay?",
            description="The day on which the bank took the transfer.",
            extra={"asks": "Enter a day, such as 15.05.2026"},
        ),
    ] = field(name="dzien")
    amount: Annotated[
        str,
        Meta(
            max_length=20,
            pattern=_AMOUNT,
            title="How much, in złote?",
            description="As on the confirmation of the transfer.",
            extra={"asks": _ASK_AMOUNT},
        ),
    ] = field(name="kwota")
    note: Annotated[
        str,
        Meta(
            max_length=500,
            title="Note for the settlements department",
            description="What helps to find the payment: the title of the transfer, who paid.",
            extra={"lines": True},
        ),
    ] = field(default="", name="uwagi")


class PaymentNotVisible(ResidentForm[PaymentOptions, Paid]):
    name: ClassVar[str] = "wplata"
    title: ClassVar[str] = "A payment that is not visible yet"
    options_type: ClassVar[type[msgspec.Struct]] = PaymentOptions
    answers_type: ClassVar[type[msgspec.Struct]] = Paid
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = TEXTS
    about: ClassVar[str] = (
        "The portal shows it beside the balance as declared and goes on looking for it. The "
        "balance stays as it is until the payment is booked. A photo of the confirmation helps."
    )
    icon: ClassVar[str] = "calendar-clock"
    desk: ClassVar[Desk] = Desk.SETTLEMENTS
    concerns: ClassVar[Sequence[Concern]] = (Concern.ACCOUNT,)
    photos: ClassVar[int] = 5
    done: ClassVar[str] = "Booked"

    async def judge(self, answers: Paid, asked: Asked) -> Judgement:
        say = speaking(asked.language)
        amount = amount_of(answers.amount)
        problems = _problems(answers, amount, asked.today, say)
        if problems:
            raise WrongAnswersError(problems)
        return Judgement(
            summary=say("payment of {day}", day=written(answers.paid_on)),
            next_steps=say(
                "Transfers are mostly booked within a few days: as soon as yours is, this closes "
                "by itself. If it is not found, the settlements department answers here within "
                "{days} working days.",
                days=self.options.working_days,
            ),
            working_days=self.options.working_days,
            payment=Payment(amount=amount, paid_on=answers.paid_on),
        )


def amount_of(typed: str) -> Decimal:
    """In złote, of what has the look of an amount."""
    found = re.match(_AMOUNT, typed)
    if found is None:
        raise ValueError(typed)
    whole = "".join(found["whole"].split())
    return Decimal(f"{whole}.{found['part'] or '0'}")


def _problems(answers: Paid, amount: Decimal, today: date, say: Say) -> dict[str, str]:
    problems = {}
    first = today - _FURTHEST_BACK
    if not first <= answers.paid_on <= today:
        problems["dzien"] = say(
            "Enter a day from {first} to {last}", first=written(first), last=written(today)
        )
    if not amount:
        problems["kwota"] = say(_ASK_AMOUNT)
    return problems
