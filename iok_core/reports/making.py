"""From a chosen report to a document and its files: what pages, the worker and commands share."""

import asyncio
from collections.abc import Callable

import msgspec

from iok_core.api import Extract, Format, WrongParametersError
from iok_core.db import Clock
from iok_core.plugin_host import PluginRegistry
from iok_core.reports.building import Order, ReportBuilder
from iok_core.reports.csv_file import csv_file
from iok_core.reports.extracts import Extracts
from iok_core.reports.limits import ReportLimits
from iok_core.reports.offers import Offer
from iok_core.reports.pdf_file import ReportPrinter
from iok_core.reports.printout import Printout, printout
from iok_core.web.cooperative import Cooperative
from iok_core.web.one_line import clean
from iok_core.web.typesetting import Typesetter

MEDIA = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
}
_MESSAGE = 300


class Reports:
    """One for each process of the portal; must be closed."""

    def __init__(
        self,
        *,
        plugins: PluginRegistry,
        cooperative: Cooperative,
        typesetter: Typesetter,
        limits: ReportLimits,
        clock: Clock,
    ) -> None:
        self.plugins = plugins
        self.clock = clock
        self.limits = limits
        self.extracts = Extracts()
        self._cooperative = cooperative
        self._builder = ReportBuilder(limits)
        self._printer = ReportPrinter(typesetter)
        self._one_at_a_time = asyncio.Semaphore(1)

    async def make(self, offer: Offer, parameters: msgspec.Struct, extract: Extract) -> Printout:
        """Raises WrongParametersError, BuildError."""
        order = Order(offer.name, offer.info.plugin, offer.start(), parameters, extract)
        try:
            document = await self._builder.build(order)
        except WrongParametersError as error:
            said = {name: clean(text)[:_MESSAGE] for name, text in error.problems.items()}
            raise WrongParametersError(said) from None
        return printout(document, extract, self._cooperative, self.clock.now())

    async def file(self, of: Printout, form: Format) -> bytes:
        """One at a time: a long one takes its hundreds of MiB.

        Raises:
            PdfError: the theme's template is faulty.
        """
        write: dict[Format, Callable[[Printout], bytes]] = {
            Format.PDF: self._printer.pdf_file,
            Format.XLSX: _xlsx_file,
            Format.CSV: csv_file,
        }
        async with self._one_at_a_time:
            return await asyncio.to_thread(write[form], of)

    async def close(self) -> None:
        await self._builder.close()


def _xlsx_file(of: Printout) -> bytes:
    from iok_core.reports.xlsx_file import xlsx_file

    return xlsx_file(of)
