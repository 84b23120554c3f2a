"""`iok init | migrate | serve | worker | doctor`."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Protocol, TypeVar

import click

from iok_core.chores import care_of, handing_over
from iok_core.db import DatabaseUnavailable
from iok_core.operations.doctor import examine
from iok_core.operations.making import prepare, write_folder
from iok_core.operations.serving import Part, PortTakenError, keep_running, require_free, web
from iok_core.operations.serving import worker as worker_part
from iok_core.portal import Portal
from iok_core.runs.worker import run_worker
from iok_core.settings import FILE_NAME, Settings

T = TypeVar("T")


class Shell(Protocol):
    folder: Path

    def settings(self) -> Settings: ...

    def run(self, work: Callable[[Portal], Awaitable[T]], *, outdated: bool = False) -> T: ...


@click.command()
@click.pass_obj
def init(shell: Shell) -> None:
    """Make the folder of a portal: iok.toml, keys, an empty database."""
    template = files("iok_core.operations").joinpath("iok.toml.template").read_text("utf-8")
    try:
        write_folder(shell.folder, template)
    except FileExistsError as error:
        raise click.ClickException(str(error)) from error
    shell.run(prepare, outdated=True)
    click.echo(f"Made {shell.folder / FILE_NAME}. Next:")
    click.echo("  1. fill in iok.toml, wherever it says …")
    click.echo("  2. iok migrate")
    click.echo('  3. iok staff add "Name" --role administrator')
    click.echo("  4. iok serve")


@click.command()
@click.pass_obj
def migrate(shell: Shell) -> None:
    """Bring the database up to this release."""
    done = shell.run(prepare, outdated=True)
    for name in done.names:
        click.echo(name)
    for plugin, reason in done.failed.items():
        click.echo(f"the plugin {plugin} stays switched off: {reason}", err=True)
    click.echo("current", err=True)


@click.command()
@click.option("--host", help="Stands over [server] host.")
@click.option("--port", type=int, help="Stands over [server] port.")
@click.option("--no-worker", is_flag=True, help="Where workers are started by themselves.")
@click.pass_obj
def serve(shell: Shell, host: str | None, port: int | None, *, no_worker: bool) -> None:
    """Serve the portal and work on its runs, until stopped."""
    _require_ready(shell)
    server = shell.settings().server
    host, port = host or server.host, port or server.port
    try:
        require_free(host, port)
    except PortTakenError as error:
        raise click.ClickException(str(error)) from error
    parts: list[Part] = [web(host, port, processes=server.processes)]
    if not no_worker:
        parts.append(worker_part(shell.folder))
    asyncio.run(keep_running(parts, shell.folder))


def _require_ready(shell: Shell) -> None:
    """What would fail in the same way at every new start of a process is told at once."""

    async def nothing(_: Portal) -> None: ...

    try:
        shell.run(nothing)
    except click.ClickException as error:
        if not isinstance(error.__cause__, DatabaseUnavailable):  # which may come back
            raise


@click.command()
@click.option("--once", is_flag=True, help="Stop when nothing waits.")
@click.pass_obj
def worker(shell: Shell, *, once: bool) -> None:
    """Work on what waits: imports and other runs, notices and mails, hand-overs."""

    async def work(portal: Portal) -> None:
        beside = [] if once else [portal.relay.run, handing_over(portal).rounds.run]
        care = care_of(portal)
        await run_worker(portal.handlers, portal.clock, once=once, beside=beside, care=care)
        if once:
            await portal.relay.once()
            await handing_over(portal).rounds.once()

    shell.run(work)


@click.command()
@click.option("--json", "for_programs", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def doctor(shell: Shell, *, for_programs: bool) -> None:
    """Check settings, keys, database, data and plugins. Exit 1: something is wrong."""
    findings = shell.run(examine, outdated=True)
    if for_programs:
        rows = [{"check": f.check, "ok": f.ok, "text": f.text} for f in findings]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.check:12} {finding.text}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)
