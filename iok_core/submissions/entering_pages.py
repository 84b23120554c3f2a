"""At the office: a form filled in for a resident, looked over and entered.

Everything stands in the page until it is entered: a resident's own draft is theirs alone.
"""

import secrets
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath, FromQuery

from iok_core.api import Judgement
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity import desk
from iok_core.identity.desk import Recipient
from iok_core.identity.service import IdentityContext
from iok_core.ledger.sheets import Reader
from iok_core.photos.service import PhotoContext
from iok_core.plugin_host.guard import PartFailedError
from iok_core.submissions.answers import lines_of_answers
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import QUEUE
from iok_core.submissions.entering import MAY_ENTER, enter
from iok_core.submissions.entering_photo_pages import read_photos
from iok_core.submissions.entry import Entry
from iok_core.submissions.filling import Filling
from iok_core.submissions.form_pages import PHOTOS, place_of
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.review_pages import BOXES, CONFIRMATIONS, EMERGENCY, unticked
from iok_core.submissions.tables import TOKEN_LENGTH
from iok_core.submissions.words import CONTACTS, REFUSALS
from iok_core.web.files import Files, no_files, read_files
from iok_core.web.forms import Errors, read_forms, ticked
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import speaking
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

OF_PERSON = "/biuro/osoby/{person:int}/zgloszenia"
ENTERING = OF_PERSON + "/{form:str}"
ENTERED = QUEUE + "/wpisane"
GATE = staff(MAY_ENTER)

HttpRequest = Request[Any, Any, Any]


@get(OF_PERSON, gate=GATE)
async def choosing(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    identity: NamedDependency[IdentityContext],
    visitor: NamedDependency[Visitor],
    person: FromPath[int],
) -> Response[str]:
    who = await _who(identity, visitor, person)
    await _record_look(submissions, visitor, person)
    offers = await submissions.forms.offers()
    return page(request, "office/entering.html", who=who, offers=offers)


@get(ENTERING, gate=GATE)
async def entry_form(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    identity: NamedDependency[IdentityContext],
    visitor: NamedDependency[Visitor],
    person: FromPath[int],
    form: FromPath[str],
    miejsce: FromQuery[str] = "",
) -> Response[str]:
    entry = await _begun(submissions, identity, visitor, (person, form, miejsce))
    await _record_look(submissions, visitor, person)
    return _filling_in(request, entry)


@post(ENTERING, gate=GATE, files=True)
async def go_on(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    photos: NamedDependency[PhotoContext],
    identity: NamedDependency[IdentityContext],
    visitor: NamedDependency[Visitor],
    person: FromPath[int],
    form: FromPath[str],
) -> Response[Any]:
    """To the review, back to the form, or into the queue: whichever button was pressed."""
    entry = await _begun(submissions, identity, visitor, (person, form, await place_of(request)))
    files = await _read(request, photos, entry)
    if not (entry.goes_on and files.ok):
        return _filling_in(request, entry, files)
    final = entry.going.struct.to == "wpisz" and bool(entry.going.struct.token)
    try:
        said = await _judged(submissions, entry, final=final)
    except PartFailedError:
        return _filling_in(request, entry, files, failed=True)
    if said is None or not entry.asking.ok:
        return _filling_in(request, entry)
    asks = await entry.asks(submissions, said)
    wrong = await _wrong(request, entry, said, asks) if final else {}
    if not final or wrong:
        return _review(request, entry, said, wrong, asks=asks)
    try:
        made = await enter(submissions, person, entry.sent(said, asks=asks), by=Origin.of(visitor))
    except LookupError:  # a photo was taken out in another window a moment ago
        return _filling_in(request, entry, files)
    return _made(request, entry, said, made)


async def _wrong(request: HttpRequest, entry: Entry, said: Judgement, asks: bool) -> dict[str, str]:
    """What is to be mended in the review."""
    wrong = unticked(said, await ticked(request, BOXES))
    return wrong | entry.unsigned if asks else wrong


def _made(
    request: HttpRequest, entry: Entry, said: Judgement, made: int | Refusal
) -> Response[Any]:
    if made is Refusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if isinstance(made, Refusal):
        return _review(request, entry, said, {"": _(REFUSALS[made])})
    return see_other(request, f"{ENTERED}/{made}")


async def _read(request: HttpRequest, photos: PhotoContext, entry: Entry) -> Files:
    forms = (*entry.forms, entry.going, entry.added, entry.signing)
    others = await read_forms(request, *forms, boxes=BOXES, changing=entry.filling.changing)
    entry.filling.look_at_place()
    entry.filling.leave(others)
    files = await read_files(request, PHOTOS)
    await read_photos(photos, entry.filling, entry.added, files)
    return files


async def _judged(ctx: SubmissionContext, entry: Entry, *, final: bool) -> Judgement | None:
    if not final:
        return await entry.filling.judge(ctx)
    with speaking("pl"):  # what the resident's paper says
        return await entry.filling.judge(ctx)


async def _begun(
    ctx: SubmissionContext, identity: IdentityContext, visitor: Visitor, at: tuple[int, str, str]
) -> Entry:
    """`at`: of which person, which form, which place."""
    person, name, place = at
    who, offer = await _who(identity, visitor, person), await ctx.forms.offer(name)
    if offer is None:
        raise NotFoundException
    reader = await Reader.of(person, visitor.published, ctx.reading)
    return Entry(who, await Filling.anew(ctx, offer, reader, place))


async def _who(identity: IdentityContext, visitor: Visitor, person: int) -> Recipient:
    who = await desk.recipient(identity, person, visitor.published)
    if who is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who


async def _record_look(ctx: SubmissionContext, visitor: Visitor, person: int) -> None:
    async with transaction():
        await ctx.log.record(
            Action.PERSON_VIEW,
            by=Origin.of(visitor),
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"purpose": "submission"},
        )


def _filling_in(
    request: HttpRequest, entry: Entry, files: Files | None = None, *, failed: bool = False
) -> Response[str]:
    files = files or no_files(request, PHOTOS)
    errors = Errors([*Errors.of(*entry.forms).errors, *files.errors])
    return page(
        request,
        "office/entry.html",
        status=503 if failed else 422 if errors.errors else 200,
        entry=entry,
        files=files,
        errors=errors,
        failed=failed or entry.filling.broken is not None,
        contacts=CONTACTS,
    )


def _review(
    request: HttpRequest,
    entry: Entry,
    said: Judgement,
    wrong: dict[str, str],
    *,
    asks: bool = False,
) -> Response[str]:
    filling = entry.filling
    return page(
        request,
        "office/entry_review.html",
        status=422 if wrong else 200,
        entry=entry,
        said=said,
        lines=lines_of_answers(filling.offer.form, filling.form.struct),
        token=entry.going.struct.token or secrets.token_hex(TOKEN_LENGTH // 2),
        boxes=list(zip(CONFIRMATIONS, said.confirmations, strict=False)),
        emergency=EMERGENCY,
        wrong=wrong,
        errors=Errors(list(wrong.items())),
        contact=_(CONTACTS[entry.asking.struct.contact]),
        asks_consent=asks,
    )


ROUTES = [choosing, entry_form, go_on]
