import asyncio
from typing import Any

import msgspec

from iok_core.api import Asked, Concern, NoOptions, ResidentForm, hookimpl


class Words(msgspec.Struct):
    words: str


class Broken(ResidentForm[NoOptions, Words]):
    name = "form-hangs"
    title = "Broken"
    options_type = NoOptions
    answers_type = Words
    concerns = (Concern.NOTHING,)

    async def judge(self, answers: Words, asked: Asked) -> Any:
        await asyncio.sleep(600)
        raise AssertionError


@hookimpl
def iok_resident_forms():
    return [Broken]
