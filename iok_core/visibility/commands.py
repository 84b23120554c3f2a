"""`iok access why …`: does somebody see premises on a day, and why."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeVar

import click

from iok_core.identity.service import access_by_identifier
from iok_core.imports.service import published_sources
from iok_core.premises.service import premises_called
from iok_core.visibility.asking import Looking, why, why_everybody
from iok_core.visibility.judging import Answer, Question
from iok_core.visibility.words import sentence

T = TypeVar("T")


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def looking(self, work: Callable[[Looking], Awaitable[T]]) -> T: ...


@click.command("why")
@click.argument("symbol")
@click.argument("identifier", required=False)
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="Default: today.")
@click.pass_obj
def why_command(shell: Shell, symbol: str, identifier: str | None, on: datetime | None) -> None:
    """Who sees the premises with this SYMBOL on a day, and why: everybody, or one IDENTIFIER."""

    async def work(looking: Looking) -> list[Answer]:
        day = on.date() if on else looking.identity.clock.today()
        found = await premises_called(symbol, await published_sources())
        if not found:
            raise click.ClickException(f"no premises have the symbol {symbol}")
        if identifier is None:
            return [one for p in found for one in await why_everybody(looking, p.id, day)]
        access = await access_by_identifier(identifier)
        if access is None:
            raise click.ClickException(f"no resident signs in as {identifier}")
        return [await why(looking, Question(access.person, one.id, day)) for one in found]

    for one in shell.looking(work):
        click.echo(sentence(one).replace("\N{NO-BREAK SPACE}", " "))
