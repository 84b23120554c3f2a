"""One's own second factors: for staff a must, for residents an offer."""

from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta

from iok_core.audit.actions import ObjectKind
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors import enrolling
from iok_core.identity.factors.enrolling import Asking, Changed, ChangeRefusal
from iok_core.identity.factors.own import own_factors
from iok_core.identity.factors.recovery import are_codes_of
from iok_core.identity.sign_in_pages import answered, home_of
from iok_core.web.cookies import Cookies
from iok_core.web.forms import read_form
from iok_core.web.gates import ENROL, FACTORS_PAGE, INSIDE, NotYours, fresh
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

APP_PAGE = f"{FACTORS_PAGE}/aplikacja"
PASSKEY_PAGE = f"{FACTORS_PAGE}/klucz"
CODES_FILE = "kody-zapasowe.txt"

NAVIGATION = [
    NavItem(href=FACTORS_PAGE, label=msgid("Second step"), icon="shield-check", group="staff"),
]

HttpRequest = Request[Any, Any, Any]


class ShownCodes(msgspec.Struct):
    codes: Annotated[str, Meta(max_length=400)]


WORDS: dict[ChangeRefusal, Msgid] = {
    ChangeRefusal.WRONG: msgid(
        "This is not the code that holds now. Type the one that the app shows"
    ),
    ChangeRefusal.THERE_ALREADY: msgid("There is an app already. Remove it first"),
    ChangeRefusal.TOO_MANY: msgid("There are ten passkeys already. Remove one first"),
    ChangeRefusal.NOT_THERE: msgid("This was removed already"),
    ChangeRefusal.LAST_OF_STAFF: msgid(
        "At the office everybody has a second step. Add another one first, then remove this"
    ),
    ChangeRefusal.SHORT_PASSWORD: msgid(
        "Your password is long enough only beside a second step. Set a longer one first, from "
        "%(n)s characters on, then remove this"
    ),
}


@get(FACTORS_PAGE, gate=ENROL)
async def factors(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[str]:
    return await _overview(request, visitor, identity)


@post(f"{APP_PAGE}/usun", gate=fresh(INSIDE))
async def remove_app(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    with answered():
        outcome = await enrolling.remove_totp(identity, asking_of(visitor))
    return await _removed(request, visitor, identity, session_cookie, outcome)


@post(f"{FACTORS_PAGE}/klucze/{{passkey:int}}/usun", gate=fresh(INSIDE))
async def remove_passkey(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
    passkey: FromPath[int],
) -> Response[Any]:
    asking = asking_of(visitor)
    mine = {one.id for one in (await own_factors(asking.identity)).passkeys}
    if passkey not in mine:
        raise NotYours(ObjectKind.PASSKEY, passkey)
    with answered():
        outcome = await enrolling.remove_passkey(identity, asking, passkey)
    return await _removed(request, visitor, identity, session_cookie, outcome)


@post(f"{FACTORS_PAGE}/kody", gate=fresh(INSIDE))
async def renew_codes(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    session_cookie: NamedDependency[Cookies],
) -> Response[Any]:
    with answered():
        outcome = await enrolling.renew_recovery(identity, asking_of(visitor))
    if isinstance(outcome, Changed):
        return await changed(request, visitor, session_cookie, outcome, "")
    return await _overview(request, visitor, identity, outcome)


@post(f"{FACTORS_PAGE}/kody/plik", gate=INSIDE)
async def codes_as_file(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
) -> Response[Any]:
    """The page that shows the codes hands them in, since nobody else has them."""
    form = await read_form(request, ShownCodes)
    codes = form.struct.codes.split() if form.ok else []
    if not await are_codes_of(identity, asking_of(visitor).identity, codes):
        return see_other(request, f"{FACTORS_PAGE}#kody")
    title = _("Recovery codes to the portal: %(name)s") % {"name": identity.factors.site.name}
    text = "\r\n".join((title, _("Each works once."), "", *codes, ""))
    headers = {"Content-Disposition": f'attachment; filename="{CODES_FILE}"'}
    return Response(text, media_type=MediaType.TEXT, headers=headers)


async def changed(
    request: HttpRequest,
    visitor: Visitor,
    session_cookie: Cookies,
    outcome: Changed,
    said: str,
) -> Response[Any]:
    """Codes exist in this answer and on paper, nowhere else."""
    if outcome.codes:
        renewed = msgspec.structs.replace(visitor, must_enrol=False)
        response: Response[Any] = page(
            request,
            "access/recovery_codes.html",
            codes=outcome.codes,
            after=home_of(renewed) if visitor.must_enrol else FACTORS_PAGE,
            said=said,
        )
    else:
        response = see_other(request, f"{FACTORS_PAGE}#iok-tresc", said)
    response.set_cookie(session_cookie.write(outcome.token))
    return response


async def _removed(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    session_cookie: Cookies,
    outcome: Changed | ChangeRefusal,
) -> Response[Any]:
    if isinstance(outcome, Changed):
        said = _("Removed. Other devices have been signed out.")
        return await changed(request, visitor, session_cookie, outcome, said)
    return await _overview(request, visitor, identity, outcome)


async def _overview(
    request: HttpRequest,
    visitor: Visitor,
    identity: IdentityContext,
    refusal: ChangeRefusal | None = None,
) -> Response[str]:
    least = identity.settings.password.minimum
    return page(
        request,
        "access/factors.html",
        status=422 if refusal else 200,
        factors=await own_factors(visitor.identity or 0),
        refused=_(WORDS[refusal]).replace("%(n)s", str(least)) if refusal else "",
        set_longer=refusal is ChangeRefusal.SHORT_PASSWORD,
    )


def asking_of(visitor: Visitor) -> Asking:
    return Asking(identity=visitor.identity or 0, session=visitor.session or 0)


ROUTES = [
    factors,
    remove_app,
    remove_passkey,
    renew_codes,
    codes_as_file,
]
