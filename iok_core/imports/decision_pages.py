"""Release, reject, undo, redo: a page that says what it will do, a reason, one effect a click."""

from collections.abc import Awaitable
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from iok_core.audit.actions import ObjectKind
from iok_core.audit.origin import Origin
from iok_core.identity.service import Permission
from iok_core.imports import difference_words, moving, releasing, viewing, words
from iok_core.imports.attention import IMPORTS_PAGE
from iok_core.imports.checkpoints import OutdatedChangesError
from iok_core.imports.course import course_of
from iok_core.imports.decisions import DecidedError, Deciding, DecisionKind, Wish
from iok_core.imports.difference import difference
from iok_core.imports.history import Standing, of_generation
from iok_core.imports.import_pages import lacking, wanted
from iok_core.imports.moving import NothingToShowError
from iok_core.imports.releasing import ReasonsChangedError, UndatedError
from iok_core.imports.sources import source_by_id
from iok_core.web.fields import Lines
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor, visitor_of

SOURCES_PAGE = f"{IMPORTS_PAGE}/zrodla"
GATE = staff(Permission.DECIDE_IMPORTS)

HttpRequest = Request[Any, Any, Any]


class Reasoned(msgspec.Struct):
    reason: Annotated[Lines, asks(msgid("Write why: others will read it here"))]
    seen: int = 0
    """The generation that residents saw when the page was shown."""


RELEASED = msgid("Residents see these data from now on.")
REJECTED = msgid("The data were rejected. Residents see what they saw before.")
MOVED = msgid("Residents see the other data from now on.")
LATE = msgid("Somebody was quicker: nothing was changed by you. Read below what was decided.")
CHANGED = msgid("What residents see has changed meanwhile. Look at the import once more.")
CHANGES_OF_OTHERS = msgid(
    "Nothing was published: these are changes of data that residents no longer see. "
    "Start the import again."
)
UNDATED = msgid("It is not known of which day these data are, so they cannot be shown to anybody.")
NOTHING = msgid("There are no data to go to.")


@get(f"{IMPORTS_PAGE}/{{run:int}}/publikacja", gate=GATE)
async def ask_release(request: HttpRequest, run: FromPath[int]) -> Response[Any]:
    return await _ask_of_import(request, run, DecisionKind.RELEASE)


@post(f"{IMPORTS_PAGE}/{{run:int}}/publikacja", gate=GATE)
async def release(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    deciding: NamedDependency[Deciding],
    run: FromPath[int],
) -> Response[Any]:
    await wanted(run)
    form = await read_form(request, Reasoned)
    if not form.ok:
        return await _ask_of_import(request, run, DecisionKind.RELEASE, form)
    back = f"{IMPORTS_PAGE}/{run}"
    try:
        await releasing.release(deciding, run, _wish(visitor, form))
    except ReasonsChangedError:
        return see_other(request, f"{back}/publikacja", _(CHANGED))
    except UndatedError:
        return see_other(request, back, _(UNDATED))
    except OutdatedChangesError:
        return see_other(request, back, _(CHANGES_OF_OTHERS))
    except DecidedError:
        return see_other(request, back, _(LATE))
    return see_other(request, back, _(RELEASED))


@get(f"{IMPORTS_PAGE}/{{run:int}}/odrzucenie", gate=GATE)
async def ask_reject(request: HttpRequest, run: FromPath[int]) -> Response[Any]:
    return await _ask_of_import(request, run, DecisionKind.REJECT)


@post(f"{IMPORTS_PAGE}/{{run:int}}/odrzucenie", gate=GATE)
async def reject(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    deciding: NamedDependency[Deciding],
    run: FromPath[int],
) -> Response[Any]:
    await wanted(run)
    form = await read_form(request, Reasoned)
    if not form.ok:
        return await _ask_of_import(request, run, DecisionKind.REJECT, form)
    back = f"{IMPORTS_PAGE}/{run}"
    try:
        await releasing.reject(deciding, run, _wish(visitor, form))
    except DecidedError:
        return see_other(request, back, _(LATE))
    return see_other(request, back, _(REJECTED))


