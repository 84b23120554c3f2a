"""Versions of the tests: the next one, and corrections."""

from collections.abc import Awaitable, Callable
from datetime import date

from iok_core.audit.origin import Origin
from iok_core.portal import Portal
from iok_core.regulations import service as regulations
from iok_core.regulations.service import Approval

NEXT = "Obsługa jest w języku polskim."
TYPO = "Niniejszy, poprawiony Regulamin"

Change = Callable[[str], str]


def next_version() -> Change:
    """With a sentence more in clause 3."""
    return lambda text: text.replace(
        "przeglądarka internetowa.", f"przeglądarka internetowa. {NEXT}"
    )


def published(change: Change, in_force_from: date) -> Callable[[Portal], Awaitable[int]]:
    async def work(portal: Portal) -> int:
        approval = Approval(
            approved_by="Rada Nadzorcza",
            approved_on=date(2026, 5, 4),
            resolution="Uchwała 7/2026",
            in_force_from=in_force_from,
        )
        return await regulations.publish(
            change(await _newest(portal)),
            approval,
            summary="Dlaczego: obsługa w jednym języku",
            by=Origin.system(),
            audit=portal.audit,
            clock=portal.clock,
        )

    return work


def corrected(
    number: int, becomes: str = TYPO, change: Change | None = None
) -> Callable[[Portal], Awaitable[int]]:
    def reworded(text: str) -> str:
        old = TYPO if TYPO in text else "Niniejszy Regulamin"
        return text.replace(old, becomes, 1)

    async def work(portal: Portal) -> int:
        return await regulations.publish_correction(
            (change or reworded)(await _newest(portal)),
            number,
            "Literówka w punkcie 1",
            by=Origin.system(),
            audit=portal.audit,
            clock=portal.clock,
        )

    return work


async def _newest(_: Portal) -> str:
    return (await regulations.all_versions())[0].text
