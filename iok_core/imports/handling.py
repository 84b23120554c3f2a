"""What the worker, and `iok import run`, do with a run of the kind `import`."""

from contextlib import suppress

import msgspec

from iok_core.api import ConnectorProblem
from iok_core.audit.origin import Origin
from iok_core.imports.attempts import Order
from iok_core.imports.generations import ImportState, abandon
from iok_core.imports.importing import Importing
from iok_core.imports.sources import source_of
from iok_core.imports.staging import OvertakenError
from iok_core.imports.tables import Import
from iok_core.modules.secrets import SecretMissingError
from iok_core.modules.service import by_id
from iok_core.plugin_host import PluginRegistry
from iok_core.runs.carrying_out import Progress
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome, RunProblem

KIND = "import"


class ImportHandler(msgspec.Struct, frozen=True):
    importing: Importing
    plugins: PluginRegistry

    async def __call__(self, claim: Claim, progress: Progress) -> Outcome:
        module = await by_id(claim.module)
        if module is None:
            return Outcome(problem=RunProblem.INTERNAL, detail="the module is gone")
        if module.extension not in self.plugins.connectors:
            detail = f"no plugin that is ready brings the connector {module.extension}"
            return Outcome(problem=RunProblem.INTERNAL, detail=detail)
        try:
            start = module.start("pull", self.plugins)
        except SecretMissingError as error:
            problem = ConnectorProblem.WRONG_OPTIONS
            return Outcome(problem=problem, source="", detail=str(error))
        source = await source_of(module)
        order = Order(
            run=claim.run,
            source=source.id,
            start=start,
            abilities=self.plugins.capabilities(module.extension),
            by=Origin.system(),
        )
        _, outcome = await self.importing.bring_in(order, progress)
        return outcome


async def clear(run: int) -> None:
    """Takes back what a run has staged that was lost and that nobody will try again."""
    rows = await Import.select(Import.source, Import.gen).where(
        (Import.run == run) & (Import.state == ImportState.IMPORTING.value)
    )
    for row in rows:
        with suppress(OvertakenError):
            await abandon(row["source"], row["gen"])
