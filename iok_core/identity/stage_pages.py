"""After the slip was printed: it is handed over, its receipt comes back signed."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity import receipts
from iok_core.identity.accesses import Access
from iok_core.identity.context import IdentityContext
from iok_core.identity.desk import Recipient
from iok_core.identity.handing_over import HandOver, StageRefusal, hand_over, record_receipt
from iok_core.identity.issuing_pages import (
    GATE,
    PAGE,
    InHand,
    access_page,
    not_checked,
    recipient,
)
from iok_core.identity.slips import SlipPrinter
from iok_core.web.forms import read_form
from iok_core.web.gates import NotYours
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import see_other
from iok_core.web.pdf_answer import pdf
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]


class Nothing(msgspec.Struct):
    """A button without anything to fill in."""


@post(PAGE + "/wreczenie", gate=GATE)
async def handed_over(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[Any]:
    who, _access = await _with_access(person, visitor, identity)
    form = await read_form(request, InHand)
    seen = form.struct if form.ok else InHand(seen=False)
    wanted = HandOver(persons=(person,), identity_checked=seen.seen, document=seen.seen_document)
    outcome = await hand_over(identity, wanted, by=Origin.of(visitor))
    if outcome is StageRefusal.IDENTITY_NOT_CHECKED:
        if not seen.seen:
            form.add_error("seen", not_checked())
        if seen.seen_document is None:
            form.add_error("seen_document", _("Choose the document that you looked at"))
        return await access_page(request, identity, who, in_hand=form, status=422)
    return await _told(request, identity, who, outcome, _("Recorded: the slip was handed over."))


@post(PAGE + "/potwierdzenie", gate=GATE)
async def receipt_signed(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    person: FromPath[int],
) -> Response[Any]:
    who, _access = await _with_access(person, visitor, identity)
    await read_form(request, Nothing)
    outcome = await record_receipt(identity, [person], by=Origin.of(visitor))
    return await _told(request, identity, who, outcome, _("Recorded: the receipt was signed."))


@get(PAGE + "/potwierdzenie", gate=GATE)
async def receipt_to_sign(
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    slip_printer: NamedDependency[SlipPrinter],
    person: FromPath[int],
) -> Response[bytes]:
    who, access = await _with_access(person, visitor, identity)
    async with transaction():
        await identity.log.record(
            Action.PERSON_VIEW, by=Origin.of(visitor), on=ObjectKind.PERSON, object_id=person
        )
    signing = receipts.receipt(who.name, access.identifier, who.cards, access.start_issued_at)
    return pdf(await slip_printer.signing(signing, identity.clock.now()), "potwierdzenie")


async def _told(
    request: HttpRequest,
    identity: IdentityContext,
    who: Recipient,
    outcome: list[int] | StageRefusal,
    done: str,
) -> Response[Any]:
    if outcome is StageRefusal.NOT_PERMITTED:
        raise PermissionDeniedException
    if outcome is StageRefusal.ONESELF:
        return await access_page(request, identity, who, status=409)
    said = done if outcome else _("That was recorded before, or the access has changed since.")
    return see_other(request, PAGE.replace("{person:int}", str(who.person)), said)


async def _with_access(
    person: int, visitor: Visitor, identity: IdentityContext
) -> tuple[Recipient, Access]:
    who = await recipient(person, visitor, identity)
    if who.access is None:
        raise NotYours(ObjectKind.PERSON, person)
    return who, who.access


ROUTES = [handed_over, receipt_signed, receipt_to_sign]
