import json
from collections.abc import Awaitable, Callable
from typing import Protocol

import click

from iok_core.audit.operator import operator
from iok_core.identity.context import IdentityContext
from iok_core.identity.issuing import Issued
from iok_core.identity.permissions import Role
from iok_core.identity.staff import add_staff


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_identity(self, work: Callable[[IdentityContext], Awaitable[Issued]]) -> Issued: ...


@click.group()
def staff() -> None:
    """Who works at the office."""


@staff.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def add_command(shell: Shell, name: str, role: str, as_json: bool) -> None:
    """Give somebody at the office an access, with a start password shown this once."""
    issued = shell.with_identity(lambda ctx: add(ctx, name, role))
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


async def add(ctx: IdentityContext, name: str, role: str) -> Issued:
    return await add_staff(ctx, name, Role(role), operator=operator().actor)
