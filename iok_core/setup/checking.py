"""Looks, in a child, whether a module can work; one that is being enabled works from then on."""

import msgspec

from iok_core.api import ConnectorProblem
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, transaction
from iok_core.modules import faring
from iok_core.modules.secrets import SecretMissingError
from iok_core.modules.service import ExtensionMissingError, ModuleRow, by_id
from iok_core.plugin_host import PluginRegistry
from iok_core.runs import service as runs
from iok_core.runs.carrying_out import Progress
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.runs.supervisor import Limits, run_child

CHECK = "check"
ENABLE = "enable"
"""A check that, when it succeeds, lets the module work."""

LIMITS = Limits(wall=60.0, silence=20.0)


class CheckHandler(msgspec.Struct, frozen=True):
    plugins: PluginRegistry
    limits: Limits = LIMITS

    async def __call__(self, claim: Claim, _: Progress) -> Outcome:
        module = await by_id(claim.module)
        if module is None:
            return Outcome(problem=RunProblem.INTERNAL, detail="the module is gone")
        try:
            start = module.start("check", self.plugins)
            can_check = self.plugins.extensions[module.extension].can_check
        except ExtensionMissingError:
            return Outcome(problem=RunProblem.INTERNAL, detail=f"no plugin {module.extension}")
        except SecretMissingError as error:
            return Outcome(problem=ConnectorProblem.WRONG_OPTIONS, detail=str(error))
        outcome = await run_child(start, _nothing_comes, self.limits) if can_check else Outcome()
        if outcome.problem is None and claim.kind == ENABLE:
            await faring.switch(module.id, active=True)
        return outcome


async def _nothing_comes(_: object) -> None:
    """A check yields nothing."""


async def ask_for_check(
    module: ModuleRow, kind: str, *, by: Origin, audit: AuditLog, clock: Clock
) -> int:
    """The run of the check, which a worker will take."""
    async with transaction():
        run = await runs.enqueue(module=module.id, kind=kind, by=by.kind.value, clock=clock)
        action = Action.MODULE_ENABLE if kind == ENABLE else Action.MODULE_CHECK
        await audit.record(action, by=by, on=ObjectKind.MODULE, object_id=module.id)
    return run
