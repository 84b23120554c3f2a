"""What every command finds as its object: the portal of a folder, opened for one piece of work."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

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
    from iok_core.submissions.context import SubmissionContext
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

    def with_noticeboard(self, work: "Callable[[], Awaitable[T]]") -> T:
        return self.run(lambda _: work())

    def with_submissions(self, work: "Callable[[SubmissionContext], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.submissions))

    def with_notices(self, work: "Callable[[NoticeContext], Awaitable[T]]") -> T:
        return self.run(lambda portal: work(portal.notices))
