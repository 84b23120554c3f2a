"""`iok staff …`: whom the office page of staff has, from the command line.

Whoever runs the server needs no second person, and is no member of staff: each act stands in the
audit under the operating-system user.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import click
import msgspec

from iok_core.audit.operator import operator
from iok_core.identity.colleagues import Colleague, colleague, colleagues
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.resetting import (
    FactorReset,
    ResetReason,
    ResetRefusal,
    reset_factor,
)
from iok_core.identity.issuing import Issued
from iok_core.identity.permissions import Role
from iok_core.identity.staff import add_staff
from iok_core.identity.staff_acts import (
    RoleChange,
    StaffRefusal,
    StandingChange,
    change_role,
    change_standing,
)
from iok_core.identity.staff_issuing import StaffIssue, issue_to_colleague

T = TypeVar("T")
ROLE = click.Choice([role.value for role in Role])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")

_REFUSED = {
    ResetRefusal.UNKNOWN: "nobody signs in with {}",
    ResetRefusal.NOT_STAFF: "{} is a resident: the desk gives out a new access",
    ResetRefusal.NONE_THERE: "{} has no second factor",
}


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_identity(self, work: Callable[[IdentityContext], Awaitable[T]]) -> T: ...


@click.group()
def staff() -> None:
    """Who works at the office."""


@staff.command("list")
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_command(shell: Shell, *, for_programs: bool) -> None:
    """Everybody who works, or worked, at the office: number, role, state, identifier, name."""

    async def work(_: IdentityContext) -> list[Colleague]:
        return list(await colleagues())

    found = shell.with_identity(work)
    if for_programs:
        click.echo(msgspec.json.encode(found))
        return
    for one in found:
        click.echo(
            f"{one.id:5}  {one.role:13}  {one.state:9}  {one.identifier or '-':8}  {one.name}"
        )


@staff.command("add")
@click.argument("name")
@click.option("--role", type=ROLE, required=True)
@AS_JSON
@click.pass_obj
def add_command(shell: Shell, name: str, role: str, *, as_json: bool) -> None:
    """Give somebody at the office an access, with a start password shown this once."""
    _print(shell.with_identity(lambda ctx: add(ctx, name, role)), as_json)


@staff.command("issue")
@click.argument("number", type=int)
@AS_JSON
@click.pass_obj
def issue_command(shell: Shell, number: int, *, as_json: bool) -> None:
    """Give a member of staff a new start password, shown this once.

    The old password is void and all sessions end. NUMBER as in `iok staff list`.
    """
    wanted = StaffIssue(staff=number, after_issue=None)
    issued = _done(shell, number, lambda ctx: issue_to_colleague(ctx, wanted, by=operator()))
    if isinstance(issued, Issued):
        _print(issued, as_json)


@staff.command("role")
@click.argument("number", type=int)
@click.argument("role", type=ROLE)
@click.pass_obj
def role_command(shell: Shell, number: int, role: str) -> None:
    """Give a member of staff another role; their sessions end. NUMBER as in `iok staff list`."""

    async def work(ctx: IdentityContext) -> StaffRefusal | None:
        before = (await colleague(number)).role
        wanted = RoleChange(staff=number, role=Role(role), before=before)
        return await change_role(ctx, wanted, by=operator())

    _done(shell, number, work)
    click.echo(f"{number}: {role}")


@staff.command("disable")
@click.argument("number", type=int)
@click.pass_obj
def disable_command(shell: Shell, number: int) -> None:
    """Let a member of staff sign in no more; their sessions end. NUMBER as in `iok staff list`."""
    wanted = StandingChange(staff=number, active=False)
    _done(shell, number, lambda ctx: change_standing(ctx, wanted, by=operator()))
    click.echo(f"{number}: disabled")


@staff.command("enable")
@click.argument("number", type=int)
@click.pass_obj
def enable_command(shell: Shell, number: int) -> None:
    """Let a member of staff sign in again, with the password as it was."""
    wanted = StandingChange(staff=number, active=True)
    _done(shell, number, lambda ctx: change_standing(ctx, wanted, by=operator()))
    click.echo(f"{number}: enabled")


async def add(ctx: IdentityContext, name: str, role: str) -> Issued:
    return await add_staff(ctx, name, Role(role), operator=operator().actor)


def _done(shell: Shell, number: int, work: Callable[[IdentityContext], Awaitable[T]]) -> T:
    """What came of it; a refusal ends the command."""
    try:
        outcome = shell.with_identity(work)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    if isinstance(outcome, StaffRefusal):
        raise click.ClickException(f"{number}: {_WHY[outcome]}")
    return outcome


_WHY = {
    StaffRefusal.LAST_ADMINISTRATOR: "the only administrator with an own password; "
    "add another one first",
    StaffRefusal.CHANGED: "it is so already",
    StaffRefusal.DISABLED: "enable this access first",
}


def _print(issued: Issued, as_json: bool) -> None:
    lines = {
        "identifier": issued.identifier,
        "start_password": issued.start_password,
        "expires_at": issued.expires_at.isoformat(timespec="seconds"),
    }
    if as_json:
        click.echo(json.dumps(lines))
        return
    for label, value in lines.items():
        click.echo(f"{label.replace('_', ' '):15} {value}")


@staff.command("reset-factor")
@click.argument("identifier")
@click.option("--reason", type=click.Choice([one.value for one in ResetReason]), required=True)
@click.pass_obj
def reset_command(shell: Shell, identifier: str, reason: str) -> None:
    """Take away the second factors of somebody at the office who has lost them all.

    Make sure who asks. Their sessions end; after the next sign-in they add a new one.
    """
    wanted = FactorReset(identifier=identifier, reason=ResetReason(reason))
    refusal = shell.with_identity(lambda ctx: reset_factor(ctx, wanted, by=operator()))
    if refusal is not None:
        raise click.ClickException(_REFUSED[refusal].format(identifier))
    click.echo(f"{identifier} signs in with the password and adds a new second factor")
