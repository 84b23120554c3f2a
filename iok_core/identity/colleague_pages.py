"""One colleague: added, given another role, shut out and let in again."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from msgspec import Meta

from iok_core.approvals.asking_pages import Asking, Wanted, asked, review
from iok_core.approvals.service import Approvals, Refused
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.colleague_list_pages import COLLEAGUES_PAGE
from iok_core.identity.colleagues import Colleague, colleague
from iok_core.identity.context import IdentityContext
from iok_core.identity.permissions import Permission, Role, permissions_of
from iok_core.identity.staff_acts import (
    NAME_LENGTH,
    NewColleague,
    RoleChange,
    StaffRefusal,
    StandingChange,
)
from iok_core.identity.staff_approvals import ADD, ROLE, STANDING
from iok_core.identity.staff_words import PERMISSIONS, REFUSALS, ROLES
from iok_core.web.forms import Form, asks, read_form
from iok_core.web.gates import NotYours, staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page, see_other
from iok_core.web.visitor import Visitor

ONE = f"{COLLEAGUES_PAGE}/{{colleague_id:int}}"
NEW = f"{COLLEAGUES_PAGE}/nowy"
MANAGE = staff(Permission.MANAGE_STAFF)
_CHOOSE_ROLE = msgid("Choose a role")

HttpRequest = Request[Any, Any, Any]


class Added(Asking, kw_only=True):
    name: Annotated[str, Meta(max_length=NAME_LENGTH), asks(msgid("Enter first name and surname"))]
    role: Annotated[Role, asks(_CHOOSE_ROLE)]


class Given(Asking, kw_only=True):
    role: Annotated[Role, asks(_CHOOSE_ROLE)]
    before: Annotated[str, Meta(max_length=20), asks(msgid("Open this page again"))]


@get(NEW, gate=MANAGE)
async def adding_form(request: HttpRequest) -> Response[str]:
    return _adding_page(request, Form(Added))


@post(NEW, gate=MANAGE, status_code=200)
async def add(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
) -> Response[Any]:
    form = await read_form(request, Added)
    if not form.ok:
        return _adding_page(request, form, status=422)
    new = NewColleague(name=form.struct.name, role=form.struct.role)
    wanted = Wanted(
        code=ADD,
        payload=new,
        title=_("Add %(name)s?") % {"name": new.name},
        button=_("Add"),
        action=NEW,
        back=COLLEAGUES_PAGE,
        sent={"name": new.name, "role": new.role},
    )
    outcome = await asked(request, approvals, visitor, wanted, form)
    if isinstance(outcome, Response):
        return outcome
    if isinstance(outcome, Refused):
        form.add_error("name", _refusal(outcome))
        return _adding_page(request, form, status=422)
    return see_other(
        request, address_of(outcome.made or 0), _("Added. Now issue a start password.")
    )


@get(ONE, gate=staff(Permission.SEE_STAFF))
async def one_colleague(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    identity: NamedDependency[IdentityContext],
    colleague_id: FromPath[int],
) -> Response[str]:
    who = await _looked_at(colleague_id, visitor, identity)
    return _colleague_page(request, visitor, who, Form(Given, {"before": who.role}))


@post(f"{ONE}/rola", gate=MANAGE, status_code=200)
async def give_role(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    colleague_id: FromPath[int],
) -> Response[Any]:
    who = await found(colleague_id)
    form = await read_form(request, Given)
    if not form.ok:
        return _colleague_page(request, visitor, who, form, status=422)
    role, before = form.struct.role, form.struct.before
    wanted = Wanted(
        code=ROLE,
        payload=RoleChange(staff=who.id, role=role, before=before),
        title=_("Change the role of %(name)s?") % {"name": who.name},
        button=_("Change the role"),
        action=f"{address_of(who.id)}/rola",
        back=address_of(who.id),
        sent={"role": role, "before": before},
    )
    outcome = await asked(request, approvals, visitor, wanted, form)
    if isinstance(outcome, Response):
        return outcome
    if isinstance(outcome, Refused):
        form.add_error("role", _refusal(outcome))
        return _colleague_page(request, visitor, who, form, status=422)
    said = _("The role is changed. All sessions of this person have ended.")
    return see_other(request, address_of(who.id), said)


@get([f"{ONE}/wylacz", f"{ONE}/wlacz"], gate=MANAGE)
async def ask_standing(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    colleague_id: FromPath[int],
) -> Response[str]:
    wanted = _standing(request, await found(colleague_id))
    return await review(request, approvals, visitor, wanted, Form(Asking))


@post([f"{ONE}/wylacz", f"{ONE}/wlacz"], gate=MANAGE, status_code=200)
async def change_standing(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    approvals: NamedDependency[Approvals],
    colleague_id: FromPath[int],
) -> Response[Any]:
    who = await found(colleague_id)
    wanted, form = _standing(request, who), await read_form(request, Asking)
    if not form.ok:
        return await review(request, approvals, visitor, wanted, form)
    outcome = await asked(request, approvals, visitor, wanted, form)
    if isinstance(outcome, Response):
        return outcome
    if isinstance(outcome, Refused):
        form.add_error("", _refusal(outcome))
        return await review(request, approvals, visitor, wanted, form)
    said = _("Disabled. All sessions have ended.") if wanted.danger else _("Enabled.")
    return see_other(request, address_of(who.id), said)


def _standing(request: HttpRequest, who: Colleague) -> Wanted:
    active = request.scope["path"].endswith("/wlacz")
    title = _("Enable the access of %(name)s?") if active else _("Disable the access of %(name)s?")
    return Wanted(
        code=STANDING,
        payload=StandingChange(staff=who.id, active=active),
        title=title % {"name": who.name},
        button=_("Enable") if active else _("Disable"),
        action=request.scope["path"],
        back=address_of(who.id),
        danger=not active,
    )


async def found(staff: int) -> Colleague:
    try:
        return await colleague(staff)
    except LookupError:
        raise NotYours(ObjectKind.STAFF, staff) from None


async def _looked_at(staff: int, visitor: Visitor, identity: IdentityContext) -> Colleague:
    who = await found(staff)
    async with transaction():
        await identity.log.record(
            Action.STAFF_VIEW, by=Origin.of(visitor), on=ObjectKind.STAFF, object_id=staff
        )
    return who


def _refusal(refused: Refused) -> str:
    if refused.code == StaffRefusal.NOT_PERMITTED:
        raise PermissionDeniedException
    return _(REFUSALS[refused.code])


def _adding_page(request: HttpRequest, form: Form[Added], status: int = 200) -> Response[str]:
    return page(request, "office/new_colleague.html", status=status, form=form, roles=_roles())


def _colleague_page(
    request: HttpRequest,
    visitor: Visitor,
    who: Colleague,
    form: Form[Given],
    status: int = 200,
) -> Response[str]:
    return page(
        request,
        "office/colleague.html",
        status=status,
        form=form,
        who=who,
        own=who.id == visitor.staff,
        manages=Permission.MANAGE_STAFF in visitor.permissions,
        roles=_roles(),
        opens=_opens(who.role),
    )


def _roles() -> list[tuple[str, str, str]]:
    """Each with its name and what it opens."""
    return [(role.value, _(ROLES[role]), _in_short(role)) for role in Role]


def _in_short(role: Role) -> str:
    return (
        _("everything") if len(permissions_of(role)) == len(Permission) else "; ".join(_opens(role))
    )


def _opens(role: str) -> list[str]:
    may = permissions_of(role)
    return [_(words) for one, words in PERMISSIONS.items() if one in may]


def address_of(staff: int) -> str:
    return f"{COLLEAGUES_PAGE}/{staff}"


ROUTES = [adding_form, add, one_colleague, give_role, ask_standing, change_standing]
