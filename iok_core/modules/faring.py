"""How a module fares: its last outcome, failures in a row, and whether it may work at all."""

from iok_core.db import Clock, execute, transaction
from iok_core.db.text import storable
from iok_core.modules.service import ModulePausedError, ModuleRow
from iok_core.modules.tables import DETAIL_LENGTH, SOURCE_LENGTH

_WENT_WELL = """
    UPDATE module SET failures = 0, worked_at = {}, problem = '', problem_source = '',
        problem_detail = '' WHERE id = {}
"""
_FAILED = """
    UPDATE module SET failures = failures + 1, problem = {}, problem_source = {},
        problem_detail = {} WHERE id = {}
"""


async def went_well(module: int, clock: Clock) -> None:
    async with transaction():
        await execute(_WENT_WELL, clock.now(), module)


async def failed(module: int, problem: str, source: str, detail: str) -> None:
    async with transaction():
        told = (storable(source, SOURCE_LENGTH), storable(detail, DETAIL_LENGTH))
        await execute(_FAILED, problem, *told, module)


async def switch(module: int, *, active: bool) -> None:
    """Staff pause a module, or let it work again: then earlier failures are forgotten."""
    async with transaction():
        await execute("UPDATE module SET active = {}, failures = 0 WHERE id = {}", active, module)


def require_work(module: ModuleRow) -> None:
    """Raises ModulePausedError unless the module takes work."""
    if not module.takes_work:
        raise ModulePausedError(module.name)
