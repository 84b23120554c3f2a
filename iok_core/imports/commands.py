"""`iok import …`: bring a source in from the command line, and see how it went."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from iok_core.audit.operator import operator
from iok_core.child.options import WrongOptionsError
from iok_core.db import transaction
from iok_core.imports import decision_commands, history
from iok_core.imports.difference import Difference
from iok_core.imports.generations import ImportState
from iok_core.imports.history import ImportLine
from iok_core.imports.progress import progress_bar
from iok_core.imports.requests import (
    NoSuchModuleError,
    Request,
    module_named,
    module_of_plugin,
    request_import,
)
from iok_core.imports.shell import ImportCommands, Shell
from iok_core.imports.sources import published_sources
from iok_core.imports.telling import as_json, line_of, lines_of
from iok_core.imports.viewing import difference_of
from iok_core.modules.service import ModulePausedError, ModuleRow
from iok_core.runs import leases
from iok_core.runs.carrying_out import Progress, carry_out
from iok_core.runs.service import log_of


@click.group("import")
def group() -> None:
    """Bring in the data of the accounting systems."""


@group.command("run")
@click.option("--module", "module_name", help="A module that staff have set up.")
@click.option("--plugin", "plugin_name", help="A connector; it gets a module of its own name.")
@click.option("--option", "options", multiple=True, metavar="KEY=VALUE")
@click.option("--without-totals", is_flag=True, help="This source declares no control totals.")
@click.option("--json", "for_programs", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def run(
    shell: Shell,
    module_name: str | None,
    plugin_name: str | None,
    options: tuple[str, ...],
    *,
    without_totals: bool,
    for_programs: bool,
) -> None:
    """Bring a source in now. Exit 0: residents see the data; 1: held back, undone or failed."""
    if (module_name is None) == (plugin_name is None):
        raise click.UsageError("give either --module or --plugin")
    given = dict(_pair(option) for option in options)

    async def work(tools: ImportCommands) -> ImportLine:
        module = await _module(tools, module_name, plugin_name, given)
        totals = False if without_totals else None
        with progress_bar(module.title, quiet=for_programs) as progress:
            return await _import(tools, Request(module, operator(), totals), progress)

    line = shell.with_imports(work)
    click.echo(as_json(line) if for_programs else "\n".join(lines_of(line)))
    if not _seen(line, shell.with_imports(lambda _: published_sources())):
        raise SystemExit(1)


@group.command("list")
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def list_(shell: Shell, *, for_programs: bool) -> None:
    """The latest imports, the newest first."""
    lines = shell.with_imports(lambda _: history.newest())
    if for_programs:
        click.echo(f"[{','.join(map(as_json, lines))}]")
        return
    for line in lines:
        click.echo(line_of(line))


@group.command("show")
@click.argument("run_id", type=int)
@click.option("--json", "for_programs", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(shell: Shell, run_id: int, *, for_programs: bool) -> None:
    """One import: why it waits, what it changes, which rows were rejected, what it printed."""

    async def work(_: ImportCommands) -> tuple[ImportLine, Difference | None, list[Any], str]:
        line = await history.of_run(run_id)
        if line is None:
            raise click.ClickException(f"there is no import {run_id}")
        found = await difference_of(line, await published_sources())
        return line, found, await history.rejected_rows(line), await log_of(run_id)

    line, found, rejected, log = shell.with_imports(work)
    if for_programs:
        click.echo(as_json(line, rejected, found))
    else:
        click.echo("\n".join(lines_of(line, rejected, found)))
    if log:
        click.echo(log, err=True)


for _command in decision_commands.COMMANDS:
    group.add_command(_command)


def _seen(line: ImportLine, published: Mapping[int, int]) -> bool:
    """Residents see what the import brought, or what it repeated."""
    gen = line.repeats if line.state is ImportState.REPEATED else line.gen
    return line.source is not None and published.get(line.source) == gen


def _pair(option: str) -> tuple[str, str]:
    key, sign, value = option.partition("=")
    if not (key and sign):
        raise click.UsageError(f"--option takes KEY=VALUE, not {option!r}")
    return key, value


async def _module(
    tools: ImportCommands, name: str | None, plugin: str | None, options: dict[str, Any]
) -> ModuleRow:
    try:
        if plugin is not None:
            return await module_of_plugin(
                plugin, options, Path.cwd(), plugins=tools.handler.plugins, clock=tools.clock
            )
        return await module_named(name or "", tools.handler.plugins)
    except NoSuchModuleError as error:
        raise click.ClickException(f"there is no module or connector {error}") from error
    except WrongOptionsError as error:
        raise click.UsageError(str(error)) from error


async def _import(tools: ImportCommands, request: Request, progress: Progress) -> ImportLine:
    """Claims its own run, so that the same work is never done twice at once."""
    async with transaction():  # no worker may take it in between
        try:
            run = await request_import(request, audit=tools.audit, clock=tools.clock)
        except ModulePausedError as error:
            paused = f"module {error} is paused: iok module resume {error}"
            raise click.ClickException(paused) from error
        claim = await leases.claim(tools.clock, run)
        if claim is None:
            raise click.ClickException("another process is importing this module; try later")

    async def handle(claim: leases.Claim, tell: Progress) -> Any:
        async def both(step: Any) -> None:
            await tell(step)
            await progress(step)

        return await tools.handler(claim, both)

    await carry_out(claim, handle, tools.clock)
    line = await history.of_run(run)
    if line is None:
        raise click.ClickException(f"import {run} is gone")
    return line
