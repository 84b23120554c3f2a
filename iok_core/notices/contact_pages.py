"""Notices and contact: where I get mails, and which."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ServiceUnavailableException
from msgspec import Meta

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.identity.service import BusyError, IdentityContext, is_own_password, own_access
from iok_core.notices import choices, contacts
from iok_core.notices.contacts import CodeRefusal, GiveRefusal
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import RULES, NoticeKind
from iok_core.notices.resident_pages import person_of
from iok_core.notices.words import CONTACT_PAGE, WORDS
from iok_core.web.forms import Form, Password, asks, read_form
from iok_core.web.gates import RESIDENT
from iok_core.web.i18n import OFFERED, Msgid, language, msgid
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]
OwnPassword = Annotated[Password, asks(msgid("Enter the password that you sign in with"))]

_RETRY_SECONDS = "5"
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
    password: OwnPassword


class TypedCode(msgspec.Struct):
    code: Annotated[str, Meta(max_length=20), asks(msgid("Enter the code from the message"))]


class Removal(msgspec.Struct):
    own_password: OwnPassword


class Chosen(msgspec.Struct):
    new_balance: bool = False
    language: Annotated[str, Meta(max_length=5)] = ""


class Forms(msgspec.Struct):
    """Of one page; each is sent on its own."""

    address: Form[GivenAddress]
    code: Form[TypedCode]
    removal: Form[Removal]

    @classmethod
    def empty(cls) -> "Forms":
        return cls(Form(GivenAddress), Form(TypedCode), Form(Removal))


@get(CONTACT_PAGE, gate=RESIDENT)
async def contact(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[str]:
    return await _page(request, visitor, notices, Forms.empty(), None)


@post(f"{CONTACT_PAGE}/adres", gate=RESIDENT)
async def give_address(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    forms = Forms.empty()
    form = forms.address = await read_form(request, GivenAddress)
    if form.ok and contacts.tidy_address(form.struct.address) is None:
        form.add_error("address", _(_ADDRESS[GiveRefusal.NOT_AN_ADDRESS]))
    if form.ok and await _knows(visitor, identity, form, "password", Action.ADDRESS_GIVE):
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


@post(f"{CONTACT_PAGE}/usun", gate=RESIDENT)
async def remove_address(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    forms = Forms.empty()
    form = forms.removal = await read_form(request, Removal)
    if form.ok and await _knows(visitor, identity, form, "own_password", Action.ADDRESS_REMOVE):
        await contacts.remove_address(notices, person_of(visitor), by=Origin.of(visitor))
        return see_other(request, CONTACT_PAGE, _("The address is removed."))
    return await _page(request, visitor, notices, forms, form)


@post(f"{CONTACT_PAGE}/wybor", gate=RESIDENT)
async def choose(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    notices: NamedDependency[NoticeContext],
) -> Response[Any]:
    form = await read_form(request, Chosen)
    chosen = form.struct if form.ok else Chosen()
    spoken = chosen.language if chosen.language in OFFERED else language()
    wanted = {NoticeKind.NEW_BALANCE: chosen.new_balance}
    await choices.choose(notices, person_of(visitor), wanted, spoken, by=Origin.of(visitor))
    return see_other(request, CONTACT_PAGE, _("Saved."))


async def _knows(
    visitor: Visitor, identity: IdentityContext, form: Form[Any], field: str, wanted: Action
) -> bool:
    typed = getattr(form.struct, field)
    try:
        right = await is_own_password(identity, visitor.identity or 0, typed, wanted)
    except BusyError:
        headers = {"Retry-After": _RETRY_SECONDS}
        raise ServiceUnavailableException(headers=headers) from None
    if not right:
        form.add_error(field, _("This is not the one that you sign in with. Type it once more"))
    return right


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
        own=await own_access(visitor.identity or 0),
        contact=await contacts.contact_of(notices, person),
        wanted=[(kind, WORDS[kind].title, on) for kind, on in wanted.items()],
        always=[WORDS[kind].title for kind in always],
        spoken=await choices.language_of(person),
        code_minutes=int(notices.settings.code_valid.total_seconds() // 60),
        **({"form": sent} if sent else {}),  # its errors begin the title
    )


ROUTES = [contact, give_address, confirm_address, remove_address, choose]
