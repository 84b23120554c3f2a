"""The parts that every process of the portal is made of, put together once."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import msgspec

import iok_core
from iok_core.approvals.service import ApprovalKind, Approvals
from iok_core.audit.anchoring import Anchoring
from iok_core.audit.service import AuditLog
from iok_core.blocking import rules as blocking_rules
from iok_core.blocking.block_approvals import blocking_kinds
from iok_core.blocking.passes import Passes
from iok_core.blocking.service import blocked_among
from iok_core.db import Clock, Engine, SystemClock, bind, open_database
from iok_core.demands import rules as demands_rules
from iok_core.demands.service import Term
from iok_core.endings.proposals import Endings
from iok_core.handovers.service import HandOverContext
from iok_core.identity import rules as identity_rules
from iok_core.identity.factors.context import FactorContext, Site
from iok_core.identity.mass_approvals import mass_kind
from iok_core.identity.service import (
    HashingPool,
    IdentityContext,
    Permission,
    hasher,
    staff_may,
    staff_names,
)
from iok_core.identity.slips import LOSS_PAGE, SlipPrinter
from iok_core.identity.staff_approvals import staff_kinds
from iok_core.imports.decisions import Deciding
from iok_core.imports.handling import KIND as IMPORT
from iok_core.imports.handling import ImportHandler
from iok_core.imports.importing import Importing
from iok_core.imports.releasing import SWEEP, sweep_rejected
from iok_core.imports.service import published_sources
from iok_core.keys import derived, read_key_file
from iok_core.ledger import rules as ledger_rules
from iok_core.ledger.first_days import FirstDays
from iok_core.ledger.sheets import Reading
from iok_core.losses import rules as losses_rules
from iok_core.losses.context import LossContext
from iok_core.matrix_table import read_matrix
from iok_core.notices.composing import Sender
from iok_core.notices.context import NoticeContext
from iok_core.notices.relay import Relay
from iok_core.notices.sending import Sending
from iok_core.photos.service import PhotoContext
from iok_core.plugin_host import PluginRegistry, Probe, chosen, load_plugins, traced
from iok_core.plugin_host.guard import Guard
from iok_core.plugin_host.migrating import set_aside_unmigrated
from iok_core.regulations import rules as regulations_rules
from iok_core.regulations.checking import addresses_in
from iok_core.reports.batches import KIND as REPORT
from iok_core.reports.files import ReportFiles
from iok_core.reports.handling import ReportHandler
from iok_core.reports.making import Reports
from iok_core.rulebook.drafts import Tools
from iok_core.rulebook.overseeing import Rulebook
from iok_core.runs.worker import Handlers
from iok_core.settings import Settings
from iok_core.setup.checking import CHECK, ENABLE, CheckHandler
from iok_core.setup.service import Workshop
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.copying import copied
from iok_core.submissions.forms import Forms
from iok_core.web.typesetting import Typesetter

APPS = ("iok_core.piccolo_app",)
AUDIT_KEY = "audit.key"
PROBED = "plugins-probed.json"
REPORTS = "reports"
"""Folder of the files that bulk reports lie ready in."""


class Portal(msgspec.Struct, frozen=True):
    settings: Settings
    engine: Engine
    clock: Clock
    audit: AuditLog
    anchoring: Anchoring
    identity: IdentityContext
    plugins: PluginRegistry
    import_handler: ImportHandler
    typesetter: Typesetter
    reports: Reports
    report_handler: ReportHandler
    notices: NoticeContext
    losses: LossContext
    photos: PhotoContext
    first_days: FirstDays
    passes: Passes

    @property
    def reading(self) -> Reading:
        """What every reader of the ledger reads by."""
        ours = self.settings
        return Reading(self.clock, ours.freshness, ours.premises, self.first_days)

    @property
    def submissions(self) -> SubmissionContext:
        """What residents send in works with this."""
        guard, seconds = Guard(self.clock, traced(os.environ)), self.settings.plugins.page_seconds
        return SubmissionContext(
            forms=Forms(self.plugins, guard, seconds),
            handovers=HandOverContext(self.plugins, self.settings.handovers, self.clock),
            reading=self.reading,
            calendar=self.settings.calendar,
            settings=self.settings.submissions,
            log=self.audit,
            clock=self.clock,
            network=self.losses.network,
        )

    @property
    def handlers(self) -> Handlers:
        """What a worker does with each kind of run."""
        return {
            IMPORT: self.import_handler,
            REPORT: self.report_handler,
            SWEEP: sweep_rejected,
            **dict.fromkeys((CHECK, ENABLE), CheckHandler(self.plugins)),
        }

    @property
    def workshop(self) -> Workshop:
        return Workshop(self.plugins, self.settings.folder, self.audit, self.clock)

    @property
    def endings(self) -> Endings:
        return Endings(self.identity, self.settings.premises, self.settings.blocking)

    @property
    def approvals(self) -> Approvals:
        """What needs a second person: subjects declare their kinds, here they come together."""
        return Approvals(
            kinds={kind.code: kind for kind in self._approval_kinds},
            may=lambda by, permission: staff_may(by, Permission(permission)),
            names=staff_names,
            audit=self.audit,
            clock=self.clock,
        )

    @property
    def _approval_kinds(self) -> list[ApprovalKind]:
        return [
            *staff_kinds(self.identity),
            mass_kind(self.identity, published_sources),
            *blocking_kinds(self.identity, self.settings.blocking),
        ]

    @property
    def slip_printer(self) -> SlipPrinter:
        """Slips tell of the page for losses as soon as there is one."""
        return SlipPrinter(
            self.typesetter,
            self.settings.cooperative,
            self.settings.server.public_url,
            loss_page=f"GET {LOSS_PAGE}" in read_matrix().routes,
        )

    @property
    def deciding(self) -> Deciding:
        """What somebody's decision on an import works with."""
        return Deciding(self.audit, self.clock, self.settings.imports)

    @property
    def rulebook(self) -> Rulebook:
        """What the subjects declare that clauses of the regulations demand."""
        ours, settings = self.settings.cooperative, self.settings
        return Rulebook(
            tools=Tools(self.audit, self.clock),
            rules=[
                *regulations_rules.rules(ours, settings.regulations.notice_days),
                *identity_rules.rules(settings.identity),
                *blocking_rules.rules(),
                *demands_rules.rules(settings.demands),
                *losses_rules.rules(),
                *ledger_rules.rules(),
            ],
            addresses=addresses_in(ours.mailbox, ours.controller_contact, ours.officer_contact),
            notice_days=settings.regulations.notice_days,
        )

    @property
    def relay(self) -> Relay:
        """What a worker does beside its runs: notices, and sending them."""
        sender = Sender(self.settings.cooperative, self.settings.server.public_url, copied)
        return Relay(Sending(ctx=self.notices, plugins=self.plugins, sender=sender))

    async def start(self) -> None:
        """Opens the connections: in the process that will use them, never before a fork."""
        self.first_days.forget()
        await self.engine.start_connection_pool()
        await set_aside_unmigrated(self.plugins)

    async def stop(self) -> None:
        await self.reports.close()
        self.identity.hashing.close()
        await self.engine.close_connection_pool()


