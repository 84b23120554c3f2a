"""The first own password, and changing it: one page each, for residents and staff."""

from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from iok_core.identity import service
from iok_core.identity.context import IdentityContext
from iok_core.identity.own_access import own_access
from iok_core.identity.policy import Weakness
from iok_core.identity.settings import PasswordSettings
from iok_core.identity.sign_in_pages import answered, arrival, home_of
from iok_core.web.client_address import Proxies
from iok_core.web.cookies import Cookies
from iok_core.web.forms import Form, Password, asks, read_form
from iok_core.web.gates import (
    ACCEPTANCE_PAGE,
    OWN_PASSWORD,
    OWN_PASSWORD_PAGE,
    SIGNED_IN,
    STAFF_HOME,
    require_fresh,
)
from iok_core.web.i18n import Msgid, msgid, ngettext
from iok_core.web.i18n import gettext as _
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

CHANGE_PAGE = "/haslo"

NAVIGATION = [
    NavItem(href=CHANGE_PAGE, label=msgid("Change password"), icon="key-round", group="staff"),
]

HttpRequest = Request[Any, Any, Any]
NewPassword = Annotated[Password, asks(msgid("Enter the new password"))]
Repeated = Annotated[Password, asks(msgid("Enter the new password once more"))]


class FirstPassword(msgspec.Struct):
    new: NewPassword
    repeat: Repeated


class ChangedPassword(msgspec.Struct):
    old: Annotated[Password, asks(msgid("Enter the password that you use now"))]
    new: NewPassword
    repeat: Repeated


F = TypeVar("F", FirstPassword, ChangedPassword)
PasswordForm = Form[FirstPassword] | Form[ChangedPassword]

_WORDS: dict[Weakness, Msgid] = {
    Weakness.COMMON: msgid("Add something less usual than common words, years and rows of keys."),
    Weakness.REPEATED: msgid("Do not repeat the same piece again and again."),
    Weakness.CONTAINS_IDENTIFIER: msgid("Leave your identifier out of it."),
    Weakness.CONTAINS_NAME: msgid("Leave the name and the address of the cooperative out of it."),
    Weakness.START_PASSWORD: msgid("Choose another one than the start password."),
}


@get(OWN_PASSWORD_PAGE, gate=SIGNED_IN)
async def first_password_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[Any]:
    if not visitor.must_set_password:
        return see_other(request, home_of(visitor))
    return await _form_page(request, visitor, identity, Form(FirstPassword))


@post(OWN_PASSWORD_PAGE, gate=SIGNED_IN)
async def set_first_password(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    if not visitor.must_set_password:
        return see_other(request, home_of(visitor))
    form = await _read(request, FirstPassword)
    if form.ok:
        who, session = _signed_in(visitor)
        with answered():
            came = arrival(request, session_cookie, proxies)
            outcome = await service.set_first_password(
                identity, who, session, form.struct.new, came
            )
        if isinstance(outcome, service.PasswordSet):
            after = ACCEPTANCE_PAGE if visitor.must_accept else home_of(visitor)
            response = see_other(request, after)
            response.set_cookie(session_cookie.write(outcome.token))
            return response
        await _explain(form, outcome, identity, who)
    return await _form_page(request, visitor, identity, form, status=422)


@get(CHANGE_PAGE, gate=OWN_PASSWORD)
async def change_password_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    _require_factor(visitor)
    return await _form_page(request, visitor, identity, Form(ChangedPassword))


@post(CHANGE_PAGE, gate=OWN_PASSWORD)
async def change_password(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    _require_factor(visitor)
    form = await _read(request, ChangedPassword)
    if form.ok:
        who, session = _signed_in(visitor)
        old, new = form.struct.old, form.struct.new
        with answered():
            came = arrival(request, session_cookie, proxies)
            outcome = await service.change_password(identity, who, session, old, new, came)
        if isinstance(outcome, service.PasswordSet):
            after = "/dostep" if visitor.kind == "resident" else STAFF_HOME
            said = _("Password changed. Other devices have been signed out.")
            response = see_other(request, after, said)
            response.set_cookie(session_cookie.write(outcome.token))
            return response
        await _explain(form, outcome, identity, who)
    return await _form_page(request, visitor, identity, form, status=422)


def _require_factor(visitor: Visitor) -> None:
    """Where there is none, the form's old password shows who they are."""
    if visitor.has_factor:
        require_fresh(visitor, CHANGE_PAGE)


async def _read(request: HttpRequest, kind: type[F]) -> Form[F]:
    form = await read_form(request, kind)
    if form.ok and form.struct.new != form.struct.repeat:
        form.add_error("repeat", _("The two differ. Type the same password twice"))
    return form


async def _explain(
    form: PasswordForm, refused: service.PasswordRefused, identity: IdentityContext, who: int
) -> None:
    if refused.old_is_wrong:
        form.add_error("old", _("This is not the one that you use now. Type it once more"))
    if refused.weaknesses:
        least = (await service.offered_password(identity, who)).minimum
        settings = msgspec.structs.replace(identity.settings.password, minimum=least)
        reasons = (_reason(weakness, settings) for weakness in refused.weaknesses)
        form.add_error("new", " ".join(reasons))


def _reason(weakness: Weakness, settings: PasswordSettings) -> str:
    if weakness is Weakness.TOO_SHORT:
        n = settings.minimum
        return ngettext("Use at least %(n)s character.", "Use at least %(n)s characters.", n) % {
            "n": n
        }
    if weakness is Weakness.TOO_LONG:
        n = settings.maximum
        return ngettext("Use at most %(n)s character.", "Use at most %(n)s characters.", n) % {
            "n": n
        }
    return _(_WORDS[weakness])


async def _form_page(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    form: PasswordForm,
    status: int = 200,
) -> Response[str]:
    who, _session = _signed_in(visitor)
    first = visitor.must_set_password
    return page(
        request,
        "access/first_password.html" if first else "access/change_password.html",
        status=status,
        form=form,
        own=await own_access(who),
        offered=await service.offered_password(identity, who),
        here=OWN_PASSWORD_PAGE if first else CHANGE_PAGE,
    )


def _signed_in(visitor: Visitor) -> tuple[int, int]:
    """Whose identity, and in which session: the gates let nobody else come here."""
    if visitor.identity is None or visitor.session is None:
        raise LookupError("a gate let a stranger pass")
    return visitor.identity, visitor.session


ROUTES = [first_password_form, set_first_password, change_password_form, change_password]
