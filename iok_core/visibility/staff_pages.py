"""Why a person sees premises or not: asked at the person's place, or at that of the premises."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity import desk
from iok_core.identity.service import Permission
from iok_core.premises.service import one_premises, premises_called, premises_of
from iok_core.reports.words import premises_name
from iok_core.visibility.asking import Looking, why, why_everybody
from iok_core.visibility.judging import Answer, Question
from iok_core.visibility.words import LABELS, part_words, sentence
from iok_core.web.forms import Form, asks
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

OF_PERSON = "/biuro/osoby/{person:int}/dlaczego"
OF_PREMISES = "/biuro/lokale/{premises:int}/dlaczego"
GATE = staff(Permission.SEE_ACCESSES)
SYMBOL = "lokal"
_A_DAY = msgid("Enter the day, for example 24.11.2026")

HttpRequest = Request[Any, Any, Any]


class AskedOfPerson(msgspec.Struct):
    lokal: Annotated[str, Meta(max_length=60), asks(msgid("Enter the symbol of the premises"))]
    dzien: Annotated[date, asks(_A_DAY)]


class AskedOfPremises(msgspec.Struct):
    dzien: Annotated[date, asks(_A_DAY)]


class Told(msgspec.Struct, frozen=True):
    """An answer as a page shows it."""

    sentence: str
    stage: str
    parts: list[tuple[str, bool, str]]
    """What was looked at, whether it lets through, and why."""
    sessions: int | None


@get(OF_PERSON, gate=GATE)
async def why_person(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    looking: NamedDependency[Looking],
    person: FromPath[int],
) -> Response[str]:
    who = await desk.recipient(looking.identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    form = Form(AskedOfPerson, {"dzien": looking.identity.clock.today().isoformat()})
    answers: list[Answer] = []
    if SYMBOL in request.query_params:
        form.read(request.query_params)
        answers = await _of_person(form, person, visitor, looking)
    async with transaction():
        await looking.identity.log.record(
            Action.PERSON_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"purpose": "visibility"},
        )
    theirs = await premises_of(person, visitor.published)
    shown = [(one.symbol, premises_name(one)) for one in theirs]
    return _page(request, form, answers, who=who, theirs=shown)


@get(OF_PREMISES, gate=GATE)
async def why_premises(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    looking: NamedDependency[Looking],
    premises: FromPath[int],
) -> Response[str]:
    found = await one_premises(premises, visitor.published)
    if found is None:
        raise NotYours(ObjectKind.PREMISES, premises)
    form = Form(AskedOfPremises)
    form.read({"dzien": looking.identity.clock.today().isoformat(), **request.query_params})
    answers = await why_everybody(looking, premises, form.struct.dzien) if form.ok else []
    ids = [one.facts.visitor.person or 0 for one in answers]
    by, log = Origin.of(visitor), looking.identity.log
    await record_list(log, Action.PERSONS_VIEW, by=by, kind=ObjectKind.PERSON, ids=ids)
    return _page(request, form, answers, premises=found, name=premises_name(found))


async def _of_person(
    form: Form[AskedOfPerson], person: int, visitor: Visitor, looking: Looking
) -> list[Answer]:
    """Of each premises with that symbol: several sources may have one."""
    if not form.ok:
        return []
    found = await premises_called(form.struct.lokal, visitor.published)
    if not found:
        form.add_error(SYMBOL, _("No premises have this symbol. Look it up at the payer"))
    day = form.struct.dzien if form.ok else None
    return [await why(looking, Question(person, one.id, day)) for one in found if day]


def _page(
    request: HttpRequest, form: Form[Any], answers: Sequence[Answer], **context: Any
) -> Response[str]:
    status = 422 if form.errors else 200
    told = [_told(one) for one in answers]
    shown = {"who": None, "theirs": (), "premises": None, "name": "", **context}
    return page(request, "office/why.html", status=status, form=form, answers=told, **shown)


def _told(one: Answer) -> Told:
    parts = [(_(LABELS[part]), free, part_words(one, part)) for part, free in one.parts]
    return Told(sentence(one), one.stage, parts, one.facts.sessions)


ROUTES = [why_person, why_premises]
