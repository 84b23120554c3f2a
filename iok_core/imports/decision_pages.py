"""Release, reject, undo, redo: a page that says what it will do, a reason, one effect a click."""

from collections.abc import Awaitable, Callable
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
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import visitor_of

SOURCES_PAGE = f"{IMPORTS_PAGE}/zrodla"
GATE = staff(Permission.DECIDE_IMPORTS)

HttpRequest = Request[Any, Any, Any]
Decide = Callable[[Deciding, int, Wish], Awaitable[object]]
"""Raises one of `REFUSED`, or ReasonsChangedError."""


class Reasoned(msgspec.Struct):
    reason: Annotated[Lines, asks(msgid("Write why: others will read it here"))]
    seen: int = 0
    """The generation that residents saw when the page was shown."""


DONE = {
    DecisionKind.RELEASE: msgid("Residents see these data from now on."),
    DecisionKind.REJECT: msgid("The data were rejected. Residents see what they saw before."),
    DecisionKind.UNDO: msgid("Residents see the other data from now on."),
    DecisionKind.REDO: msgid("Residents see the other data from now on."),
}
REFUSED: dict[type[Exception], Msgid] = {
    DecidedError: msgid(
        "Somebody was quicker: nothing was changed by you. Read below what was decided."
    ),
    OutdatedChangesError: msgid(
        "Nothing was published: these are changes of data that residents no longer see. "
        "Start the import again."
    ),
    UndatedError: msgid(
        "It is not known of which day these data are, so they cannot be shown to anybody."
    ),
    NothingToShowError: msgid("There are no data to go to."),
}
CHANGED = msgid("What residents see has changed meanwhile. Look at the import once more.")


@get(f"{IMPORTS_PAGE}/{{run:int}}/publikacja", gate=GATE)
async def ask_release(request: HttpRequest, run: FromPath[int]) -> Response[Any]:
    return await _ask_of_import(request, run, DecisionKind.RELEASE)


@post(f"{IMPORTS_PAGE}/{{run:int}}/publikacja", gate=GATE)
async def release(
    request: HttpRequest, deciding: NamedDependency[Deciding], run: FromPath[int]
) -> Response[Any]:
    return await _of_import(request, run, DecisionKind.RELEASE, releasing.release, deciding)


@get(f"{IMPORTS_PAGE}/{{run:int}}/odrzucenie", gate=GATE)
async def ask_reject(request: HttpRequest, run: FromPath[int]) -> Response[Any]:
    return await _ask_of_import(request, run, DecisionKind.REJECT)


@post(f"{IMPORTS_PAGE}/{{run:int}}/odrzucenie", gate=GATE)
async def reject(
    request: HttpRequest, deciding: NamedDependency[Deciding], run: FromPath[int]
) -> Response[Any]:
    return await _of_import(request, run, DecisionKind.REJECT, releasing.reject, deciding)


@get(f"{SOURCES_PAGE}/{{source:int}}/cofniecie", gate=GATE)
async def ask_undo(request: HttpRequest, source: FromPath[int]) -> Response[Any]:
    return await _ask_of_source(request, source, DecisionKind.UNDO)


@post(f"{SOURCES_PAGE}/{{source:int}}/cofniecie", gate=GATE)
async def undo(
    request: HttpRequest, deciding: NamedDependency[Deciding], source: FromPath[int]
) -> Response[Any]:
    return await _of_source(request, source, DecisionKind.UNDO, moving.undo, deciding)


@get(f"{SOURCES_PAGE}/{{source:int}}/przywrocenie", gate=GATE)
async def ask_redo(request: HttpRequest, source: FromPath[int]) -> Response[Any]:
    return await _ask_of_source(request, source, DecisionKind.REDO)


@post(f"{SOURCES_PAGE}/{{source:int}}/przywrocenie", gate=GATE)
async def redo(
    request: HttpRequest, deciding: NamedDependency[Deciding], source: FromPath[int]
) -> Response[Any]:
    return await _of_source(request, source, DecisionKind.REDO, moving.redo, deciding)


async def _of_import(
    request: HttpRequest, run: int, what: DecisionKind, decide: Decide, deciding: Deciding
) -> Response[Any]:
    line = await wanted(run)
    form = await read_form(request, Reasoned)
    if not form.ok or line.import_id is None:  # a run that has not begun, or never did
        return await _ask_of_import(request, run, what, form)
    deed = decide(deciding, run, _wish(request, form))
    return await _told(request, f"{IMPORTS_PAGE}/{run}", what, deed)


async def _of_source(
    request: HttpRequest, source: int, what: DecisionKind, decide: Decide, deciding: Deciding
) -> Response[Any]:
    await _require(source)
    form = await read_form(request, Reasoned)
    if not form.ok:
        return await _ask_of_source(request, source, what, form)
    deed = decide(deciding, source, _wish(request, form))
    return await _told(request, f"{SOURCES_PAGE}/{source}", what, deed)


def _wish(request: HttpRequest, form: Form[Reasoned]) -> Wish:
    by = Origin.of(visitor_of(request))
    return Wish(by, form.struct.reason, form.struct.seen)


async def _told(
    request: HttpRequest, back: str, what: DecisionKind, deed: Awaitable[object]
) -> Response[Any]:
    """Back to what it was about, with what became of it."""
    try:
        await deed
    except ReasonsChangedError:
        return see_other(request, f"{back}/publikacja", _(CHANGED))
    except tuple(REFUSED) as error:
        return see_other(request, back, _(REFUSED[type(error)]))
    return see_other(request, back, _(DONE[what]))


async def _require(source: int) -> None:
    try:
        await source_by_id(source)
    except LookupError:
        raise NotYours(ObjectKind.SOURCE, source) from None


async def _ask_of_import(
    request: HttpRequest, run: int, what: DecisionKind, form: Form[Reasoned] | None = None
) -> Response[Any]:
    line = await wanted(run)
    if line.standing is not Standing.HELD or line.source is None:
        return see_other(request, f"{IMPORTS_PAGE}/{run}", _(REFUSED[DecidedError]))
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
    await _require(source)
    course = await course_of(source)
    try:
        gen = await moving.target(source, course, what)
    except NothingToShowError:
        return see_other(request, f"{SOURCES_PAGE}/{source}", _(REFUSED[NothingToShowError]))
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
