"""Reads the meters of premises as one published generation shows them."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from iok_core.api import Medium, ReadingKind
from iok_core.db import Arg, Prepared, fetch
from iok_core.db.collation import sort_key
from iok_core.db.versioned import visible, visible_args
from iok_core.meters.tables import MeterVersion
from iok_core.meters.thousandths import from_thousandths, places_of


class MeterView(msgspec.Struct, frozen=True):
    id: int
    number: str
    medium: Medium
    room: str
    unit: str
    installed_on: date | None
    legal_until: date | None


class ReadingView(msgspec.Struct, frozen=True):
    meter: int
    day: date
    thousandths: int
    kind: ReadingKind

    @property
    def value(self) -> Decimal:
        return from_thousandths(self.thousandths)


_meters = Prepared(
    lambda: MeterVersion.raw(
        "SELECT v.meter AS id, v.number, v.medium, v.room, v.unit, v.installed_on, v.legal_until "
        f"FROM meter_version v WHERE v.premises = {{}} AND {visible('v')}",
        Arg("premises"),
        *visible_args(),
    ),
    MeterView,
)

_readings = Prepared(
    lambda: MeterVersion.raw(
        "SELECT r.meter, r.day, r.thousandths, r.kind FROM meter_version v "
        f"JOIN meter_reading r ON r.meter = v.meter AND {visible('r')} "
        f"WHERE v.premises = {{}} AND {visible('v')} ORDER BY r.day, r.thousandths",
        *visible_args(),
        Arg("premises"),
        *visible_args(),
    ),
    ReadingView,
)


async def places_shown(meters: Collection[int], published: Mapping[int, int]) -> dict[int, int]:
    """By meter, as many places as the finest of its readings has."""
    if not meters:
        return {}
    found: dict[int, list[int]] = {}
    marks = ", ".join("{}" for _ in meters)
    for source, gen in published.items():
        sql = f"SELECT r.meter, r.thousandths FROM meter_reading r WHERE {visible('r')} "
        rows = await fetch(f"{sql}AND r.meter IN ({marks})", source, gen, gen, *meters)
        for meter, thousandths in rows:
            found.setdefault(int(meter), []).append(thousandths)
    return {meter: places_of(readings) for meter, readings in found.items()}


async def meter_key(meter: int) -> str:
    """Its source's own key. Raises LookupError for a meter that no source ever had."""
    rows = await fetch("SELECT source_key FROM meter WHERE id = {}", meter)
    if not rows:
        raise LookupError(f"there is no meter {meter}")
    return str(rows[0][0])


async def meters_of_premises(premises: int, source: int, published: int) -> list[MeterView]:
    """Medium by medium, room by room."""
    found = await _meters(premises=premises, source=source, published=published)
    media = list(Medium)
    order = [(media.index(one.medium), sort_key(one.room), one.number, one) for one in found]
    return [one for *_, one in sorted(order, key=lambda key: key[:3])]


async def readings_of_premises(premises: int, source: int, published: int) -> list[ReadingView]:
    """Of all its meters, the earliest first."""
    return await _readings(premises=premises, source=source, published=published)
