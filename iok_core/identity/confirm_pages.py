"""Giving a second factor: to finish a sign-in, or to show once more who one is (S42)."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Meta

from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.giving import Given, Proof, Step, give
from iok_core.identity.factors.own import own_factors
from iok_core.identity.factors.passkeys import LONGEST_ANSWER, request_options
from iok_core.identity.factors.refusals import FactorRefusal
from iok_core.identity.kinds import FactorKind
from iok_core.identity.own_access import own_access
from iok_core.identity.sign_in_pages import answered, arrival, home_of, know_device
from iok_core.web.client_address import Proxies
from iok_core.web.cookies import Cookies
from iok_core.web.forms import Errors, Form, Password, asks, read_form
from iok_core.web.gates import CONFIRM, always
from iok_core.web.i18n import Msgid, msgid, ngettext
from iok_core.web.i18n import gettext as _
from iok_core.web.pages import page, see_other
from iok_core.web.paths import CONFIRM_PAGE, internal_path
from iok_core.web.visitor import Visitor

HttpRequest = Request[Any, Any, Any]
Back = str
"""Where somebody wanted to go, or was."""


class Code(msgspec.Struct):
    code: Annotated[str, Meta(max_length=20), asks(msgid("Enter the 6 digits from the app"))]
    dalej: Back = ""


class Recovery(msgspec.Struct):
    recovery: Annotated[str, Meta(max_length=40), asks(msgid("Enter one of your recovery codes"))]
    dalej: Back = ""


class OwnPassword(msgspec.Struct):
    password: Annotated[Password, asks(msgid("Enter the password that you sign in with"))]
    dalej: Back = ""


class PasskeyAnswer(msgspec.Struct):
    passkey: Annotated[
        str,
        Meta(max_length=LONGEST_ANSWER),
        asks(msgid("The passkey did not answer. Try again, or use another way")),
    ]
    dalej: Back = ""


class Forms(msgspec.Struct):
    """Of one page; each is sent on its own."""

    code: Form[Code]
    recovery: Form[Recovery]
    password: Form[OwnPassword]
    passkey: Form[PasskeyAnswer]

    @classmethod
    def leading_to(cls, back: str) -> "Forms":
        values = {"dalej": back}
        return cls(
            Form(Code, values),
            Form(Recovery, values),
            Form(OwnPassword, values),
            Form(PasskeyAnswer, values),
        )


_PAUSED = msgid("There were too many wrong tries. Wait until signing in opens again by itself")
_WORDS: dict[tuple[FactorKind, FactorRefusal], Msgid] = {
    (FactorKind.TOTP, FactorRefusal.WRONG): msgid(
        "This is not the code that holds now. Type the one that the app shows"
    ),
    (FactorKind.TOTP, FactorRefusal.USED): msgid(
        "This code has been used already. Wait until the app shows the next one"
    ),
    (FactorKind.TOTP, FactorRefusal.UNREADABLE): msgid(
        "The portal cannot check this app any more. Use a recovery code, or call the office"
    ),
    (FactorKind.RECOVERY, FactorRefusal.WRONG): msgid(
        "This is none of your recovery codes. Type it once more"
    ),
    (FactorKind.RECOVERY, FactorRefusal.USED): msgid(
        "This recovery code has been used already. Take the next one"
    ),
    (FactorKind.PASSWORD, FactorRefusal.WRONG): msgid(
        "This is not the one that you sign in with. Type it once more"
    ),
    (FactorKind.PASSKEY, FactorRefusal.WRONG): msgid(
        "This passkey was not accepted. Try again, or use another way"
    ),
}


@get(CONFIRM_PAGE, gate=CONFIRM)
async def confirm_form(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    dalej: FromQuery[str | None] = None,
) -> Response[Any]:
    forms = Forms.leading_to(internal_path(dalej) or "")
    return await _page(request, visitor, identity, forms)


@post(f"{CONFIRM_PAGE}/kod", gate=always(CONFIRM))
async def give_code(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    form = await read_form(request, Code)
    answer = _Answer(request, visitor, identity, session_cookie, proxies)
    return await answer.to(form, "code", FactorKind.TOTP)


@post(f"{CONFIRM_PAGE}/zapasowy", gate=always(CONFIRM))
async def give_recovery_code(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    form = await read_form(request, Recovery)
    answer = _Answer(request, visitor, identity, session_cookie, proxies)
    return await answer.to(form, "recovery", FactorKind.RECOVERY)


@post(f"{CONFIRM_PAGE}/haslo", gate=always(CONFIRM))
async def give_password(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    form = await read_form(request, OwnPassword)
    answer = _Answer(request, visitor, identity, session_cookie, proxies)
    return await answer.to(form, "password", FactorKind.PASSWORD)


@post(f"{CONFIRM_PAGE}/klucz", gate=always(CONFIRM))
async def give_passkey(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    proxies: NamedDependency[Proxies],
) -> Response[Any]:
    form = await read_form(request, PasskeyAnswer)
    answer = _Answer(request, visitor, identity, session_cookie, proxies)
    return await answer.to(form, "passkey", FactorKind.PASSKEY)


class _Answer(msgspec.Struct, frozen=True):
    """To whichever of the forms was sent."""

    request: HttpRequest
    visitor: Visitor
    identity: IdentityContext
    session_cookie: Cookies
    proxies: Proxies

    async def to(self, form: Form[Any], field: str, kind: FactorKind) -> Response[Any]:
        if form.ok:
            visitor = self.visitor
            step = Step(
                identity=visitor.identity or 0,
                session=visitor.session or 0,
                due=visitor.factor_due,
                came=arrival(self.request, self.session_cookie, self.proxies),
            )
            with answered():
                outcome = await give(self.identity, step, Proof(kind, getattr(form.struct, field)))
            if isinstance(outcome, Given):
                return self._onward(outcome, form.struct.dalej)
            form.add_error(field, _(_WORDS.get((kind, outcome), _PAUSED)))
        forms = Forms.leading_to(internal_path(form.value("dalej")) or "")
        setattr(forms, field, form)
        return await _page(self.request, self.visitor, self.identity, forms, status=422)

    def _onward(self, outcome: Given, wanted: str) -> Response[Any]:
        minutes = int(self.identity.settings.session.confirmed_for.total_seconds() // 60)
        said = ngettext(
            "Confirmed. For %(n)s minute you will not be asked again. Go on.",
            "Confirmed. For %(n)s minutes you will not be asked again. Go on.",
            minutes,
        ) % {"n": minutes}
        flash = None if self.visitor.factor_due else said
        response = see_other(self.request, internal_path(wanted) or home_of(self.visitor), flash)
        response.set_cookie(self.session_cookie.write(outcome.token))
        know_device(response, self.session_cookie, outcome.device_token)
        return response


async def _page(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    forms: Forms,
    status: int = 200,
) -> Response[str]:
    who = visitor.identity or 0
    factors = await own_factors(who)
    every = (forms.code, forms.recovery, forms.password, forms.passkey)
    return page(
        request,
        "access/confirm.html",
        status=status,
        form=Errors.of(*every),
        forms=forms,
        factors=factors,
        own=await own_access(who),
        passkey_options=await _options(identity, visitor) if factors.passkeys else "",
        brake=identity.settings.brake,
    )


async def _options(identity: IdentityContext, visitor: Visitor) -> str:
    return await request_options(identity, visitor.session, visitor.identity)


ROUTES = [confirm_form, give_code, give_recovery_code, give_password, give_passkey]
