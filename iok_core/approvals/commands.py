"""`iok approvals …`: what waits, and whether a kind of act needs a second person.

Nobody approves here: an operator is no member of staff, and so never the second one.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import click

from iok_core.approvals import service
from iok_core.approvals.service import Approvals
from iok_core.audit.operator import operator

T = TypeVar("T")


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, works, closes it."""

    def with_approvals(self, work: Callable[[Approvals], Awaitable[T]]) -> T: ...


@click.group("approvals")
def group() -> None:
    """Acts of the office that need a second person."""


@group.command("list")
@click.pass_obj
def list_(shell: Shell) -> None:
    """Kinds of acts, whether each needs a second person, and what waits for one."""

    async def work(tools: Approvals) -> list[str]:
        off = await service.switched_off()
        lines = [
            f"{code:20} {_off(off[code]) if code in off else 'needs a second person'}"
            for code in sorted(tools.kinds)
        ]
        for row in await service.waiting(list(tools.kinds), tools.clock.now()):
            until = f"{row.expires_at:%Y-%m-%d %H:%M} UTC"
            lines.append(
                f"request {row.id}  {row.kind}  asked by staff {row.asked_by}, open until {until}"
            )
        return lines

    for line in shell.with_approvals(work):
        click.echo(line)


@group.command("off")
@click.argument("kind")
@click.option("--reason", required=True, help="Staff read it on their page of approvals.")
@click.pass_obj
def off_command(shell: Shell, kind: str, reason: str) -> None:
    """Let a kind of act need no second person, where the office has none."""
    _switch(shell, kind, reason, off=True)


@group.command("on")
@click.argument("kind")
@click.option("--reason", required=True, help="Staff read it on their page of approvals.")
@click.pass_obj
def on_command(shell: Shell, kind: str, reason: str) -> None:
    """Let a kind of act need a second person again."""
    _switch(shell, kind, reason, off=False)


def _switch(shell: Shell, kind: str, reason: str, *, off: bool) -> None:
    if not reason.strip():
        raise click.UsageError("--reason is empty")

    async def work(tools: Approvals) -> None:
        if kind not in tools.kinds:
            known = ", ".join(sorted(tools.kinds))
            raise click.UsageError(f"there is no kind {kind}; there are {known}")
        await service.switch(tools, kind, reason.strip(), off=off, by=operator())

    shell.with_approvals(work)
    click.echo(f"{kind}: {'no second person needed' if off else 'needs a second person'}")


def _off(switched: service.SwitchedOff) -> str:
    return f"off since {switched.at:%Y-%m-%d} by {switched.operator}: {switched.reason}"
