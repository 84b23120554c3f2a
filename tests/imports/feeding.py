"""One generation, fed by hand with what a connector would send."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from iok_core import api
from iok_core.audit.origin import Origin
from iok_core.imports import generations, publishing
from iok_core.imports.receiving import SHELVES, Receiver
from iok_core.imports.requests import module_of_plugin
from iok_core.imports.sources import source_by_id, source_of
from iok_core.imports.staging import Staging
from iok_core.ledger.service import entries
from iok_core.portal import Portal
from tests.imports.bringing import options_of

DAY = date(2026, 9, 1)

BASE: list[api.Record] = [
    api.Premises(key="L-1", symbol="L-1", kind=api.PremisesKind.FLAT, building="Lipowa 1"),
    api.Party(key="K1", name="Wymyślony Żegota"),
    api.Account(key="204-1", kind=api.AccountKind.OPERATING, party="K1", premises=("L-1",)),
]


def entry(
    text: str, key: str | None = None, amount: str = "1.00", account: str = "204-1"
) -> api.Entry:
    return api.Entry(account=account, booking_date=DAY, text=text, key=key, debit=Decimal(amount))


class Import:
    """One generation on its way, fed by hand."""

    def __init__(self, portal: Portal, source: int, gen: int) -> None:
        self._portal = portal
        self.source, self.gen = source, gen
        self.staging = Staging(source, gen, gentle=False)
        self.receiver = Receiver(source, self.staging)

    async def take(self, *records: api.Record) -> list[api.Problem]:
        """The problems that the records made."""
        await self.receiver.take([*BASE, *records])
        return [row.problem for row in self.receiver.received.rejected]

    async def next_generation(self, *, delta: bool = False) -> None:
        """Publishes what came, and begins anew."""
        await self.texts()
        self.gen = await generations.take(self.source)
        self.staging = Staging(self.source, self.gen, gentle=False, delta=delta)
        self.receiver = Receiver(self.source, self.staging)
        await self.receiver.load()

    async def texts(self) -> list[str]:
        """As residents read them once published, the oldest first."""
        for shelf in SHELVES:
            await self.staging.close_unseen(shelf)
        await publishing.publish(
            self.source,
            self.gen,
            against=(await source_by_id(self.source)).published,
            by=Origin.system(),
            audit=self._portal.audit,
            clock=self._portal.clock,
        )
        return [e.text for e in reversed(await entries(1, self.source, self.gen))]


async def begin(portal: Portal) -> Import:
    module = await module_of_plugin(
        "files",
        options_of("a-semicolon-cp1250"),
        Path.cwd(),
        plugins=portal.plugins,
        clock=portal.clock,
    )
    source = (await source_of(module)).id
    return Import(portal, source, await generations.take(source))
