"""`iok audit …`: is the chain whole, its head for elsewhere, all of it for an auditor."""

import json
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Protocol, TypeVar

import click
import msgspec

from iok_core.audit.actions import Action, Result
from iok_core.audit.anchoring import Anchoring, BrokenChainError
from iok_core.audit.anchors import Anchor, AnchorError
from iok_core.audit.chain import Checkpoint, Verdict, checkpoint
from iok_core.audit.export import json_lines
from iok_core.audit.operator import operator
from iok_core.audit.pruning import months_before, old_rows, prune
from iok_core.audit.rows import last_link
from iok_core.audit.service import AuditLog
from iok_core.audit.settings import AuditSettings
from iok_core.audit.verdicts import sentence
from iok_core.db import Clock, bound_to, open_database, transaction

T = TypeVar("T")
A_FILE = click.Path(path_type=Path, dir_okay=False)


class AuditCommands(msgspec.Struct, frozen=True):
    """What these commands work with."""

    log: AuditLog
    anchoring: Anchoring
    settings: AuditSettings
    clock: Clock
    owner_url: str
    """Of the role that owns the tables; empty: the portal's own one does."""


class Shell(Protocol):
    """What the root command leaves as click's object."""

    def with_audit(self, work: Callable[[AuditCommands], Awaitable[T]]) -> T: ...


@click.group("audit")
def group() -> None:
    """Who did what: a chain of rows that can be checked."""


@group.command("verify")
@click.option("--anchor", type=A_FILE, help="File of anchors. Default: [audit] anchor.")
@click.option("--from", "from_row", type=click.IntRange(1), default=1, help="Start at this row.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def verify_command(shell: Shell, anchor: Path | None, from_row: int, *, as_json: bool) -> None:
    """Walk the chain. Exit 1: a row is not as it was written; the first such one is named."""
    verdict = shell.with_audit(lambda tools: _told(verify(tools, anchor, from_row)))
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(verdict)))
    else:
        click.echo(sentence(verdict))
    if verdict.bad_seq is not None:
        raise SystemExit(1)


@group.command("anchor")
@click.option("--to", type=A_FILE, help="Add it to this file. Default: [audit] anchor.")
@click.pass_obj
def anchor_command(shell: Shell, to: Path | None) -> None:
    """Print the head of the chain as a line, and add it to a file in another place."""

    async def anchored(tools: AuditCommands) -> str:
        return await _told(tools.anchoring.write(to or tools.anchoring.path, operator()))

    click.echo(shell.with_audit(anchored))


@group.command("export")
@click.option("--to", type=A_FILE, help="Write them here. Default: to standard output.")
@click.option("--from", "from_row", type=click.IntRange(1), default=1, help="Start at this row.")
@click.pass_obj
def export_command(shell: Shell, to: Path | None, from_row: int) -> None:
    """All rows as JSON lines, which an auditor can check without this program."""

    async def exported(tools: AuditCommands) -> None:
        await record(tools, Action.AUDIT_EXPORT, rows=await _rows_from(from_row))
        with to.open("w", encoding="utf-8") if to else nullcontext() as file:
            async for line in json_lines(from_row):
                click.echo(line, file=file)

    shell.with_audit(lambda tools: _told(exported(tools)))


@group.command("prune")
@click.option("--yes", is_flag=True, help="Do it; without this it is only said how many go.")
@click.pass_obj
def prune_command(shell: Shell, *, yes: bool) -> None:
    """Delete what is older than [audit] keep_months; the chain then begins after it."""
    gone = shell.with_audit(lambda tools: _told(pruned(tools, really=yes)))
    if gone is None:
        click.echo("nothing is so old")
    elif yes:
        click.echo(f"pruned up to row {gone.last}, whose mac was {gone.mac}")
    else:
        click.echo(f"rows up to {gone.last} would go: say so with --yes")


async def verify(tools: AuditCommands, anchor: Path | None, from_row: int) -> Verdict:
    path = anchor or tools.anchoring.path
    known: list[Anchor] = await tools.anchoring.read(path) if path else []
    verdict = await tools.log.verify(from_row, known)
    if verdict.bad_seq is None and verdict.first_seq < from_row and verdict.rows == 0:
        raise click.ClickException(f"there is no row {from_row}: the last is {verdict.last_seq}")
    bad = {} if verdict.bad_seq is None else {"bad": verdict.bad_seq}
    await record(tools, Action.AUDIT_VERIFY, rows=verdict.rows, **bad)
    return verdict


async def pruned(tools: AuditCommands, *, really: bool) -> Checkpoint | None:
    """Only what was found whole: nobody could tell any more that it was not."""
    until = months_before(tools.clock.now(), tools.settings.keep_months)
    if not really:
        return await old_rows(until)
    path = tools.anchoring.path
    verdict = await tools.log.verify(anchors=await tools.anchoring.read(path) if path else [])
    if verdict.bad_seq is not None:
        raise BrokenChainError(verdict)
    if not tools.owner_url:
        return await prune(until, by=operator(), log=tools.log)
    async with bound_to(open_database(tools.owner_url, role="worker")):
        return await prune(until, by=operator(), log=tools.log)


async def record(tools: AuditCommands, action: Action, **meta: int) -> None:
    result = Result.FAILED if "bad" in meta else Result.DONE
    async with transaction():
        await tools.log.record(action, by=operator(), result=result, meta=meta)


async def _rows_from(seq: int) -> int:
    last = await last_link()
    return max(0, last.seq - max(seq, (await checkpoint()).last + 1) + 1) if last else 0


async def _told(work: Awaitable[T]) -> T:
    try:
        return await work
    except BrokenChainError as error:
        raise click.ClickException(sentence(error.verdict)) from error
    except (AnchorError, OSError) as error:
        raise click.ClickException(str(error)) from error
