"""What a form asks of a place is the plugin's own, and is judged before anybody is asked."""

from datetime import date
from typing import Any

import msgspec
import pytest
from piccolo.table import create_db_tables

from iok_core.api import Asked, Concern, Judgement, NoOptions, Place, ResidentForm
from iok_core.db import Engine, SystemClock
from iok_core.plugin_host import PluginRegistry
from iok_core.plugin_host.guard import Guard, PartFailedError
from iok_core.plugin_host.kinds import ExtensionKind
from iok_core.plugin_host.registry import ExtensionInfo
from iok_core.plugin_host.tables import FailingPart
from iok_core.submissions.forms import FormOffer, Forms
from tests.databases import on_sqlite

ASKED = Asked(today=date(2026, 11, 27), place=Place(concern=Concern.PREMISES))


class Words(msgspec.Struct):
    words: str


def found(answer: object) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer


def offer(answer: object) -> FormOffer:
    class ByPlace(ResidentForm[NoOptions, Words]):
        name, title = "miejscowy", "By place"
        options_type, answers_type = NoOptions, Words

        async def answers_for(self, asked: Asked) -> Any:
            del asked
            return found(answer)

        async def judge(self, answers: Words, asked: Asked) -> Judgement:
            del asked
            return Judgement(summary=answers.words)

    info = ExtensionInfo(plugin="acme", kind=ExtensionKind.RESIDENT_FORM, extension=ByPlace)
    return FormOffer(name="miejscowy", title="By place", info=info, options={})


@on_sqlite
async def test_p4_questions_that_no_page_can_put_are_a_failure_of_the_plugin(
    engine: Engine,
) -> None:
    del engine
    await create_db_tables(FailingPart)
    forms = Forms(PluginRegistry(plugins=()), Guard(SystemClock()), 1)
    more = msgspec.defstruct("More", [("more", str)], bases=(Words,))
    assert await forms.fields_for(offer(more), ASKED) is more
    strange = msgspec.defstruct("Strange", [("more", str)])
    for wrong in (strange, None, KeyError("84010112345")):
        with pytest.raises(PartFailedError):
            await forms.fields_for(offer(wrong), ASKED)
