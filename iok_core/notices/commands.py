"""`iok notice …`: what was sent and what was not."""

import json
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import click

from iok_core.audit.operator import operator
from iok_core.notices import board
from iok_core.notices.board import DECIDED_BY_PEOPLE, DeliveryRow
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState

T = TypeVar("T")


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_notices(self, work: Callable[[NoticeContext], Awaitable[T]]) -> T: ...


@click.group("notice")
def group() -> None:
    """Notices to residents, and how they were sent."""


@group.command("list")
@click.option("--state", type=click.Choice([one.value for one in DeliveryState]))
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_(shell: Shell, state: str | None, *, for_programs: bool) -> None:
    """The latest deliveries, the newest first. No names, no addresses."""
    wanted = DeliveryState(state) if state else None
    rows = shell.with_notices(lambda _: board.deliveries(wanted))
    if for_programs:
        click.echo(json.dumps([_for_programs(row) for row in rows]))
        return
    for row in rows:
        click.echo("  ".join(filter(None, _line(row))))


@group.command("retry")
@click.argument("deliveries", type=int, nargs=-1)
@click.option("--all", "all_of_them", is_flag=True, help="All that wait for a decision.")
@click.pass_obj
def retry(shell: Shell, deliveries: tuple[int, ...], *, all_of_them: bool) -> None:
    """Send again what was refused, given up, or is uncertain. Exit 1: some could not be."""
    if bool(deliveries) == all_of_them:
        raise click.UsageError("name deliveries, or give --all")

    async def work(ctx: NoticeContext) -> list[int]:
        chosen = deliveries or await _undecided()
        by = operator()
        return [one for one in chosen if not await board.send_again(ctx, one, by=by)]

    refused = shell.with_notices(work)
    if refused:
        numbers = ", ".join(map(str, refused))
        raise click.ClickException(f"these do not wait for a decision: {numbers}")


async def _undecided() -> tuple[int, ...]:
    rows = [row for state in DECIDED_BY_PEOPLE for row in await board.deliveries(state)]
    return tuple(row.id for row in rows)


def _line(row: DeliveryRow) -> tuple[str, ...]:
    tries = f"{row.attempts} tries" if row.attempts else ""
    moment = f"{row.made_at:%Y-%m-%d %H:%M}"
    return (str(row.id), moment, row.state, row.kind, tries, row.why, row.detail)


def _for_programs(row: DeliveryRow) -> dict[str, object]:
    return {
        "id": row.id,
        "made_at": row.made_at.isoformat(timespec="seconds"),
        "state": row.state,
        "kind": row.kind,
        "person": row.person,
        "attempts": row.attempts,
        "uncertain": row.uncertain,
        "why": row.why,
        "detail": row.detail,
    }
