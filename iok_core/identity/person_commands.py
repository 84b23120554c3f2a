"""`iok person …`: who acts for a payer, on what basis and until when; who works at the office."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from iok_core.audit.operator import operator
from iok_core.identity.access_commands import DeskCommands, Shell, clerk_of
from iok_core.identity.acting import FlawedActingError, change_acting, let_act
from iok_core.identity.oneself import declare_resident
from iok_core.premises.desk import ActingChange, NewActing, names_of, party_by_key
from iok_core.premises.service import Basis

T = TypeVar("T")
BASIS = click.option("--basis", type=click.Choice([one.value for one in Basis]), required=True)
GROUNDS = click.option("--grounds", default="", help="What it rests on, such as a KRS number.")
UNTIL = click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; the access ends with it."
)


@click.group("person")
def group() -> None:
    """Persons who act for payers."""


@group.command("add")
@click.argument("payer")
@click.argument("name")
@BASIS
@GROUNDS
@UNTIL
@click.pass_obj
def add_command(
    shell: Shell, payer: str, name: str, basis: str, grounds: str, until: datetime | None
) -> None:
    """Let NAME act for the payer with the number PAYER; prints the person's number."""

    async def work(tools: DeskCommands) -> int:
        new = NewActing(
            party=await _party(tools, payer),
            name=name,
            basis=Basis(basis),
            by_identity=None,
            grounds=grounds,
            until=_day(until),
        )
        return await let_act(tools.identity, new, by=operator())

    click.echo(_in_order(lambda: shell.with_desk(work)))


@group.command("basis")
@click.argument("person", type=int)
@click.argument("payer")
@BASIS
@GROUNDS
@UNTIL
@click.pass_obj
def basis_command(
    shell: Shell, person: int, payer: str, basis: str, grounds: str, until: datetime | None
) -> None:
    """Change on what basis PERSON acts for PAYER, and until when."""

    async def work(tools: DeskCommands) -> bool:
        change = ActingChange(
            party=await _party(tools, payer),
            person=person,
            basis=Basis(basis),
            grounds=grounds,
            until=_day(until),
        )
        return await change_acting(tools.identity, change, by=operator())

    if not _in_order(lambda: shell.with_desk(work)):
        raise click.ClickException(f"person {person} does not act for {payer}")


@group.command("employee")
@click.argument("person", type=int)
@click.argument("identifier", required=False)
@click.pass_obj
def employee_command(shell: Shell, person: int, identifier: str | None) -> None:
    """Declare that PERSON works at the office and signs in there as IDENTIFIER; or as nobody.

    Nobody at the office issues an access for oneself.
    """

    async def work(tools: DeskCommands) -> None:
        if person not in await names_of([person]):
            raise click.ClickException(f"there is no person {person}")
        staff = int((await clerk_of(identifier)).actor) if identifier else None
        await declare_resident(tools.identity, person, staff, by=operator())

    shell.with_desk(work)


async def _party(tools: DeskCommands, key: str) -> int:
    for source in tools.published:
        found = await party_by_key(source, key)
        if found is not None:
            return found
    raise click.ClickException(f"no payer has the number {key}")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _in_order(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except FlawedActingError as error:
        raise click.UsageError(f"that is not in order: {error}") from error
