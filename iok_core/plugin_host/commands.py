"""`iok plugin …`: what is installed, why something does not work, and another try."""

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import click
import msgspec

import iok_core
from iok_core.audit.actions import Action
from iok_core.audit.operator import operator
from iok_core.audit.service import AuditLog
from iok_core.db import transaction
from iok_core.plugin_host import failures
from iok_core.plugin_host.checking import Finding, brought, examined
from iok_core.plugin_host.choice import chosen
from iok_core.plugin_host.discovery import Candidate
from iok_core.plugin_host.loader import load_plugins
from iok_core.plugin_host.probing import Probe
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError
from iok_core.plugin_host.registry import PluginRegistry
from iok_core.plugin_host.standings import Standing, standings, standings_now
from iok_core.plugin_host.trace import traced
from iok_core.plugin_host.words import sentence

T = TypeVar("T")


class PluginCommands(msgspec.Struct, frozen=True):
    """What these commands work with."""

    registry: PluginRegistry
    audit: AuditLog


class Shell(Protocol):
    """What the root command leaves as click's object."""

    folder: Path

    def with_plugins(self, work: Callable[[PluginCommands], Awaitable[T]]) -> T: ...


@click.group()
def plugin() -> None:
    """Plugins that are installed."""


@plugin.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def list_(shell: Shell, *, as_json: bool) -> None:
    """Each plugin with its version, its state, what it brings, and what is wrong with it."""
    found = _standings(shell)
    if as_json:
        click.echo(msgspec.json.encode([_row(one) for one in found]))
        return
    for one in found:
        brings, problem = ", ".join(brought(one.plugin)), one.plugin.problem or ""
        about = (one.plugin.name, one.plugin.version, one.plugin.state, brings, problem)
        click.echo("  ".join(filter(None, about)))
        if one.plugin.problem or one.failing:
            click.echo(f"    {sentence(one)}")
            for detail in _details(one):
                click.echo(f"    {detail}")


@plugin.command("check")
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def check(names: tuple[str, ...], *, as_json: bool) -> None:
    """Look closely: does it load, is all described, does it start fast? Exit 1: no."""
    found = _examined(names)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        _tell(found)
    if not all(one.ok for findings in found.values() for one in findings):
        raise SystemExit(1)


@plugin.command("resume")
@click.argument("name")
@click.pass_obj
def resume(shell: Shell, name: str) -> None:
    """Call the paused parts of a plugin again."""

    async def work(tools: PluginCommands) -> int:
        if all(one.name != name for one in tools.registry.plugins):
            raise click.ClickException(f"no plugin is called {name}")
        async with transaction():
            resumed = await failures.resume(name)
            await tools.audit.record(Action.PLUGIN_RESUME, by=operator(), meta={"plugin": name})
        return resumed

    resumed = shell.with_plugins(work)
    click.echo(f"{resumed} parts are called again" if resumed else "nothing was paused")


def _standings(shell: Shell) -> list[Standing]:
    """Also without a portal, and when its database is away: this is how one finds out why."""
    if (shell.folder / "iok.toml").is_file():
        try:
            return shell.with_plugins(_of_portal)
        except click.ClickException as error:
            click.echo(f"what failed lately is not known: {error.message}", err=True)
    registry = load_plugins(
        iok_core.__version__, chosen(os.environ), Probe(None).require, traced(os.environ)
    )
    return standings(registry, {})


async def _of_portal(tools: PluginCommands) -> list[Standing]:
    return await standings_now(tools.registry)


def _examined(names: tuple[str, ...]) -> dict[str, list[Finding]]:
    """What is not asked for is not imported."""
    probe = Probe(None)

    def require(candidate: Candidate) -> None:
        if names and candidate.name not in names:
            raise PluginRefusedError(PluginProblem.SWITCHED_OFF)
        probe.require(candidate)

    registry = load_plugins(iok_core.__version__, chosen(os.environ), require)
    known = {one.name: one for one in registry.plugins}
    if unknown := [name for name in names if name not in known]:
        raise click.ClickException(f"no plugin is called {', '.join(unknown)}")
    return {name: examined(known[name]) for name in names or known}


def _details(one: Standing) -> list[str]:
    detail = [one.plugin.detail] if one.plugin.detail else []
    return detail + [
        f"{part.part}: {part.failures} times {part.reason}{', paused' if part.paused_at else ''}"
        for part in one.failing
    ]


def _tell(found: Mapping[str, list[Finding]]) -> None:
    for name, findings in found.items():
        for one in findings:
            click.echo(f"{'ok ' if one.ok else 'BAD'}  {name}  {one.check}: {one.text}")


def _row(standing: Standing) -> dict[str, object]:
    one = standing.plugin
    return {
        "name": one.name,
        "distribution": one.distribution,
        "version": one.version,
        "state": one.state,
        "problem": one.problem,
        "detail": one.detail,
        "extensions": [{"kind": info.kind, "name": info.name} for info in one.extensions],
        "pages": [path for page in one.pages for path in sorted(page.paths)],
        "panels": [panel.name for panel in one.panels],
        "paused": [part.part for part in standing.paused],
    }
