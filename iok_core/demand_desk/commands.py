"""`iok demand …`: the register of written demands under clause 9."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Protocol, TypeVar

import click

from iok_core.audit.operator import operator
from iok_core.db import hold, transaction
from iok_core.demands import service
from iok_core.demands.service import DemandForm, DemandKind, DemandLine, DemandState, NewDemand
from iok_core.identity.service import (
    IdentityContext,
    access_by_identifier,
    holds_document_number,
)

T = TypeVar("T")

DAY = click.DateTime(["%Y-%m-%d"])


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_identity(self, work: Callable[[IdentityContext], Awaitable[T]]) -> T: ...


@click.group("demand")
def group() -> None:
    """Written demands of residents: a new password, a block, lifting one."""


@group.command("list")
@click.option("--open", "only_open", is_flag=True, help="Those to be carried out.")
@click.option("--overdue", is_flag=True, help="Those that should have been carried out by now.")
@click.pass_obj
def list_command(shell: Shell, *, only_open: bool, overdue: bool) -> None:
    """The register, the newest first."""

    async def work(ctx: IdentityContext) -> list[str]:
        today = ctx.clock.today()
        wanted = {DemandState.OVERDUE} if overdue else set(DemandState)
        return [
            _told(line, today)
            for line in await service.all_demands()
            if line.state(today) in wanted and (line.open or not only_open)
        ]

    for line in shell.with_identity(work):
        click.echo(line)


@group.command("register")
@click.argument("identifier")
@click.option("--kind", type=click.Choice([one.value for one in DemandKind]), required=True)
@click.option("--form", type=click.Choice([one.value for one in DemandForm]), required=True)
@click.option("--received", type=DAY, help="Default: today.")
@click.option("--journal", required=True, help="Its number in the journal of letters.")
@click.pass_obj
def register_command(
    shell: Shell, identifier: str, kind: str, form: str, received: datetime | None, journal: str
) -> None:
    """Register a demand. It is carried out by `iok resident` or `iok access issue`."""

    async def work(ctx: IdentityContext) -> int:
        access = await access_by_identifier(identifier)
        if access is None:
            raise click.ClickException(f"no resident signs in as {identifier}")
        new = NewDemand(
            person=access.person,
            kind=DemandKind(kind),
            form=DemandForm(form),
            received_on=received.date() if received else ctx.clock.today(),
            journal=journal,
        )
        async with transaction():
            await hold("access of person", access.person)
            return await service.register(ctx.registrar, new, by=operator())

    _no_document(journal)
    try:
        click.echo(f"demand {shell.with_identity(work)}")
    except ValueError as error:
        raise click.UsageError(str(error)) from error


@group.command("close")
@click.argument("demand", type=int)
@click.option("--reason", required=True, help="Why it is not carried out.")
@click.pass_obj
def close_command(shell: Shell, demand: int, reason: str) -> None:
    """Close a demand that is not carried out."""

    async def work(ctx: IdentityContext) -> bool:
        async with transaction():
            return await service.close(ctx.registrar, demand, reason, by=operator())

    _no_document(reason)
    if not shell.with_identity(work):
        raise click.ClickException(f"no demand {demand} waits for being carried out")
    click.echo(f"closed {demand}")


def _no_document(text: str) -> None:
    if holds_document_number(text):
        raise click.UsageError("take out the PESEL or the number of the identity document")


def _told(line: DemandLine, today: date) -> str:
    state = line.state(today)
    days = f"{line.received_on} – {line.due_on}"
    return f"{line.id:5}  {days}  {line.kind:12}  {state:8}  {line.journal}"
