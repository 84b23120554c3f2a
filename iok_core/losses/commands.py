"""`iok loss …`: what was told of losses, and blocking after one."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeVar

import click

from iok_core.audit.operator import operator
from iok_core.identity.service import access_by_identifier
from iok_core.losses import handling
from iok_core.losses.breaches import (
    BreachLine,
    Outcome,
    all_breaches,
    decide_breach,
    open_breach,
)
from iok_core.losses.context import LossContext
from iok_core.losses.kinds import Caller, Happened, Refusal
from iok_core.losses.rows import LossLine, all_losses

T = TypeVar("T")

DAY = click.DateTime(["%Y-%m-%d"])


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_losses(self, work: Callable[[LossContext], Awaitable[T]]) -> T: ...


@click.group("loss")
def group() -> None:
    """Sign-in data that were lost or stolen."""


@group.command("list")
@click.option("--open", "only_open", is_flag=True, help="Those that somebody has to look into.")
@click.pass_obj
def list_command(shell: Shell, *, only_open: bool) -> None:
    """Reports, the newest first."""

    async def work(_: LossContext) -> list[str]:
        return [_told(line) for line in await all_losses() if line.open or not only_open]

    for line in shell.with_losses(work):
        click.echo(line)


@group.command("report")
@click.argument("identifier")
@click.option("--happened", type=DAY, help="The day of the loss, as stated.")
@click.pass_obj
def report_command(shell: Shell, identifier: str, happened: datetime | None) -> None:
    """Record a loss that was told by telephone, and block the access at once."""

    async def work(ctx: LossContext) -> int | Refusal:
        person, when = await _person(identifier), happened.date() if happened else None
        if when is not None and when > ctx.identity.clock.today():
            raise click.UsageError("the day of the loss is still to come")
        return await handling.report_at_the_office(
            ctx, person, Caller(), Happened(when), by=operator()
        )

    click.echo(f"loss {_done(shell.with_losses(work))}: blocked")


@group.command("block")
@click.argument("report", type=int)
@click.argument("identifier")
@click.pass_obj
def block_command(shell: Shell, report: int, identifier: str) -> None:
    """Block the access that a report is about, and close the report."""

    async def work(ctx: LossContext) -> int | Refusal:
        person = await _person(identifier)
        return await handling.block_from_report(ctx, report, person, by=operator())

    click.echo(f"block {_done(_known(shell, work))}")


@group.command("close")
@click.argument("report", type=int)
@click.option("--reason", required=True, help="Why nothing has to be blocked.")
@click.pass_obj
def close_command(shell: Shell, report: int, reason: str) -> None:
    """Close a report without a block."""

    async def work(ctx: LossContext) -> Refusal | None:
        return await handling.close_report(ctx, report, reason, by=operator())

    _done(_known(shell, work))
    click.echo(f"closed {report}")


@group.command("breach")
@click.argument("report", type=int)
@click.pass_obj
def breach_command(shell: Shell, report: int) -> None:
    """Flag a possible breach of personal data: there are 72 hours to tell the authority."""

    async def work(ctx: LossContext) -> int | Refusal:
        return await open_breach(ctx, report, by=operator())

    click.echo(f"breach {_done(_known(shell, work))}")


@group.command("breaches")
@click.pass_obj
def breaches_command(shell: Shell) -> None:
    """The register of possible breaches, the newest first."""

    async def work(_: LossContext) -> list[BreachLine]:
        return await all_breaches()

    for one in shell.with_losses(work):
        state = one.outcome or "open"
        click.echo(f"{one.id:5}  loss {one.loss}  by {one.due_at:%Y-%m-%d %H:%M} UTC  {state}")


@group.command("decide")
@click.argument("breach", type=int)
@click.option("--outcome", type=click.Choice([one.value for one in Outcome]), required=True)
@click.option("--reason", required=True, help="Who decided, and what was established.")
@click.pass_obj
def decide_command(shell: Shell, breach: int, outcome: str, reason: str) -> None:
    """Record what the data controller has decided on a breach."""

    async def work(ctx: LossContext) -> Refusal | None:
        return await decide_breach(ctx, breach, Outcome(outcome), reason, by=operator())

    _done(shell.with_losses(work))
    click.echo(f"decided {breach}")


def _known(shell: Shell, work: Callable[[LossContext], Awaitable[T]]) -> T:
    try:
        return shell.with_losses(work)
    except LookupError as error:
        raise click.ClickException(str(error)) from error


def _done(outcome: T | Refusal) -> T:
    if isinstance(outcome, Refusal):
        raise click.ClickException(f"nothing was done: {outcome}")
    return outcome


async def _person(identifier: str) -> int:
    access = await access_by_identifier(identifier)
    if access is None:
        raise click.ClickException(f"no resident signs in as {identifier}")
    return access.person


def _told(line: LossLine) -> str:
    state = "waits" if line.open else "blocked" if line.block else "closed"
    words = {None: "-", True: "in time", False: "late"}[line.in_time]
    return f"{line.id:5}  {line.reported_at:%Y-%m-%d %H:%M}  {line.way:8}  {state:7}  {words}"
