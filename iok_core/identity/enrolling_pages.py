"""Adding a second factor: an app with codes, or a passkey."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from msgspec import Meta

from iok_core.db import ConstraintViolated
from iok_core.identity.context import IdentityContext
from iok_core.identity.factor_pages import APP_PAGE, PASSKEY_PAGE, WORDS, asking_of, changed
from iok_core.identity.factors import enrolling
from iok_core.identity.factors.enrolling import Changed, ChangeRefusal
from iok_core.identity.factors.own import own_factors
from iok_core.identity.factors.passkeys import LONGEST_ANSWER, creation_options
from iok_core.identity.factors.totp import Offer, new_offer, offer_again
from iok_core.identity.own_access import own_access
from iok_core.identity.sign_in_pages import answered
from iok_core.sealing import SealBrokenError
from iok_core.web.cookies import Cookies
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import ENROL, FACTORS_PAGE, fresh
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.qr import qr_picture
from iok_core.web.visitor import Visitor

_KEY_GROUP = 4
_NO_PASSKEY = msgid("The passkey was not made. Try again")

HttpRequest = Request[Any, Any, Any]


class NewApp(msgspec.Struct):
    sealed: Annotated[str, Meta(max_length=200)]
    """The seed that the page has offered."""
    code: Annotated[str, Meta(max_length=20), asks(msgid("Enter the 6 digits from the app"))]


class NewPasskey(msgspec.Struct):
    passkey: Annotated[
        str,
        Meta(max_length=LONGEST_ANSWER),
        asks(msgid("The passkey was not made. Try again")),
    ]
    name: Annotated[str, Meta(max_length=60)] = ""


@get(APP_PAGE, gate=fresh(ENROL))
async def new_app_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[Any]:
    asking = asking_of(visitor)
    if (await own_factors(asking.identity)).totp_added_at is not None:
        return see_other(request, FACTORS_PAGE)
    own = await own_access(asking.identity)
    offer = new_offer(identity, asking.identity, asking.session, own.identifier)
    return _app_page(request, offer, Form(NewApp, {"sealed": offer.sealed}))


@post(APP_PAGE, gate=fresh(ENROL))
async def add_app(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    asking, form = asking_of(visitor), await read_form(request, NewApp)
    own = await own_access(asking.identity)
    sealed = form.value("sealed")
    try:
        offer = offer_again(identity, asking.identity, asking.session, own.identifier, sealed)
    except SealBrokenError:
        return see_other(request, APP_PAGE)  # of another session: a new seed is offered
    if form.ok:
        with answered():
            outcome = await enrolling.add_totp(identity, asking, sealed, form.struct.code)
        if isinstance(outcome, Changed):
            said = _("The app is added. From the next sign-in on it is asked for its code.")
            return await changed(request, visitor, session_cookie, outcome, said)
        form.add_error("code", _(WORDS[outcome]))
    return _app_page(request, offer, form, status=422)


@get(PASSKEY_PAGE, gate=fresh(ENROL))
async def new_passkey_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    return await _passkey_page(request, visitor, identity, Form(NewPasskey))


@post(PASSKEY_PAGE, gate=fresh(ENROL))
async def add_passkey(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    form = await read_form(request, NewPasskey)
    if form.ok:
        name = form.struct.name or _("Passkey")
        try:
            with answered():
                outcome = await enrolling.add_passkey(
                    identity, asking_of(visitor), form.struct.passkey, name
                )
        except ConstraintViolated:  # one that is known already
            outcome = ChangeRefusal.WRONG
        if isinstance(outcome, Changed):
            said = _("The passkey is added. You can sign in with it.")
            return await changed(request, visitor, session_cookie, outcome, said)
        words = _NO_PASSKEY if outcome is ChangeRefusal.WRONG else WORDS[outcome]
        form.add_error("passkey", _(words))
    return await _passkey_page(request, visitor, identity, form, status=422)


def _app_page(
    request: HttpRequest, offer: Offer, form: Form[NewApp], status: int = 200
) -> Response[str]:
    groups = (offer.seed[at : at + _KEY_GROUP] for at in range(0, len(offer.seed), _KEY_GROUP))
    return page(
        request,
        "access/new_app.html",
        status=status,
        form=form,
        key=" ".join(groups),
        picture=qr_picture(offer.address),
    )


async def _passkey_page(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    form: Form[NewPasskey],
    status: int = 200,
) -> Response[str]:
    asking = asking_of(visitor)
    own = await own_access(asking.identity)
    return page(
        request,
        "access/new_passkey.html",
        status=status,
        form=form,
        options=await creation_options(identity, asking.identity, asking.session, own.identifier),
    )


ROUTES = [new_app_form, add_app, new_passkey_form, add_passkey]
