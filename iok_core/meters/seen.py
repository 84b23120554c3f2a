"""The meters of premises as one resident sees them: readings of their own days alone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from iok_core.imports.service import Provenance, provenance
from iok_core.ledger.sheets import Reader
from iok_core.meters.service import (
    MeterView,
    ReadingView,
    meters_of_premises,
    readings_of_premises,
)
from iok_core.meters.thousandths import from_thousandths, places_of
from iok_core.premises.service import PremisesView, Stage, falls, tenures


class Used(msgspec.Struct, frozen=True):
    """A reading, and what was used up since the one before."""

    reading: ReadingView
    thousandths: int | None
    """None: there is none before it, or the meter was exchanged in between, or shows less."""

    @property
    def value(self) -> Decimal | None:
        return None if self.thousandths is None else from_thousandths(self.thousandths)


class Metered(msgspec.Struct, frozen=True):
    meter: MeterView
    readings: list[ReadingView]
    """The earliest first."""

    @property
    def places(self) -> int:
        """With which each of them is shown: as many as the finest has."""
        return places_of(one.thousandths for one in self.readings)

    @property
    def lines(self) -> list[Used]:
        """The newest first."""
        return used(self.readings, self.meter.installed_on)


class MeterSheet(msgspec.Struct, frozen=True):
    premises: PremisesView
    meters: list[Metered]
    provenance: Provenance


async def meter_sheet(reader: Reader, premises: PremisesView) -> MeterSheet:
    """Whoever may only look back sees no meter that has no reading of their own days."""
    at = (premises.source, reader.published[premises.source])
    spans = tenures(reader.person, premises.id, reader.today)
    read = [one for one in await readings_of_premises(premises.id, *at) if falls(one.day, spans)]
    found = [
        Metered(meter, [one for one in read if one.meter == meter.id])
        for meter in await meters_of_premises(premises.id, *at)
    ]
    if reader.decisions[premises.id].stage is not Stage.FULL:
        found = [one for one in found if one.readings]
    return MeterSheet(premises, found, await provenance(*at))


def used(readings: Sequence[ReadingView], installed_on: date | None) -> list[Used]:
    """`readings` the earliest first, the answer the newest first; pure."""
    befores = [None, *readings]
    pairs = zip(befores, readings, strict=False)
    return [Used(now, _between(before, now, installed_on)) for before, now in pairs][::-1]


def _between(before: ReadingView | None, now: ReadingView, exchanged: date | None) -> int | None:
    if before is None or now.thousandths < before.thousandths:
        return None
    if exchanged is not None and before.day < exchanged <= now.day:
        return None
    return now.thousandths - before.thousandths
