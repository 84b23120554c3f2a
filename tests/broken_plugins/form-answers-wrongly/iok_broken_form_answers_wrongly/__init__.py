from typing import Any

import msgspec

from iok_core.api import Asked, Concern, Judgement, NoOptions, ResidentForm, hookimpl


class Words(msgspec.Struct):
    words: str


class Broken(ResidentForm[NoOptions, Words]):
    name = "form-answers-wrongly"
    title = "Broken"
    options_type = NoOptions
    answers_type = Words
    concerns = (Concern.NOTHING,)

    async def judge(self, answers: Words, asked: Asked) -> Any:
        return Judgement(summary="words", occupants="three")


@hookimpl
def iok_resident_forms():
    return [Broken]
