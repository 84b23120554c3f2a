"""What the commands of the regulations share."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import click

from iok_core.regulations.checking import Warned
from iok_core.rulebook.drafts import DraftView, Refusal, draft
from iok_core.rulebook.overseeing import Rulebook
from iok_core.rulebook.words import REFUSALS, warning
from iok_core.web.fields import MAX_VALUE
from iok_core.web.i18n import SOURCE, speaking

T = TypeVar("T")

DAY = click.DateTime(["%Y-%m-%d"])
DESPITE = click.option(
    "--despite-warnings", is_flag=True, help="Publish although something was warned of."
)


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_rulebook(self, work: Callable[[Rulebook], Awaitable[T]]) -> T: ...


def said(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """As the office's pages take it: not empty, and not cut."""
    if not text.strip():
        raise click.BadParameter("is empty")
    if len(text) > MAX_VALUE:
        raise click.BadParameter(f"at most {MAX_VALUE} characters")
    return text.strip()


def done(outcome: T | Refusal) -> T:
    """What an act gave; a refusal ends the command with its words and exit code 1."""
    if isinstance(outcome, Refusal):
        raise click.ClickException(REFUSALS[outcome])
    return outcome


async def one_draft(id_: int) -> DraftView:
    found = await draft(id_)
    if found is None:
        raise click.ClickException(f"there is no draft {id_}")
    return found


def told(warned: list[Warned]) -> list[str]:
    with speaking(SOURCE):
        return [
            f"clause {one.clause}: {warning(one)}" if one.clause else warning(one) for one in warned
        ]


def heed(warned: list[Warned], *, despite: bool) -> None:
    for line in told(warned):
        click.echo(f"warning: {line}", err=True)
    if warned and not despite:
        raise click.ClickException("nothing was published: read the warnings, --despite-warnings")
