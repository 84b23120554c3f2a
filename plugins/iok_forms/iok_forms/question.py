"""Questions, suggestions, technical problems and complaints about the portal (clause 16)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, field

from iok_core.api import Asked, Concern, Judgement, ResidentForm
from iok_forms.texts import TEXTS, speaking


class MessageKind(StrEnum):
    QUESTION = "question"
    SUGGESTION = "suggestion"
    TECHNICAL = "technical"
    COMPLAINT = "complaint"


class MessageOptions(msgspec.Struct, frozen=True, kw_only=True):
    question_days: Annotated[
        int,
        Meta(
            ge=1,
            le=90,
            title="Working days for an answer to a question or suggestion",
            extra={"asks": "Enter a number from 1 to 90"},
        ),
    ] = 14
    technical_days: Annotated[
        int,
        Meta(
            ge=1,
            le=90,
            title="Working days for an answer to a technical problem",
            extra={"asks": "Enter a number from 1 to 90"},
        ),
    ] = 3
    complaint_days: Annotated[
        int,
        Meta(
            ge=1,
            le=90,
            title="Working days for an answer to a complaint",
            extra={"asks": "Enter a number from 1 to 90"},
        ),
    ] = 20


class Written(msgspec.Struct, frozen=True, kw_only=True):
    kind: Annotated[MessageKind, Meta(title="What is it?", extra={"asks": "Choose what it is"})] = (
        field(name="rodzaj")
    )
    subject: Annotated[
        str,
        Meta(min_length=1, max_length=120, title="Subject", extra={"asks": "Write the subject"}),
    ] = field(name="temat")
    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=2000,
            title="Message",
            description="Leave out your PESEL and the numbers of documents.",
            extra={"lines": True, "asks": "Write your message"},
        ),
    ] = field(name="tresc")


class Message(ResidentForm[MessageOptions, Written]):
    name: ClassVar[str] = "wiadomosc"
    title: ClassVar[str] = "Question, suggestion, complaint"
    options_type: ClassVar[type[msgspec.Struct]] = MessageOptions
    answers_type: ClassVar[type[msgspec.Struct]] = Written
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = TEXTS
    about: ClassVar[str] = "Also when something in the portal does not work."
    icon: ClassVar[str] = "mail"
    concerns: ClassVar[Sequence[Concern]] = (Concern.NOTHING,)
    done: ClassVar[str] = "Answered"

    async def judge(self, answers: Written, asked: Asked) -> Judgement:
        say = speaking(asked.language)
        days = {
            MessageKind.TECHNICAL: self.options.technical_days,
            MessageKind.COMPLAINT: self.options.complaint_days,
        }.get(answers.kind, self.options.question_days)
        return Judgement(
            summary=say(answers.kind.value).lower(),
            next_steps=say(
                "The office answers here, in the portal, within {days} working days.", days=days
            ),
            working_days=days,
        )
