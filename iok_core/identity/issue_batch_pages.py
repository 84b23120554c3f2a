"""One batch: its list to sign, and who has got the slip."""

from collections.abc import Collection, Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.identity import receipts
from iok_core.identity.context import IdentityContext
from iok_core.identity.handing_over import HandOver, StageRefusal, hand_over
from iok_core.identity.issue_batches import BatchLine, Row, batch_line, rows_of
from iok_core.identity.issuing_pages import GATE, InHand, not_checked
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.mass_issue_pages import PAGE
from iok_core.identity.slips import SlipPrinter
from iok_core.identity.words import place_words, way_words
from iok_core.premises.holders import Place
from iok_core.web.fields import MAX_INTEGER
from iok_core.web.forms import Form, read_form, ticked
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.pages import page, see_other
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

BATCH = PAGE + "/{issue_batch:int}"

HttpRequest = Request[Any, Any, Any]


class OnTheList(InHand):
    signed: bool = False


@get(BATCH, gate=GATE)
async def batch_page(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    issue_batch: FromPath[int],
) -> Response[str]:
    line, rows = await _batch(issue_batch, visitor, identity)
    await _viewed(identity, visitor, rows)
    return _shown(request, identity, line, rows, Form(OnTheList, {"signed": "1"}))


@post(BATCH + "/wreczenie", gate=GATE)
async def handed_over(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    issue_batch: FromPath[int],
) -> Response[Any]:
    line, rows = await _batch(issue_batch, visitor, identity)
    boxes = {_box(row): row.access.person for row in rows}
    form = await read_form(request, OnTheList, boxes)
    ticks = await ticked(request, boxes)
    persons = tuple(sorted(boxes[name] for name in ticks))
    if not persons:
        form.add_error("", _("Tick whoever has got the slip"))
    if not form.ok:
        return _shown(request, identity, line, rows, form, ticks, status=422)
    wanted = HandOver(
        persons=persons,
        identity_checked=form.struct.seen,
        document=form.struct.seen_document,
        signed=form.struct.signed,
    )
    outcome = await hand_over(identity, wanted, by=Origin.of(visitor))
    if isinstance(outcome, StageRefusal):
        _explain(form, outcome)
        return _shown(request, identity, line, rows, form, ticks, status=422)
    said = ngettext(
        "Recorded: %(num)d slip handed over.", "Recorded: %(num)d slips handed over.", len(outcome)
    )
    return see_other(request, f"{PAGE}/{line.id}", said % {"num": len(outcome)})


@get(BATCH + "/lista", gate=GATE)
async def list_to_sign(
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    slip_printer: NamedDependency[SlipPrinter],
    issue_batch: FromPath[int],
) -> Response[bytes]:
    line, rows = await _batch(issue_batch, visitor, identity)
    await _viewed(identity, visitor, rows)
    told = [
        (way_words(row.holder) if row.holder else "", row.name, row.access.identifier)
        for row in rows
    ]
    place = place_words(Place(line.building, line.staircase))
    signing = receipts.hand_over_list(place, told)
    return pdf(await slip_printer.signing(signing, identity.clock.now()), f"lista-{line.id}")


def _explain(form: Form[OnTheList], refusal: StageRefusal) -> None:
    match refusal:
        case StageRefusal.NOT_PERMITTED:
            raise PermissionDeniedException
        case StageRefusal.ONESELF:
            form.add_error("", _("One of these slips is your own: ask a colleague to record it"))
        case StageRefusal.IDENTITY_NOT_CHECKED:
            if not form.value("seen"):
                form.add_error("seen", not_checked())
            if not form.value("seen_document"):
                form.add_error("seen_document", _("Choose the document that you looked at"))


def _shown(
    request: HttpRequest,
    identity: IdentityContext,
    line: BatchLine,
    rows: list[Row],
    form: Form[OnTheList],
    ticks: Collection[str] = (),
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "office/batch.html",
        status=status,
        form=form,
        ticks=ticks,
        batch=line,
        place=place_words(Place(line.building, line.staircase)),
        rows=[(row, _box(row), way_words(row.holder) if row.holder else "") for row in rows],
        documents=list(DocumentKind),
        now=identity.clock.now(),
    )


def _box(row: Row) -> str:
    return f"p{row.access.person}"


async def _viewed(identity: IdentityContext, visitor: Visitor, rows: Sequence[Row]) -> None:
    ids, by = [row.access.person for row in rows], Origin.of(visitor)
    await record_list(identity.log, Action.PERSONS_VIEW, by=by, kind=ObjectKind.PERSON, ids=ids)


async def _batch(
    number: int, visitor: Visitor, identity: IdentityContext
) -> tuple[BatchLine, list[Row]]:
    line = await batch_line(number) if 0 < number <= MAX_INTEGER else None
    if line is None:
        raise NotYours(ObjectKind.ISSUE_BATCH, number)
    return line, await rows_of(line, visitor.published, identity.clock.today())


ROUTES = [batch_page, handed_over, list_to_sign]
