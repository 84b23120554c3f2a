"""`iok maintenance …`: breaks in the work of the portal, and the page for the proxy."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import click

from iok_core.audit.operator import operator
from iok_core.db.clock import WARSAW
from iok_core.maintenance import windows
from iok_core.maintenance.away import away_page
from iok_core.maintenance.tables import WORDS_LENGTH
from iok_core.maintenance.windows import Plans, Refusal, Window
from iok_core.web.cooperative import Cooperative

T = TypeVar("T")

MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])
SAID = {
    Refusal.PAST: "it would be over already",
    Refusal.ENDS_BEFORE: "it would end before it begins",
    Refusal.TOO_LONG: "it lasts 2 days at most",
    Refusal.OVERLAPS: "another one is planned for that time: iok maintenance list",
    Refusal.OVER: "there is none, or it is over already",
}


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def cooperative(self) -> Cooperative: ...

    def with_plans(self, work: Callable[[Plans], Awaitable[T]]) -> T: ...


@click.group("maintenance")
def group() -> None:
    """Breaks in the work of the portal, and the page that stands in for it."""


@group.command("list")
@click.pass_obj
def list_(shell: Shell) -> None:
    """Those to come and those of the last year, the newest first."""

    async def work(plans: Plans) -> list[str]:
        now = plans.clock.now()
        return [_line(one, now) for one in await windows.windows(now)]

    for line in shell.with_plans(work):
        click.echo(line)


@group.command("plan")
@click.argument("begins", type=MOMENT)
@click.argument("ends", type=MOMENT)
@click.option("--text", default="", help="What is done, for everybody to read; in Polish.")
@click.pass_obj
def plan(shell: Shell, begins: datetime, ends: datetime, text: str) -> None:
    """A break from BEGINS to ENDS, both like "2026-12-05 22:00" by the clock in Warsaw.

    Everybody is told 72 hours before. While it lasts the portal is read only.
    """
    if len(text) > WORDS_LENGTH:
        raise click.UsageError(f"the text has {WORDS_LENGTH} characters at most")
    since, until = begins.replace(tzinfo=WARSAW), ends.replace(tzinfo=WARSAW)
    done = shell.with_plans(lambda p: windows.plan(p, since, until, text, by=operator()))
    if isinstance(done, Refusal):
        raise click.ClickException(SAID[done])
    click.echo(f"break {done} is planned")


@group.command("end")
@click.argument("number", type=int)
@click.pass_obj
def end(shell: Shell, number: int) -> None:
    """End one that lasts, or cancel one that has not begun."""
    refusal = shell.with_plans(lambda p: windows.end(p, number, by=operator()))
    if refusal is not None:
        raise click.ClickException(SAID[refusal])
    click.echo(f"break {number} is over")


@group.command("page")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the proxy finds it; without it the page is printed.",
)
@click.pass_obj
def page(shell: Shell, target: Path | None) -> None:
    """The page that the proxy shows while the portal is away, with the telephones of iok.toml."""
    html = away_page(shell.cooperative())
    if target is None:
        click.echo(html, nl=False)
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, "utf-8")
        target.chmod(0o644)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}") from error
    click.echo(f"written to {target}")


def _line(one: Window, now: datetime) -> str:
    state = "planned"
    if one.cancelled_at is not None:
        state = "cancelled"
    elif one.over(now):
        state = "over"
    elif one.lasts(now):
        state = "lasts"
    span = f"{one.begins_at.astimezone(WARSAW):%Y-%m-%d %H:%M}"
    span += f" to {one.ends_at.astimezone(WARSAW):%Y-%m-%d %H:%M}"
    return f"{one.id:5}  {span}  {state:9}  {one.words}".rstrip()
