"""The parts that every process of the portal is made of, put together once."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import msgspec

import iok_core
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, Engine, SystemClock, bind, open_database
from iok_core.identity.service import HashingPool, IdentityContext, hasher
from iok_core.imports.handling import KIND, ImportHandler, clear
from iok_core.imports.importing import Importing
from iok_core.keys import read_key_file
from iok_core.plugin_host.loader import disabled_plugins, load_plugins
from iok_core.plugin_host.registry import PluginRegistry
from iok_core.runs.worker import Clearing, Handlers
from iok_core.settings import Settings
from iok_core.setup.checking import CHECK, ENABLE, CheckHandler
from iok_core.setup.service import Workshop

APPS = ("iok_core.piccolo_app",)
AUDIT_KEY = "audit.key"


class Portal(msgspec.Struct, frozen=True):
    settings: Settings
    engine: Engine
    clock: Clock
    audit: AuditLog
    identity: IdentityContext
    plugins: PluginRegistry
    import_handler: ImportHandler

    @property
    def handlers(self) -> Handlers:
        """What a worker does with each kind of run."""
        checks = CheckHandler(self.plugins)
        return {KIND: self.import_handler, CHECK: checks, ENABLE: checks}

    @property
    def workshop(self) -> Workshop:
        return Workshop(self.plugins, self.settings.folder, self.audit, self.clock)

    @property
    def clearing(self) -> Clearing:
        """What a worker does when it gives up a kind of run for good."""
        return {KIND: clear}

    async def start(self) -> None:
        """Opens the connections: in the process that will use them, never before a fork."""
        await self.engine.start_connection_pool()

    async def stop(self) -> None:
        self.identity.hashing.close()
        await self.engine.close_connection_pool()


def build_portal(
    settings: Settings, role: Literal["web", "worker"], clock: Clock | None = None
) -> Portal:
    """Binds the database to this process and loads the plugins; opens no connection yet."""
    clock = clock or SystemClock()
    engine = open_database(settings.database_url, role=role)
    bind(engine)
    audit = AuditLog(read_key_file(settings.keys / AUDIT_KEY), clock)
    hashing = settings.identity.hashing
    plugins = load_plugins(iok_core.__version__, disabled_plugins(os.environ))
    return Portal(
        settings=settings,
        engine=engine,
        clock=clock,
        audit=audit,
        identity=IdentityContext(
            settings=settings.identity,
            clock=clock,
            hashing=HashingPool(hasher(hashing), hashing),
            log=audit,
        ),
        plugins=plugins,
        import_handler=ImportHandler(
            Importing(clock=clock, audit=audit, limits=settings.imports), plugins
        ),
    )


@asynccontextmanager
async def running(portal: Portal) -> AsyncIterator[Portal]:
    await portal.start()
    try:
        yield portal
    finally:
        await portal.stop()