def build_portal(
    settings: Settings, role: Literal["web", "worker"], clock: Clock | None = None
) -> Portal:
    """Binds the database to this process and loads the plugins; opens no connection yet."""
    clock = clock or SystemClock()
    engine = _engine(settings, role)
    key = read_key_file(settings.keys / AUDIT_KEY)
    audit = AuditLog(key, clock)
    plugins = _plugins(settings.folder)
    typesetter = Typesetter(settings.theme_folders)
    identity = _identity(settings, clock, audit, key)
    reports = _reports(settings, plugins, typesetter, clock)
    return Portal(
        settings=settings,
        engine=engine,
        clock=clock,
        audit=audit,
        anchoring=Anchoring(key, audit, clock, settings.anchor_file),
        identity=identity,
        plugins=plugins,
        import_handler=ImportHandler(_importing(settings, clock, audit), plugins),
        typesetter=typesetter,
        reports=reports,
        report_handler=ReportHandler(reports, ReportFiles(settings.folder / REPORTS)),
        notices=NoticeContext(settings.notices, clock, audit, derived(key, "address codes")),
        losses=_losses(settings, identity, key),
        photos=PhotoContext.of(settings.photos, clock),
        first_days=FirstDays(),
        passes=Passes(derived(key, "passes to object"), clock),
    )


def _engine(settings: Settings, role: Literal["web", "worker"]) -> Engine:
    engine = open_database(settings.database_url, role=role)
    bind(engine)
    return engine


def _importing(settings: Settings, clock: Clock, audit: AuditLog) -> Importing:
    return Importing(clock=clock, audit=audit, limits=settings.imports)


def _reports(
    settings: Settings, plugins: PluginRegistry, typesetter: Typesetter, clock: Clock
) -> Reports:
    return Reports(
        plugins=plugins,
        cooperative=settings.cooperative,
        typesetter=typesetter,
        limits=settings.reports,
        clock=clock,
    )


def _identity(settings: Settings, clock: Clock, audit: AuditLog, key: bytes) -> IdentityContext:
    site = Site.of(settings.server.public_url, settings.cooperative.short_name)
    hashing = settings.identity.hashing
    return IdentityContext(
        settings=settings.identity,
        clock=clock,
        hashing=HashingPool(hasher(hashing), hashing),
        log=audit,
        blocked_among=lambda persons: blocked_among(persons, clock.today()),
        factors=FactorContext.of(key, site),
        term=Term(settings.calendar, settings.demands),
        brake_key=derived(key, "brakes on signing in"),
    )


def _losses(settings: Settings, identity: IdentityContext, key: bytes) -> LossContext:
    return LossContext(
        identity=identity,
        calendar=settings.calendar,
        settings=settings.losses,
        network_key=derived(key, "networks"),
        code_key=derived(key, "address codes"),
    )


def _plugins(folder: Path) -> PluginRegistry:
    probe = Probe(folder / PROBED)
    choice, trace = chosen(os.environ), traced(os.environ)
    return load_plugins(iok_core.__version__, choice, probe.require, trace)


@asynccontextmanager
async def running(portal: Portal) -> AsyncIterator[Portal]:
    await portal.start()
    try:
        yield portal
    finally:
        await portal.stop()
