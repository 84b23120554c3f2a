"""Signing in and out, and how to get a new password: open to everybody, residents and staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ServiceUnavailableException
from litestar.params import FromQuery
from msgspec import Meta

from iok_core.audit.origin import Origin
from iok_core.identity import service
from iok_core.identity.arriving import Arrival
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.passkey_sign_in import sign_in_by_passkey
from iok_core.identity.factors.passkeys import LONGEST_ANSWER, request_options
from iok_core.identity.kinds import IdentityKind
from iok_core.web.client_address import Proxies
from iok_core.web.cookies import YEAR, Cookies
from iok_core.web.forms import Form, Password, asks, read_form
from iok_core.web.gates import (
    OPEN,
    OWN_PASSWORD_PAGE,
    RESIDENT_HOME,
    STAFF_HOME,
    Blocked,
    Elsewhere,
    always,
)
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.middleware import CLEAR_SITE_DATA
from iok_core.web.pages import page, see_other
from iok_core.web.paths import CONFIRM_PAGE, SIGN_IN_PAGE, internal_path, leading_back
from iok_core.web.visitor import Visitor

RETRY_SECONDS = "5"
DEVICE_SUFFIX = "-device"
"""Of the cookie by which a browser is known in which somebody has signed in before."""

HttpRequest = Request[Any, Any, Any]


class SignIn(msgspec.Struct):
    identifier: Annotated[str, Meta(max_length=40), asks(msgid("Enter the identifier"))]
    password: Annotated[Password, asks(msgid("Enter the password"))]
    dalej: str = ""
    """The page that somebody wanted before they were asked to sign in."""


class PasskeySignIn(msgspec.Struct):
    passkey: Annotated[str, Meta(max_length=LONGEST_ANSWER)] = ""
    """What the browser said."""
    dalej: str = ""


@contextmanager
def answered() -> Iterator[None]:
    """What the verbs of identity raise, as the answer that a browser gets."""
    try:
        yield
    except service.BusyError:
        headers = {"Retry-After": RETRY_SECONDS}
        raise ServiceUnavailableException(headers=headers) from None
    except service.SessionOverError:
        raise Elsewhere(SIGN_IN_PAGE, 401) from None


@get(SIGN_IN_PAGE, gate=OPEN)
async def sign_in_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    dalej: FromQuery[str | None] = None,
) -> Response[Any]:
    if visitor.kind != "stranger":
        return see_other(request, home_of(visitor))
    return await _form_page(request, identity, _empty(dalej))


@post(SIGN_IN_PAGE, gate=always(OPEN))
async def sign_in(
    request: HttpRequest,
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    form = await read_form(request, SignIn)
    if not form.ok:
        return await _form_page(request, identity, form, status=422)
    with answered():
        outcome = await service.sign_in(
            identity,
            form.struct.identifier,
            form.struct.password,
            arrival(request, session_cookie, proxies),
        )
    if isinstance(outcome, service.Refused):
        form.add_error("password", _("These are not the ones we have. Type both once more"))
        status = 429 if outcome.too_many else 422
        return await _form_page(request, identity, form, status)
    return _entered(request, session_cookie, outcome, form.struct.dalej)


@post(f"{SIGN_IN_PAGE}/klucz", gate=always(OPEN))
async def sign_in_with_passkey(
    request: HttpRequest,
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    sent = await read_form(request, PasskeySignIn)
    outcome = await sign_in_by_passkey(
        identity,
        sent.struct.passkey if sent.ok else "",
        arrival(request, session_cookie, proxies),
    )
    if isinstance(outcome, service.Refused):
        form = _empty(sent.value("dalej"))
        form.add_error("", _("This passkey opens no access. Sign in with the password"))
        return await _form_page(request, identity, form, status=422)
    return _entered(request, session_cookie, outcome, sent.struct.dalej)


def _entered(
    request: HttpRequest,
    session_cookie: Cookies,
    outcome: service.SignedIn | service.Barred,
    wanted: str,
) -> Response[Any]:
    if isinstance(outcome, service.Barred):
        raise Blocked(outcome.notice)
    response = see_other(request, _destination(outcome, wanted))
    response.set_cookie(session_cookie.write(outcome.token))
    know_device(response, session_cookie, outcome.device_token)
    return response


def arrival(request: HttpRequest, cookies: Cookies, proxies: Proxies) -> Arrival:
    return Arrival(
        user_agent=request.headers.get("user-agent", ""),
        session_token=cookies.read(request),
        device_token=cookies.read(request, DEVICE_SUFFIX),
        network=proxies.network(request),
    )


def know_device(response: Response[Any], cookies: Cookies, token: str) -> None:
    """How long it is known, the portal decides: the cookie may stay longer."""
    if token:
        response.set_cookie(cookies.write(token, DEVICE_SUFFIX, max_age=YEAR))


def _empty(wanted: str | None) -> Form[SignIn]:
    return Form(SignIn, {"dalej": internal_path(wanted) or ""})


@post("/wyloguj", gate=always(OPEN))
async def sign_out(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    if visitor.session is not None:
        await service.sign_out(identity, visitor.session, by=Origin.of(visitor))
    response = see_other(request, SIGN_IN_PAGE, _("Signed out. You can close the browser."))
    response.set_cookie(session_cookie.clear())
    response.headers.update(CLEAR_SITE_DATA)
    return response


@get("/nie-pamietam", gate=OPEN, sync_to_thread=False)
def forgotten_password(
    request: HttpRequest, identity: NamedDependency[IdentityContext]
) -> Response[str]:
    return page(request, "access/forgotten.html", brake=identity.settings.brake)


async def _form_page(
    request: HttpRequest, identity: IdentityContext, form: Form[SignIn], status: int = 200
) -> Response[str]:
    """The same for every refusal: who is unknown, wrong, paused or expired is not told apart."""
    return page(
        request,
        "access/sign_in.html",
        status=status,
        form=form,
        brake=identity.settings.brake,
        passkey_options=await request_options(identity, None),
    )


def _destination(entered: service.SignedIn, wanted: str) -> str:
    if entered.must_set_password:
        return OWN_PASSWORD_PAGE
    if entered.factor_due:
        return leading_back(CONFIRM_PAGE, internal_path(wanted))
    home = STAFF_HOME if entered.kind is IdentityKind.STAFF else RESIDENT_HOME
    return internal_path(wanted) or home


def home_of(visitor: Visitor) -> str:
    return STAFF_HOME if visitor.kind == "staff" else RESIDENT_HOME


ROUTES = [sign_in_form, sign_in, sign_in_with_passkey, sign_out, forgotten_password]
