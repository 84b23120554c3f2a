"""`iok resident ended` and `iok person died`: the end of settlements from the command line."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import click

from iok_core.audit.operator import operator
from iok_core.blocking.service import FlawedBlockError, Refusal
from iok_core.db import ConstraintViolated
from iok_core.endings.closing import HeldError, close
from iok_core.endings.death import Death, record_death
from iok_core.endings.proposals import Endings, Proposal, proposed
from iok_core.imports.service import published_sources
from iok_core.notices.context import NoticeContext

T = TypeVar("T")


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def ending(self, work: Callable[[Endings, NoticeContext], Awaitable[T]]) -> T: ...


@click.command("ended")
@click.option("--block", is_flag=True, help="Block all of them under clause 12.")
@click.option("--looked-at", is_flag=True, help="Also if there are more of them than usual.")
@click.pass_obj
def ended_command(shell: Shell, *, block: bool, looked_at: bool) -> None:
    """Persons whose settlements have ended, as the published data tell it."""

    async def work(endings: Endings, _: NoticeContext) -> tuple[Proposal, int]:
        proposal = await proposed(endings, await published_sources())
        if not block:
            return proposal, 0
        persons = [one.person for one in proposal.ended]
        done = await close(endings, persons, looked_at=looked_at, by=operator())
        return proposal, 0 if isinstance(done, Refusal) else done.blocked

    try:
        proposal, blocked = shell.ending(work)
    except HeldError:
        raise click.ClickException("more than usual: look at them, then --looked-at") from None
    for one in proposal.ended:
        click.echo(f"{one.person:6}  {one.ended_on}  {one.name}")
    for person, name in proposal.vanished:
        click.echo(f"{person:6}  not in the data  {name}")
    if block:
        click.echo(f"blocked {blocked}")


@click.command("died")
@click.argument("person", type=int)
@click.option("--reason", required=True, help="What shows it, for staff.")
@click.pass_obj
def died_command(shell: Shell, person: int, reason: str) -> None:
    """Close the access of somebody who has died, and end what they were let do."""

    async def work(endings: Endings, notices: NoticeContext) -> Refusal | None:
        return await record_death(endings, notices, Death(person, reason), by=operator())

    try:
        shell.ending(work)
    except FlawedBlockError as error:
        raise click.UsageError(f"the reason is not in order: {error}") from error
    except ConstraintViolated:
        raise click.ClickException(f"there is no person {person}") from None
    click.echo(f"person {person}: closed")
