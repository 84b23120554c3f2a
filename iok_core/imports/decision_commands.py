"""`iok import release`, `reject`, `undo`, `redo`: the office's decisions at the command line."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import click

from iok_core.audit.operator import operator
from iok_core.imports import history, moving, releasing
from iok_core.imports.checkpoints import OutdatedChangesError
from iok_core.imports.decisions import Decided, DecidedError, Deciding, Wish
from iok_core.imports.history import ImportLine
from iok_core.imports.moving import NothingToShowError
from iok_core.imports.progress import progress_bar
from iok_core.imports.releasing import ReasonsChangedError, UndatedError, sweep_rejected
from iok_core.imports.shell import ImportCommands, Shell
from iok_core.imports.sources import all_sources
from iok_core.imports.telling import as_json, lines_of
from iok_core.modules import service as modules
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from iok_core.web.fields import MAX_VALUE


def _said(_context: click.Context, _option: click.Parameter, reason: str) -> str:
    """As the office's pages take a reason: not empty, and not cut."""
    if not reason.strip():
        raise click.BadParameter("say why")
    if len(reason) > MAX_VALUE:
        raise click.BadParameter(f"at most {MAX_VALUE} characters")
    return reason.strip()


_REASON = click.option(
    "--reason", required=True, callback=_said, help="Why; the office reads it beside it."
)
_JSON = click.option("--json", "for_programs", is_flag=True, help="Print one JSON object.")


@click.command("release")
@click.argument("run_id", type=int)
@_REASON
@_JSON
@click.pass_obj
def release(shell: Shell, run_id: int, reason: str, *, for_programs: bool) -> None:
    """Publish a held import all the same. Exit 1: it was not, and why."""

    async def work(tools: ImportCommands) -> ImportLine:
        with _plainly():
            await releasing.release(tools.deciding, run_id, Wish(operator(), reason))
        return await _line(run_id)

    _tell(shell.with_imports(work), for_programs=for_programs)


@click.command("reject")
@click.argument("run_id", type=int)
@_REASON
@_JSON
@click.pass_obj
def reject(shell: Shell, run_id: int, reason: str, *, for_programs: bool) -> None:
    """Throw a held import away. Exit 1: it was not, and why."""

    async def work(tools: ImportCommands) -> ImportLine:
        with _plainly():
            run = await releasing.reject(tools.deciding, run_id, Wish(operator(), reason))
        claim = await leases.claim(tools.clock, run)
        if claim is not None:  # else a worker has it
            with progress_bar("sweep", quiet=for_programs) as progress:
                await carry_out(claim, lambda c, _: sweep_rejected(c, progress), tools.clock)
        return await _line(run_id)

    _tell(shell.with_imports(work), for_programs=for_programs)


@click.command("undo")
@click.argument("module")
@_REASON
@_JSON
@click.pass_obj
def undo(shell: Shell, module: str, reason: str, *, for_programs: bool) -> None:
    """Show what residents saw before. MODULE: its name, or the number of its source."""
    _move(shell, module, reason, moving.undo, for_programs=for_programs)


@click.command("redo")
@click.argument("module")
@_REASON
@_JSON
@click.pass_obj
def redo(shell: Shell, module: str, reason: str, *, for_programs: bool) -> None:
    """Show what was undone again. MODULE: its name, or the number of its source."""
    _move(shell, module, reason, moving.redo, for_programs=for_programs)


COMMANDS = (release, reject, undo, redo)


def _move(
    shell: Shell,
    module: str,
    reason: str,
    move: Callable[[Deciding, int, Wish], Awaitable[int]],
    *,
    for_programs: bool,
) -> None:
    async def work(tools: ImportCommands) -> ImportLine | None:
        source = await _source(module)
        with _plainly():
            gen = await move(tools.deciding, source, Wish(operator(), reason))
        return await history.of_generation(source, gen)

    line = shell.with_imports(work)
    if line is not None:
        _tell(line, for_programs=for_programs)


async def _source(module: str) -> int:
    known = await modules.by_name(module)
    for source in await all_sources():
        if source.module == (known.id if known else None) or str(source.id) == module:
            return source.id
    raise click.ClickException(f"no module is called {module}, or it has no source yet")


async def _line(run: int) -> ImportLine:
    line = await history.of_run(run)
    if line is None:
        raise click.ClickException(f"there is no import {run}")
    return line


def _tell(line: ImportLine, *, for_programs: bool) -> None:
    click.echo(as_json(line) if for_programs else "\n".join(lines_of(line)))


@contextmanager
def _plainly() -> Iterator[None]:
    """What a decision may run into, as one line for the operator."""
    try:
        yield
    except DecidedError as error:
        raise click.ClickException(_decided(error.by)) from error
    except ReasonsChangedError as error:
        codes = ", ".join(reason.code for reason in error.new) or "see `iok import show`"
        raise click.ClickException(f"there are new reasons to hold it: {codes}") from error
    except UndatedError as error:
        raise click.ClickException("it is not known of which day the data are") from error
    except OutdatedChangesError as error:
        said = "it holds changes of data that are no longer shown: import anew"
        raise click.ClickException(said) from error
    except NothingToShowError as error:
        raise click.ClickException("there are no data to go to") from error
    except LookupError as error:
        raise click.ClickException("there is no such import") from error


def _decided(by: Decided | None) -> str:
    if by is None:
        return "this import is not held"
    when = f"{by.at:%Y-%m-%d %H:%M}"
    return f"decided before: {by.what} at {when} by {by.actor_kind} {by.actor}: {by.reason}"
