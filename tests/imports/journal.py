"""A source with a journal and its imports into one portal, step by step."""

import asyncio
from pathlib import Path

import msgspec

from iok_core.api import Capability, DataKind, Step
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.imports.handling import ImportHandler
from iok_core.imports.history import ImportLine, Standing, of_run
from iok_core.imports.requests import Request, module_of_plugin, request_import
from iok_core.ledger.service import account, entries
from iok_core.plugin_host import PluginRegistry
from iok_core.plugin_host.kinds import ExtensionKind
from iok_core.plugin_host.problems import PluginState
from iok_core.plugin_host.registry import ExtensionInfo, Plugin
from iok_core.portal import Portal
from iok_core.runs import leases
from iok_core.runs.carrying_out import Progress, carry_out
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome
from tests.imports.journal_connector import Book, JournalConnector, Line


def plugins_with(extension: type[JournalConnector]) -> PluginRegistry:
    info = ExtensionInfo(plugin="journal", kind=ExtensionKind.CONNECTOR, extension=extension)
    plugin = Plugin(
        name="journal",
        distribution="journal",
        version="1",
        state=PluginState.READY,
        extensions=(info,),
    )
    return PluginRegistry(plugins=(plugin,))


PLUGINS = plugins_with(JournalConnector)


def handler_of(portal: Portal, *abilities: Capability) -> ImportHandler:
    """The child runs the same connector; the portal believes that it can do this."""

    class Declared(JournalConnector):
        __module__, __qualname__ = JournalConnector.__module__, JournalConnector.__qualname__
        capabilities = frozenset(abilities)

    return ImportHandler(portal.import_handler.importing, plugins_with(Declared))


FIRST = Book(lines={"a": Line(1000), "b": Line(50), "c": Line(7)})


def then(**changed: object) -> Book:
    return msgspec.structs.replace(FIRST, **({"revision": 2} | changed))


SECOND = then(
    lines={"a": Line(1000), "c": Line(8, since=2), "d": Line(9, since=2)},
    gone=[(2, DataKind.ENTRIES, "b")],
)


class Journal:
    """A source, and its imports into one portal."""

    def __init__(self, portal: Portal, folder: Path, handler: ImportHandler | None = None) -> None:
        self.portal = portal
        self.folder = folder
        self.handler = handler or ImportHandler(portal.import_handler.importing, PLUGINS)

    def write(self, book: Book) -> None:
        (self.folder / "book.json").write_bytes(msgspec.json.encode(book))

    @property
    def asked(self) -> list[str]:
        return (self.folder / "asked.txt").read_text().splitlines()

    async def requested(self) -> int:
        """A run that waits."""
        clock = self.portal.clock
        module = await module_of_plugin(
            "journal", {"folder": str(self.folder)}, self.folder, plugins=PLUGINS, clock=clock
        )
        request = Request(module, Origin.system())
        return await request_import(request, audit=self.portal.audit, clock=clock)

    async def claimed(self) -> Claim:
        claim = await leases.claim(self.portal.clock, await self.requested())
        assert claim is not None
        return claim

    async def bring_in(self, book: Book) -> ImportLine:
        self.write(book)
        return await self.carry_out(await self.claimed())

    async def carry_out(self, claim: Claim) -> ImportLine:
        await carry_out(claim, self.handler, self.portal.clock)
        line = await of_run(claim.run)
        assert line is not None
        return line

    async def cut_off_in_mid_pull(self, claim: Claim) -> None:
        """As when a worker is told to stop: the run goes back, what was staged stays."""
        waits = asyncio.Event()

        async def handle(claim: Claim, _: Progress) -> Outcome:
            async def tell(_: Step) -> None:
                waits.set()

            return await self.handler(claim, tell)

        work = asyncio.create_task(carry_out(claim, handle, self.portal.clock))
        await waits.wait()
        work.cancel()
        await asyncio.wait({work})

    async def hold_a_delta(self) -> ImportLine:
        """Of the changes since generation 2, whose totals are wrong."""
        await self.bring_in(FIRST)
        await self.bring_in(SECOND)
        lines = SECOND.lines | {"e": Line(1, since=3)}
        held = await self.bring_in(then(revision=3, lines=lines, missing=1))
        assert (held.standing, self.asked[-1]) == (Standing.HELD, "changes since 2:end")
        return held

    async def show(self, gen: int) -> None:
        """What an undo does to what people see."""
        await execute("UPDATE source SET published = {}", gen)

    async def shown(self) -> tuple[list[str], int | None]:
        """Texts of the entries, the oldest first, and the balance, as residents see them."""
        ((source, gen),) = await fetch("SELECT id, published FROM source")
        view = await account(1, source, gen)
        assert view is not None
        return [
            e.text.removeprefix("Zapis ") for e in reversed(await entries(1, source, gen))
        ], view.closing

    async def written_in(self, gen: int | None) -> dict[str, int]:
        """How many rows a generation began or ended, by table."""
        tables = ("premises_version", "party_version", "account_version", "entry", "balance")
        found = {}
        for table in (*tables, "account_premises"):
            sql = f"SELECT count(*) FROM {table} WHERE since_gen = {{}} OR until_gen = {{}}"
            if count := (await fetch(sql, gen, gen))[0][0]:
                found[table] = count
        return found
