"""Notices and contact: where I get mails, and which."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from msgspec import Meta

from iok_core.audit.origin import Origin
from iok_core.notices import choices, contacts
from iok_core.notices.contacts import CodeRefusal, GiveRefusal
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import OPTIONAL, RULES, NoticeKind
from iok_core.notices.resident_pages import person_of
from iok_core.notices.words import CONTACT_PAGE, WORDS
from iok_core.web.forms import Form, asks, read_form, ticked
from iok_core.web.gates import RESIDENT, fresh
from iok_core.web.i18n import OFFERED, Msgid, language, msgid
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.typed import confirm_first, typed_before
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]
NOTHING: Mapping[str, str] = {}

_ADDRESS: dict[GiveRefusal, Msgid] = {
    GiveRefusal.NOT_AN_ADDRESS: msgid("Enter an address like name@example.pl"),
    GiveRefusal.ALREADY_CONFIRMED: msgid("Messages come to this address already"),
    GiveRefusal.TOO_MANY: msgid("That is enough for today. Try again tomorrow"),
}
_CODE: dict[CodeRefusal, Msgid] = {
    CodeRefusal.WRONG: msgid("This is not the code from the message. Type it once more"),
    CodeRefusal.OVER: msgid("This code no longer holds. Give the address once more"),
}


class GivenAddress(msgspec.Struct):
    address: Annotated[str, Meta(max_length=254), asks(_ADDRESS[GiveRefusal.NOT_AN_ADDRESS])]


class TypedCode(msgspec.Struct):
    code: Annotated[str, Meta(max_length=20), asks(msgid("Enter the code from the message"))]


class Chosen(msgspec.Struct):
    language: Annotated[str, Meta(max_length=5)] = ""


class Forms(msgspec.Struct):
    """Of one page; each is sent on its own."""

    address: Form[GivenAddress]
    code: Form[TypedCode]

    @classmethod
    def empty(cls, typed: Mapping[str, str] = NOTHING) -> "Forms":
        return cls(Form(GivenAddress, typed), Form(TypedCode))


@get(CONTACT_PAGE, gate=RESIDENT)
async def contact(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[str]:
    typed = typed_before(request, visitor, CONTACT_PAGE)
    return await _page(request, visitor, notices, Forms.empty(typed), None)


@post(f"{CONTACT_PAGE}/adres", gate=RESIDENT)
async def give_address(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    forms = Forms.empty()
    form = forms.address = await read_form(request, GivenAddress)
    if form.ok and contacts.tidy_address(form.struct.address) is None:
        form.add_error("address", _(_ADDRESS[GiveRefusal.NOT_AN_ADDRESS]))
    if form.ok and not visitor.fresh:
        return confirm_first(request, visitor, CONTACT_PAGE, form)
    if form.ok:
        person, by = person_of(visitor), Origin.of(visitor)
        refusal = await contacts.give_address(notices, person, form.struct.address, by=by)
        if refusal is None:
            return see_other(request, CONTACT_PAGE, _("A code is on its way to that address."))
        form.add_error("address", _(_ADDRESS[refusal]))
    return await _page(request, visitor, notices, forms, form)


@post(f"{CONTACT_PAGE}/kod", gate=RESIDENT)
async def confirm_address(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    forms = Forms.empty()
    form = forms.code = await read_form(request, TypedCode)
    if form.ok:
        person, by = person_of(visitor), Origin.of(visitor)
        refusal = await contacts.confirm_address(notices, person, form.struct.code, by=by)
        if refusal is None:
            return see_other(request, CONTACT_PAGE, _("The address is confirmed."))
        form.add_error("code", _(_CODE[refusal]))
    return await _page(request, visitor, notices, forms, form)


@post(f"{CONTACT_PAGE}/usun", gate=fresh(RESIDENT))
async def remove_address(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    await contacts.remove_address(notices, person_of(visitor), by=Origin.of(visitor))
    return see_other(request, CONTACT_PAGE, _("The address is removed."))


@post(f"{CONTACT_PAGE}/wybor", gate=RESIDENT)
async def choose(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    boxes = [kind.value for kind in OPTIONAL]
    form = await read_form(request, Chosen, boxes)
    chosen = form.struct if form.ok else Chosen()
    spoken = chosen.language if chosen.language in OFFERED else language()
    on = await ticked(request, boxes)
    wanted = {kind: kind.value in on for kind in OPTIONAL}
    await choices.choose(notices, person_of(visitor), wanted, spoken, by=Origin.of(visitor))
    return see_other(request, CONTACT_PAGE, _("Saved."))


async def _page(
    request: HttpRequest,
    visitor: Visitor,
    notices: NoticeContext,
    forms: Forms,
    sent: Form[Any] | None,
) -> Response[str]:
    person = person_of(visitor)
    always = [kind for kind in NoticeKind if RULES[kind].mandatory and RULES[kind].listed]
    wanted = await choices.wanted_kinds(person)
    return page(
        request,
        "notices/contact.html",
        status=422 if sent else 200,
        forms=forms,
        contact=await contacts.contact_of(notices, person),
        wanted=[(kind, WORDS[kind].title, on) for kind, on in wanted.items()],
        always=[WORDS[kind].title for kind in always],
        spoken=await choices.language_of(person),
        code_minutes=int(notices.settings.code_valid.total_seconds() // 60),
        **({"form": sent} if sent else {}),  # its errors begin the title
    )


ROUTES = [contact, give_address, confirm_address, remove_address, choose]
