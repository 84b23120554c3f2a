"""Where an administrator comes or goes, a second person decides, too (S46)."""

from collections.abc import Sequence

from iok_core.approvals.outcomes import Done, Refused
from iok_core.approvals.service import ApprovalKind
from iok_core.audit.origin import Origin
from iok_core.db import hold
from iok_core.identity import staff_acts
from iok_core.identity.colleagues import Colleague, colleague
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.resetting import (
    FactorRemoval,
    refusal_of_removal,
    remove_factor_of,
)
from iok_core.identity.permissions import Permission, Role, permissions_of
from iok_core.identity.staff_acts import NewColleague, RoleChange, StaffRefusal, StandingChange
from iok_core.identity.staff_words import PERMISSIONS, REFUSALS, role_name
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid

ADD = "staff_add"
ROLE = "staff_role"
STANDING = "staff_standing"
FACTOR = "staff_factor"


def staff_kinds(ctx: IdentityContext) -> list[ApprovalKind]:
    """What others are to be asked for; each goes through `approvals.act`."""
    return [_add(ctx), _role(ctx), _standing(ctx), _factor(ctx)]


def _add(ctx: IdentityContext) -> ApprovalKind:
    async def carry_out(new: NewColleague, by: Origin) -> Done | Refused:
        made = await staff_acts.add_colleague(ctx, new, by=by)
        return Refused(made.value) if isinstance(made, StaffRefusal) else Done(made)

    return ApprovalKind(
        code=ADD,
        title=msgid("A new administrator"),
        permission=Permission.MANAGE_STAFF,
        payload=NewColleague,
        needed=_adds_administrator,
        refusal=staff_acts.refusal_to_add,
        carry_out=carry_out,
        sentences=_adding,
        refusals=REFUSALS,
    )


def _role(ctx: IdentityContext) -> ApprovalKind:
    async def carry_out(wanted: RoleChange, by: Origin) -> Done | Refused:
        return _done(await staff_acts.change_role(ctx, wanted, by=by))

    return ApprovalKind(
        code=ROLE,
        title=msgid("Role of an administrator"),
        permission=Permission.MANAGE_STAFF,
        payload=RoleChange,
        needed=_grants_or_takes,
        refusal=staff_acts.refusal_of_role,
        carry_out=carry_out,
        sentences=_changing,
        refusals=REFUSALS,
    )


def _standing(ctx: IdentityContext) -> ApprovalKind:
    async def carry_out(wanted: StandingChange, by: Origin) -> Done | Refused:
        return _done(await staff_acts.change_standing(ctx, wanted, by=by))

    return ApprovalKind(
        code=STANDING,
        title=msgid("Disabling or enabling an administrator"),
        permission=Permission.MANAGE_STAFF,
        payload=StandingChange,
        needed=_of_administrator,
        refusal=staff_acts.refusal_of_standing,
        carry_out=carry_out,
        sentences=_shutting,
        refusals=REFUSALS,
    )


def _factor(ctx: IdentityContext) -> ApprovalKind:
    async def carry_out(wanted: FactorRemoval, by: Origin) -> Done | Refused:
        return _done(await remove_factor_of(ctx, wanted, by=by))

    return ApprovalKind(
        code=FACTOR,
        title=msgid("Removing a second step"),
        permission=Permission.MANAGE_STAFF,
        payload=FactorRemoval,
        needed=_always,
        refusal=refusal_of_removal,
        carry_out=carry_out,
        sentences=_removing,
        refusals=REFUSALS,
    )


def _done(refusal: StaffRefusal | None) -> Done | Refused:
    return Done() if refusal is None else Refused(refusal.value)


async def _adds_administrator(new: NewColleague, _: Origin) -> bool:
    return new.role is Role.ADMINISTRATOR


async def _grants_or_takes(wanted: RoleChange, _: Origin) -> bool:
    await hold("staff")
    now = await colleague(wanted.staff)
    return wanted.role is Role.ADMINISTRATOR or now.is_administrator


async def _of_administrator(wanted: StandingChange, _: Origin) -> bool:
    await hold("staff")
    return (await colleague(wanted.staff)).is_administrator


async def _always(_: FactorRemoval, __: Origin) -> bool:
    return True


async def _adding(new: NewColleague) -> Sequence[str]:
    return [
        _("%(name)s is added in the role: %(role)s.")
        % {"name": new.name, "role": role_name(new.role)},
        *_opened("", new.role),
        _("The first start password then comes from the person who runs the server."),
    ]


async def _changing(wanted: RoleChange) -> Sequence[str]:
    who = await colleague(wanted.staff)
    return [
        _("%(name)s gets the role: %(role)s (until now: %(before)s).")
        % {"name": who.name, "role": role_name(wanted.role), "before": role_name(wanted.before)},
        *_opened(wanted.before, wanted.role),
        _issued(who),
        _("All sessions of this person end at once."),
    ]


def _issued(who: Colleague) -> str:
    """Whoever issued an access could have signed in with it: worth a thought before it grows."""
    if who.identity is None:
        return _("This person has no access yet.")
    if who.issued_by is None:
        return _("The access was issued on the server.")
    return _("The access was issued by %(name)s.") % {"name": who.issued_by}


def _opened(before: str, after: str) -> list[str]:
    had, has = permissions_of(before), permissions_of(after)
    told = []
    if opens := [_(words) for one, words in PERMISSIONS.items() if one in has - had]:
        told.append(_("It opens: %(what)s.") % {"what": "; ".join(opens)})
    if closes := [_(words) for one, words in PERMISSIONS.items() if one in had - has]:
        told.append(_("It closes: %(what)s.") % {"what": "; ".join(closes)})
    return told


async def _shutting(wanted: StandingChange) -> Sequence[str]:
    who = await colleague(wanted.staff)
    named = {"name": who.name, "role": role_name(who.role)}
    if wanted.active:
        return [
            _("%(name)s (%(role)s) can sign in again, with the password as it was.") % named,
            *_opened("", who.role),
        ]
    return [
        _("%(name)s (%(role)s) can no longer sign in.") % named,
        _("All sessions of this person end at once, and an unused start password is void."),
        _("Nothing that this person has done is lost. The access can be enabled again."),
    ]


async def _removing(wanted: FactorRemoval) -> Sequence[str]:
    who = await colleague(wanted.staff)
    return [
        _("%(name)s (%(role)s) loses the second step: app, passkeys and recovery codes.")
        % {"name": who.name, "role": role_name(who.role)},
        _("All sessions of this person end at once."),
        _("After the next sign-in with the password a new second step has to be added."),
    ]
