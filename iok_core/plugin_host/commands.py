"""`iok plugin …`: what is installed, and why something does not work."""

import os

import click
import msgspec

import iok_core
from iok_core.plugin_host.loader import disabled_plugins, load_plugins
from iok_core.plugin_host.registry import Plugin


@click.group()
def plugin() -> None:
    """Plugins that are installed."""


@plugin.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(*, as_json: bool) -> None:
    """Each plugin with its version, its state and what it brings."""
    registry = load_plugins(iok_core.__version__, disabled_plugins(os.environ))
    if as_json:
        click.echo(msgspec.json.encode([_row(one) for one in registry.plugins]))
        return
    for one in registry.plugins:
        brings = ", ".join(info.name for info in one.extensions)
        reason = " ".join(filter(None, (one.problem, one.detail)))
        click.echo("  ".join(filter(None, (one.name, one.version, one.state, brings, reason))))


def _row(one: Plugin) -> dict[str, object]:
    return {
        "name": one.name,
        "distribution": one.distribution,
        "version": one.version,
        "state": one.state,
        "problem": one.problem,
        "detail": one.detail,
        "extensions": [{"kind": info.kind, "name": info.name} for info in one.extensions],
    }
