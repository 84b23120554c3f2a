"""`iok resident …`: block an access from the command line, lift it, and see how it stands."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Protocol, TypeVar

import click

from iok_core.audit.operator import operator
from iok_core.blocking import service
from iok_core.blocking.service import BlockLine, Clause, FlawedBlockError, NewBlock
from iok_core.identity.service import Access, IdentityContext, access_by_identifier

T = TypeVar("T")

DAY = click.DateTime(["%Y-%m-%d"])


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_identity(self, work: Callable[[IdentityContext], Awaitable[T]]) -> T: ...


@click.group()
def resident() -> None:
    """Accesses of residents."""


@resident.command("block")
@click.argument("identifier")
@click.option("--clause", type=click.Choice([str(int(c)) for c in Clause]), required=True)
@click.option("--reason", required=True, help="For staff.")
@click.option("--facts", default="", help="With clause 11: what the resident is told.")
@click.option("--from", "since", type=DAY, help="The first day. Default: today, at once.")
@click.option("--until", type=DAY, help="The last day. Default: until it is lifted.")
@click.pass_obj
def block_command(
    shell: Shell,
    identifier: str,
    clause: str,
    reason: str,
    facts: str,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Block the access of a resident under a clause of the regulations."""

    async def work(ctx: IdentityContext) -> int | service.Refusal:
        access = await _access(identifier)
        new = NewBlock(
            person=access.person,
            clause=Clause(int(clause)),
            reason=reason,
            facts=facts,
            since=since.date() if since else ctx.clock.today(),
            until=until.date() if until else None,
        )
        return await service.block_access(ctx, new, by=operator())

    try:
        click.echo(f"block {shell.with_identity(work)}")
    except FlawedBlockError as error:
        raise click.UsageError(f"the block is not in order: {error}") from error


@resident.command("unblock")
@click.argument("identifier")
@click.option("--reason", required=True, help="For staff.")
@click.pass_obj
def unblock_command(shell: Shell, identifier: str, reason: str) -> None:
    """Lift every block of a resident that holds today.

    After a loss (clause 10) the office has to issue a new start password.
    """

    async def work(ctx: IdentityContext) -> list[BlockLine]:
        access, today = await _access(identifier), ctx.clock.today()
        holding = [line for line in await service.blocks_of(access.person) if line.holds(today)]
        for line in holding:
            await service.lift_block(ctx, line.id, reason, by=operator())
        return holding

    try:
        lifted = shell.with_identity(work)
    except FlawedBlockError as error:
        raise click.UsageError(f"the block cannot be lifted: {error}") from error
    if not lifted:
        raise click.ClickException(f"{identifier} is not blocked")
    for line in lifted:
        click.echo(f"lifted block {line.id}")


@resident.command("object")
@click.argument("identifier")
@click.option("--text", required=True, help="What is objected, in the resident's words.")
@click.pass_obj
def object_command(shell: Shell, identifier: str, text: str) -> None:
    """File an objection of a resident to the block that holds; prints the number of the case."""

    async def work(ctx: IdentityContext) -> list[str]:
        access, today = await _access(identifier), ctx.clock.today()
        holding = [line for line in await service.blocks_of(access.person) if line.holds(today)]
        filed = [
            await service.file_objection(ctx, line.id, text, by=operator())
            for line in holding
            if line.clause in service.OBJECTABLE
        ]
        return [one.case for one in filed if not isinstance(one, service.ObjectionRefusal)]

    try:
        cases = shell.with_identity(work)
    except FlawedBlockError as error:
        raise click.UsageError(f"the objection is not in order: {error}") from error
    if not cases:
        raise click.ClickException(f"{identifier} has no block to which one objects")
    for case in cases:
        click.echo(f"objection {case}")


@resident.command("decide")
@click.argument("number", type=int)
@click.option("--uphold/--dismiss", "upheld", required=True, help="Upheld, it lifts the block.")
@click.option("--answer", required=True, help="The resident reads it.")
@click.pass_obj
def decide_command(shell: Shell, number: int, answer: str, *, upheld: bool) -> None:
    """Decide on an objection; NUMBER is the last part of the case: 7 of S/2026/7."""
    decided = service.Decided(objection=number, upheld=upheld, answer=answer)
    try:
        refusal = shell.with_identity(lambda ctx: service.decide(ctx, decided, by=operator()))
    except FlawedBlockError as error:
        raise click.UsageError(f"the answer is not in order: {error}") from error
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    if refusal is not None:
        raise click.ClickException(f"not decided: {refusal.value}")
    click.echo("the block is lifted" if upheld else "the block stays")


@resident.command("show")
@click.argument("identifier")
@click.pass_obj
def show_command(shell: Shell, identifier: str) -> None:
    """How far an access has come, and its blocks, the newest first."""

    async def work(ctx: IdentityContext) -> list[str]:
        access, today = await _access(identifier), ctx.clock.today()
        lines = await service.blocks_of(access.person)
        blocked = any(line.holds(today) for line in lines)
        state = "blocked" if blocked else access.state(ctx.clock.now()).value
        return [f"{access.identifier}  {state}", *(_line(line, today) for line in lines)]

    for line in shell.with_identity(work):
        click.echo(line)


async def _access(identifier: str) -> Access:
    access = await access_by_identifier(identifier)
    if access is None:
        raise click.ClickException(f"no resident signs in as {identifier}")
    return access


def _line(line: BlockLine, today: date) -> str:
    days = f"{line.since} – {line.until or ''}".rstrip()
    return f"block {line.id}  clause {int(line.clause)}  {days}  {line.state(today)}"
