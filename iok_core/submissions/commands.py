"""`iok submission …` and `iok form …`: where each stands, and what a form asks for.

An operator reads numbers, terms and states; what residents and the office write is theirs.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime
from typing import Protocol, TypeVar

import click
import msgspec

from iok_core.api import Desk
from iok_core.audit.operator import operator
from iok_core.audit.origin import Origin
from iok_core.db.clock import WARSAW
from iok_core.imports.service import published_sources
from iok_core.submissions.consent import state_of
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.rows import (
    StepView,
    SubmissionLine,
    by_number,
    open_submissions,
    steps_of,
    submissions_for,
)
from iok_core.submissions.to_enter import Item, ToEnter, mark_entered, to_enter, try_again

T = TypeVar("T")


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_submissions(self, work: Callable[[SubmissionContext], Awaitable[T]]) -> T: ...


@click.group("submission")
def group() -> None:
    """What residents have sent in: numbers, states and terms."""


@group.command("list")
@click.option("--all", "everything", is_flag=True, help="Settled ones, too.")
@click.pass_obj
def list_(shell: Shell, everything: bool) -> None:
    """Open ones, those that are due soonest first."""

    async def work(ctx: SubmissionContext) -> list[str]:
        found = await (submissions_for if everything else open_submissions)(list(Desk))
        return [_line(one, ctx.clock.today()) for one in found]

    for line in shell.with_submissions(work):
        click.echo(line)


@group.command("show")
@click.argument("number")
@click.pass_obj
def show(shell: Shell, number: str) -> None:
    """One, by its NUMBER such as 17/2026, and what happened to it."""

    async def work(ctx: SubmissionContext) -> list[str]:
        line = await by_number(number)
        if line is None:
            raise click.ClickException(f"there is no submission {number}")
        today = ctx.clock.today()
        consent = await state_of(line, await published_sources(), today)
        asked = [f"other holders of the premises: {consent}"] if consent else []
        return [*_facts(line, today), *asked, *map(_step, await steps_of(line.id))]

    for line in shell.with_submissions(work):
        click.echo(line)


@group.command("to-enter")
@click.pass_obj
def to_enter_(shell: Shell) -> None:
    """What was accepted and the accounting system lacks, and how its hand-over stands."""

    async def work(_: SubmissionContext) -> list[str]:
        found = await to_enter(await published_sources())
        return [_lacking(line, item) for line in found for item in line.items]

    for line in shell.with_submissions(work):
        click.echo(line)


@group.command("entered")
@click.argument("number")
@click.pass_obj
def entered(shell: Shell, number: str) -> None:
    """Somebody has entered what NUMBER declares by hand: no connector gets it any more."""
    _decide(shell, number, mark_entered)


@group.command("hand-over")
@click.argument("number")
@click.pass_obj
def hand_over(shell: Shell, number: str) -> None:
    """Let the connector try again what was refused or given up of NUMBER."""
    _decide(shell, number, try_again)


Act = Callable[..., Awaitable[Refusal | None]]


def _decide(shell: Shell, number: str, act: Act) -> None:
    by: Origin = operator()

    async def work(ctx: SubmissionContext) -> Refusal | None:
        line = await by_number(number)
        if line is None:
            raise click.ClickException(f"there is no submission {number}")
        return await act(ctx, line.id, by=by)

    if (refusal := shell.with_submissions(work)) is not None:
        raise click.ClickException(f"{number}: {refusal}")


@click.group("form")
def form_group() -> None:
    """Forms that residents fill in."""


@form_group.command("list")
@click.pass_obj
def forms(shell: Shell) -> None:
    """Each with the plugin that brings it, and the desk that reads it."""

    async def work(ctx: SubmissionContext) -> list[str]:
        found = await ctx.forms.offers()
        return [f"{one.name:20} {one.info.plugin:16} {one.form.desk}" for one in found]

    for line in shell.with_submissions(work):
        click.echo(line)


@form_group.command("schema")
@click.argument("name")
@click.pass_obj
def schema(shell: Shell, name: str) -> None:
    """The JSON schema of the answers to the form NAME, as they are stored."""

    async def work(ctx: SubmissionContext) -> str:
        offer = await ctx.forms.offer(name)
        if offer is None:
            raise click.ClickException(f"there is no form {name}: iok form list")
        encoded = msgspec.json.encode(msgspec.json.schema(offer.form.answers_type))
        return msgspec.json.format(encoded, indent=2).decode()

    click.echo(shell.with_submissions(work))


def _line(one: SubmissionLine, today: date) -> str:
    more = "  overdue" if one.overdue(today) else "  joined" if one.merged_into else ""
    return f"{one.number:10} {one.state:12} due {one.due_on}  {one.desk:12} {one.form}{more}"


def _lacking(line: ToEnter, item: Item) -> str:
    """Without what was declared."""
    one = item.hand_over
    if one is None:
        return f"{line.number:10} by hand"
    tries = f"{one.attempts} tries" if one.attempts else ""
    return "  ".join(filter(None, (f"{line.number:10} {one.state}", tries, one.why, one.detail)))


def _facts(one: SubmissionLine, today: date) -> Iterator[str]:
    yield _line(one, today)
    yield f"id {one.id}, person {one.person}, sent {_moment(one.sent_at)}"
    if one.assigned is not None:
        yield f"in the hands of staff {one.assigned}"
    if one.merged_into is not None:
        yield f"joined with id {one.merged_into}"


def _step(step: StepView) -> str:
    who = f"staff {step.staff}" if step.staff else "-"
    return f"{_moment(step.at)}  {step.kind:12} {step.state:12} {who}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(WARSAW):%Y-%m-%d %H:%M}"
