"""The `iok` command: gathers the subjects' commands."""

import importlib
import os
from pathlib import Path
from typing import NamedTuple

import click

import iok_core
from iok_core.shell import Shell


class _Home(NamedTuple):
    """Where a command is imported from when it is called, and what `iok --help` says of it."""

    address: str
    help: str


COMMANDS = {
    "access": _Home(
        "iok_core.identity.access_commands:group",
        "The issue desk: accesses of residents, their slips and receipts.",
    ),
    "announcement": _Home(
        "iok_core.noticeboard.commands:group",
        "Announcements to residents, without their words.",
    ),
    "approvals": _Home(
        "iok_core.approvals.commands:group",
        "Acts of the office that need a second person.",
    ),
    "audit": _Home(
        "iok_core.audit.commands:group",
        "Who did what: a chain of rows that can be checked.",
    ),
    "demand": _Home(
        "iok_core.demand_desk.commands:group",
        "Written demands of residents: a new password, a block, lifting one.",
    ),
    "demo": _Home(
        "iok_core.demo.commands:demo",
        "Serve an invented cooperative on this machine; asks nothing, can be stopped and started.",
    ),
    "doctor": _Home(
        "iok_core.operations.commands:doctor",
        "Check settings, keys, database, data and plugins.",
    ),
    "form": _Home(
        "iok_core.submissions.commands:form_group",
        "Forms that residents fill in.",
    ),
    "import": _Home(
        "iok_core.imports.commands:group",
        "Bring in the data of the accounting systems.",
    ),
    "init": _Home(
        "iok_core.operations.commands:init",
        "Make the folder of a portal: iok.toml, keys, an empty database.",
    ),
    "loss": _Home(
        "iok_core.losses.commands:group",
        "Sign-in data that were lost or stolen.",
    ),
    "maintenance": _Home(
        "iok_core.maintenance.commands:group",
        "Breaks in the work of the portal, and the page that stands in for it.",
    ),
    "migrate": _Home(
        "iok_core.operations.commands:migrate",
        "Bring the database up to this release.",
    ),
    "module": _Home(
        "iok_core.setup.commands:group",
        "Extensions that are set up: an accounting system, a channel for notices.",
    ),
    "notice": _Home(
        "iok_core.notices.commands:group",
        "Notices to residents, and how they were sent.",
    ),
    "person": _Home(
        "iok_core.identity.person_commands:group",
        "Persons who act for payers.",
    ),
    "plugin": _Home(
        "iok_core.plugin_host.commands:plugin",
        "Plugins that are installed.",
    ),
    "regulations": _Home(
        "iok_core.rulebook.commands:group",
        "The regulations: drafts, versions, what keeps each clause, who has accepted.",
    ),
    "report": _Home(
        "iok_core.reports.commands:group",
        "Make documents of many payers.",
    ),
    "resident": _Home(
        "iok_core.blocking.commands:resident",
        "Accesses of residents.",
    ),
    "serve": _Home(
        "iok_core.operations.commands:serve",
        "Serve the portal and work on its runs, until stopped.",
    ),
    "staff": _Home(
        "iok_core.identity.commands:staff",
        "Who works at the office.",
    ),
    "submission": _Home(
        "iok_core.submissions.commands:group",
        "What residents have sent in: numbers, states and terms.",
    ),
    "worker": _Home(
        "iok_core.operations.commands:worker",
        "Work on what waits: imports and other runs, notices and mails, hand-overs.",
    ),
}

BESIDE = {
    "access": ("iok_core.visibility.commands:why_command",),
    "person": ("iok_core.endings.commands:died_command",),
    "resident": ("iok_core.endings.commands:ended_command",),
}
"""Commands of a group whose own subject must not know theirs."""


class Gathered(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's own)
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 (click's own)
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = _at(COMMANDS[cmd_name].address)
        if isinstance(command, click.Group):
            for address in BESIDE.get(cmd_name, ()):
                command.add_command(_at(address))
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 (click's own)
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, home.help) for name, home in sorted(COMMANDS.items())])


def _at(address: str) -> click.Command:
    module, _, name = address.partition(":")
    command: click.Command = getattr(importlib.import_module(module), name)
    return command


@click.group(cls=Gathered, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: Path(os.environ.get("IOK_DIR", ".")),
    help="Folder of the portal, with iok.toml in it (or IOK_DIR). Default: here.",
)
@click.version_option(iok_core.__version__, prog_name="iok")
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """IOK, the resident portal of a housing cooperative."""
    ctx.obj = Shell(folder)
