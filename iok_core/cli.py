"""The `iok` command: gathers the subjects' commands, opens the portal for those that need it."""

import asyncio
import importlib
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

import iok_core

if TYPE_CHECKING:
    from iok_core.approvals.service import Approvals
    from iok_core.audit.commands import AuditCommands
    from iok_core.endings.proposals import Endings
    from iok_core.identity.access_commands import DeskCommands
    from iok_core.identity.context import IdentityContext
    from iok_core.imports.shell import ImportCommands
    from iok_core.losses.context import LossContext
    from iok_core.maintenance.windows import Plans
    from iok_core.notices.context import NoticeContext
    from iok_core.plugin_host.commands import PluginCommands
    from iok_core.portal import Portal
    from iok_core.reports.commands import ReportCommands
    from iok_core.rulebook.overseeing import Rulebook
    from iok_core.settings import Settings
    from iok_core.setup.service import Workshop
    from iok_core.visibility.asking import Looking
    from iok_core.web.cooperative import Cooperative

T = TypeVar("T")


class Shell:
    """The portal of one folder, opened once for one piece of work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> "Settings":
        from iok_core.settings import SettingsError, load

        try:
            return load(self.folder)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error

    def run(self, work: "Callable[[Portal], Awaitable[T]]", *, outdated: bool = False) -> T:
        """`outdated`: the work is also for a database that an older release has left."""
        from iok_core.db import DatabaseError, require_current
        from iok_core.keys import KeyFileError
        from iok_core.portal import APPS, build_portal, running

        async def all_of_it() -> T:
            async with running(build_portal(self.settings(), "worker")) as portal:
                if not outdated:
                    await require_current(APPS)
                return await work(portal)

        try:
            return asyncio.run(all_of_it())
        except (DatabaseError, KeyFileError, FileNotFoundError) as error:
            raise click.ClickException(str(error)) from error

    def with_audit(self, work: "Callable[[AuditCommands], Awaitable[T]]") -> T:
        from iok_core.audit.commands import AuditCommands

        def tools(portal: "Portal") -> AuditCommands:
            settings = portal.settings
            return AuditCommands(
                portal.audit,
                portal.anchoring,
                settings.audit,
                portal.clock,
                settings.database.owner_url,
            )

        return self.run(lambda portal: work(tools(portal)))

    def with_identity(self, work: "Callable[[IdentityContext], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.identity))

    def with_approvals(self, work: "Callable[[Approvals], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.approvals))

    def with_desk(self, work: "Callable[[DeskCommands], Awaitable[T]]") -> T:
        from iok_core.identity.access_commands import DeskCommands
        from iok_core.imports.service import published_sources

        async def worked(portal: "Portal") -> T:
            published = await published_sources()
            return await work(DeskCommands(portal.identity, portal.slip_printer, published))

        return self.run(worked)

    def looking(self, work: "Callable[[Looking], Awaitable[T]]") -> T:
        from iok_core.visibility.asking import Looking

        return self.run(lambda p: work(Looking(p.identity, p.settings.premises)))

    def ending(self, work: "Callable[[Endings, NoticeContext], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.endings, portal.notices))

    def with_imports(self, work: "Callable[[ImportCommands], Awaitable[T]]") -> T:
        from iok_core.imports.shell import ImportCommands

        def tools(portal: "Portal") -> ImportCommands:
            return ImportCommands(
                portal.import_handler, portal.deciding, portal.audit, portal.clock
            )

        return self.run(lambda portal: work(tools(portal)))

    def with_workshop(self, work: "Callable[[Workshop], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.workshop))

    def with_plugins(self, work: "Callable[[PluginCommands], Awaitable[T]]") -> T:
        from iok_core.plugin_host.commands import PluginCommands

        return self.run(lambda portal: work(PluginCommands(portal.plugins, portal.audit)))

    def with_reports(self, work: "Callable[[ReportCommands], Awaitable[T]]") -> T:
        from iok_core.reports.commands import ReportCommands

        return self.run(lambda portal: work(ReportCommands(portal.report_handler, portal.audit)))

    def with_rulebook(self, work: "Callable[[Rulebook], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.rulebook))

    def with_losses(self, work: "Callable[[LossContext], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.losses))

    def cooperative(self) -> "Cooperative":
        return self.settings().cooperative

    def with_plans(self, work: "Callable[[Plans], Awaitable[T]]") -> T:
        from iok_core.maintenance.windows import Plans

        return self.run(lambda portal: work(Plans(portal.audit, portal.clock)))

    def with_notices(self, work: "Callable[[NoticeContext], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.notices))


class _Home(NamedTuple):
    """Where a command is imported from when it is called, and what `iok --help` says of it."""

    address: str
    help: str


COMMANDS = {
    "access": _Home(
        "iok_core.identity.access_commands:group",
        "The issue desk: accesses of residents, their slips and receipts.",
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
    "worker": _Home(
        "iok_core.operations.commands:worker",
        "Work on what waits: imports and other runs, notices and mails.",
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