@get(f"{SOURCES_PAGE}/{{source:int}}/cofniecie", gate=GATE)
async def ask_undo(request: HttpRequest, source: FromPath[int]) -> Response[Any]:
    return await _ask_of_source(request, source, DecisionKind.UNDO)


@post(f"{SOURCES_PAGE}/{{source:int}}/cofniecie", gate=GATE)
async def undo(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    deciding: NamedDependency[Deciding],
    source: FromPath[int],
) -> Response[Any]:
    await _known(source)
    form = await read_form(request, Reasoned)
    if not form.ok:
        return await _ask_of_source(request, source, DecisionKind.UNDO, form)
    return await _moved(request, source, moving.undo(deciding, source, _wish(visitor, form)))


@get(f"{SOURCES_PAGE}/{{source:int}}/przywrocenie", gate=GATE)
async def ask_redo(request: HttpRequest, source: FromPath[int]) -> Response[Any]:
    return await _ask_of_source(request, source, DecisionKind.REDO)


@post(f"{SOURCES_PAGE}/{{source:int}}/przywrocenie", gate=GATE)
async def redo(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    deciding: NamedDependency[Deciding],
    source: FromPath[int],
) -> Response[Any]:
    await _known(source)
    form = await read_form(request, Reasoned)
    if not form.ok:
        return await _ask_of_source(request, source, DecisionKind.REDO, form)
    return await _moved(request, source, moving.redo(deciding, source, _wish(visitor, form)))


def _wish(visitor: Visitor, form: Form[Reasoned]) -> Wish:
    return Wish(Origin.staff(visitor.staff or 0), form.struct.reason, form.struct.seen)


async def _known(source: int) -> str:
    """The title of a source that exists."""
    try:
        return (await source_by_id(source)).title
    except LookupError:
        raise NotYours(ObjectKind.SOURCE, source) from None


async def _moved(request: HttpRequest, source: int, move: Awaitable[int]) -> Response[Any]:
    back = f"{SOURCES_PAGE}/{source}"
    try:
        await move
    except DecidedError:
        return see_other(request, back, _(LATE))
    except NothingToShowError:
        return see_other(request, back, _(NOTHING))
    return see_other(request, back, _(MOVED))


async def _ask_of_import(
    request: HttpRequest, run: int, what: DecisionKind, form: Form[Reasoned] | None = None
) -> Response[Any]:
    line = await wanted(run)
    if line.standing is not Standing.HELD or line.source is None:
        return see_other(request, f"{IMPORTS_PAGE}/{run}", _(LATE))
    published = visitor_of(request).published
    found = await viewing.difference_of(line, published)
    return page(
        request,
        "office/decide.html",
        status=422 if form else 200,
        form=form or Form(Reasoned, {"seen": str(line.judged_against or 0)}),
        what=what,
        back=f"{IMPORTS_PAGE}/{run}",
        row=(await viewing.rows([line], published))[0],
        why=words.why(line.why),
        now=await _row_of(line.source, published.get(line.source, 0), published),
        found=found,
        compared=difference_words.compared(found) if found else [],
        lacking=await lacking(line) if what is DecisionKind.RELEASE else frozenset(),
    )


async def _ask_of_source(
    request: HttpRequest, source: int, what: DecisionKind, form: Form[Reasoned] | None = None
) -> Response[Any]:
    await _known(source)
    course = await course_of(source)
    try:
        gen = await moving.target(source, course, what)
    except NothingToShowError:
        return see_other(request, f"{SOURCES_PAGE}/{source}", _(NOTHING))
    published = visitor_of(request).published
    found = await difference(source, course.now, gen, published)
    return page(
        request,
        "office/decide.html",
        status=422 if form else 200,
        form=form or Form(Reasoned, {"seen": str(course.now)}),
        what=what,
        back=f"{SOURCES_PAGE}/{source}",
        row=await _row_of(source, gen, published),
        why=[],
        now=await _row_of(source, course.now, published),
        found=found,
        compared=difference_words.compared(found),
        lacking=frozenset(),
    )


async def _row_of(source: int, gen: int, published: Any) -> viewing.Row | None:
    line = await of_generation(source, gen) if gen else None
    return (await viewing.rows([line], published))[0] if line else None


ROUTES = [ask_release, release, ask_reject, reject, ask_undo, undo, ask_redo, redo]
