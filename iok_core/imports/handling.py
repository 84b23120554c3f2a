"""What the worker, and `iok import run`, do with a run of the kind `import`."""

import msgspec

from iok_core.api import ConnectorProblem
from iok_core.audit.origin import Origin
from iok_core.imports.importing import Importing
from iok_core.imports.sources import source_of
from iok_core.modules.secrets import SecretMissingError
from iok_core.modules.service import ExtensionMissingError, by_id
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
        try:
            start = module.start("pull", self.plugins)
        except ExtensionMissingError:
            detail = f"no plugin that is ready brings the connector {module.extension}"
            return Outcome(problem=RunProblem.INTERNAL, detail=detail)
        except SecretMissingError as error:
            problem = ConnectorProblem.WRONG_OPTIONS
            return Outcome(problem=problem, source="", detail=str(error))
        source = await source_of(module)
        _, outcome = await self.importing.bring_in(
            claim.run, source.id, start, Origin.system(), progress
        )
        return outcome
