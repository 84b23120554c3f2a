"""The templates of answers of one's desks: read, added, changed, deleted."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from msgspec import Meta

from iok_core.api import Desk
from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.submissions.answer_templates import (
    NewTemplate,
    TemplateView,
    add_template,
    change_template,
    delete_template,
    templates_of,
)
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import PERMISSIONS, QUEUE, desks_of
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.queue_pages import GATE
from iok_core.submissions.tables import SUMMARY_LENGTH
from iok_core.submissions.words import DESKS
from iok_core.web.forms import Form, Lines, asks, read_form
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

TEMPLATES = QUEUE + "/wzory"
NAVIGATION = [
    NavItem(
        href=TEMPLATES,
        label=msgid("Templates of answers"),
        icon="scroll-text",
        group="staff",
        any_of=frozenset(PERMISSIONS.values()),
    ),
]
ONE = TEMPLATES + "/{template:int}"

HttpRequest = Request[Any, Any, Any]


class Writing(msgspec.Struct):
    desk: Annotated[Desk, asks(msgid("Choose the department"))]
    title: Annotated[str, Meta(max_length=SUMMARY_LENGTH), asks(msgid("Enter a short name"))]
    text: Annotated[Lines, asks(msgid("Write the answer"))]


class Sure(msgspec.Struct):
    sure: Literal["1"]


@get(TEMPLATES, gate=GATE)
async def list_page(request: HttpRequest, visitor: NamedDependency[Visitor]) -> Response[str]:
    return await _list(request, visitor, Form(Writing, {"desk": desks_of(visitor.permissions)[0]}))


@post(TEMPLATES, gate=GATE)
async def add(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    form = await read_form(request, Writing)
    if not form.ok:
        return await _list(request, visitor, form)
    made = await add_template(submissions, _new(form.struct), by=Origin.of(visitor))
    return _done(request, made, _("The template is saved."))


@get(ONE, gate=GATE)
async def template_page(
    request: HttpRequest, visitor: NamedDependency[Visitor], template: FromPath[int]
) -> Response[str]:
    one = await _of_desk(visitor, template)
    known = {"desk": one.desk.value, "title": one.title, "text": one.text}
    return _one(request, visitor, one, Form(Writing, known))


@post(ONE, gate=GATE)
async def change(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    template: FromPath[int],
) -> Response[Any]:
    one, form = await _of_desk(visitor, template), await read_form(request, Writing)
    if not form.ok:
        return _one(request, visitor, one, form)
    made = await change_template(submissions, one, _new(form.struct), by=Origin.of(visitor))
    return _done(request, made, _("The template is saved."))


@post(f"{ONE}/usun", gate=GATE)
async def delete(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
    template: FromPath[int],
) -> Response[Any]:
    one = await _of_desk(visitor, template)
    if not (await read_form(request, Sure)).ok:
        return see_other(request, f"{TEMPLATES}/{one.id}")
    made = await delete_template(submissions, one, by=Origin.of(visitor))
    return _done(request, made, _("The template is deleted."))


async def _of_desk(visitor: Visitor, template: int) -> TemplateView:
    for one in await templates_of(desks_of(visitor.permissions)):
        if one.id == template:
            return one
    raise NotYours(ObjectKind.ANSWER_TEMPLATE, template)


def _new(written: Writing) -> NewTemplate:
    return NewTemplate(**msgspec.structs.asdict(written))


def _done(request: HttpRequest, made: object, said: str) -> Response[Any]:
    if made is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    return see_other(request, TEMPLATES, said)


async def _list(request: HttpRequest, visitor: Visitor, form: Form[Writing]) -> Response[str]:
    return page(
        request,
        "office/answer_templates.html",
        status=422 if form.errors else 200,
        form=form,
        templates=await templates_of(desks_of(visitor.permissions)),
        desks=_desks(visitor),
        called=DESKS,
    )


def _one(
    request: HttpRequest, visitor: Visitor, one: TemplateView, form: Form[Writing]
) -> Response[str]:
    return page(
        request,
        "office/answer_template.html",
        status=422 if form.errors else 200,
        form=form,
        one=one,
        desks=_desks(visitor),
    )


def _desks(visitor: Visitor) -> list[tuple[str, str]]:
    return [(desk.value, _(DESKS[desk])) for desk in desks_of(visitor.permissions)]


ROUTES = [list_page, add, template_page, change, delete]
