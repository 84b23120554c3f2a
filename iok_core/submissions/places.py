"""What a resident may report on: premises that they hold in full, their buildings and accounts."""

from collections.abc import Collection, Sequence

import msgspec
from msgspec.structs import replace

from iok_core.api import Concern, MeterReading, Place, PlaceMeter
from iok_core.ledger.sheets import Reader, Sheet
from iok_core.meters.seen import Metered, meter_sheet
from iok_core.premises.service import PremisesView, Stage
from iok_core.reports.words import account_name, premises_name
from iok_core.submissions.tables import ADDRESS_LENGTH
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import speaking


class Choice(msgspec.Struct, frozen=True):
    """One place, as the form offers it."""

    value: str
    """As it is sent."""
    label: str
    place: Place
    premises: int | None = None
    building: str = ""
    sheet: Sheet | None = None
    """Of an account."""


NOWHERE = Choice("", "", Place(concern=Concern.NOTHING))


async def choices(reader: Reader, concerns: Sequence[Concern]) -> list[Choice]:
    """In the order of the form's concerns; premises in the order in which they stand at home."""
    held = [one for one in reader.held if reader.decisions[one.id].stage is Stage.FULL]
    found: list[Choice] = []
    for concern in concerns:
        if concern is Concern.PREMISES:
            found += map(_premises, held)
        elif concern is Concern.BUILDING:
            found += {one.building: _building(one) for one in reversed(held)}.values()
        elif concern is Concern.ACCOUNT:
            found += [_account(one) for one in await _sheets(reader, held)]
        else:
            found.append(NOWHERE)
    return found


def of_account(account: int) -> str:
    """How it is sent."""
    return f"konto-{account}"


async def _sheets(reader: Reader, held: Sequence[PremisesView]) -> Collection[Sheet]:
    """Each once, though it be of a flat and a garage."""
    found = {sheet.account.id: sheet for one in held for sheet in await reader.accounts(one)}
    return found.values()


async def with_meters(reader: Reader, found: Sequence[Choice]) -> list[Choice]:
    """Those of premises that have meters, and what these showed on the reader's own days."""
    told = [(one, await meter_sheet(reader, _held(reader, one))) for one in found if one.premises]
    return [
        replace(one, place=replace(one.place, meters=[*map(_meter, sheet.meters)]))
        for one, sheet in told
        if sheet.meters
    ]


async def have_meters(reader: Reader) -> bool:
    """Whether there are any that the reader may report on."""
    return bool(await with_meters(reader, await choices(reader, [Concern.PREMISES])))


def _held(reader: Reader, one: Choice) -> PremisesView:
    return next(held for held in reader.held if held.id == one.premises)


def _meter(one: Metered) -> PlaceMeter:
    it, key = one.meter, str(one.meter.id)
    readings = [
        MeterReading(meter=key, day=row.day, value=row.value, kind=row.kind) for row in one.readings
    ]
    return PlaceMeter(
        key=key,
        number=it.number,
        medium=it.medium,
        room=it.room,
        unit=it.unit,
        installed_on=it.installed_on,
        readings=readings,
    )


def _premises(one: PremisesView) -> Choice:
    address = premises_name(one)
    place = Place(concern=Concern.PREMISES, address=address, occupants=one.occupants)
    return Choice(f"lokal-{one.id}", address, place, one.id, one.building)


def _building(one: PremisesView) -> Choice:
    """Named by premises in it: a building has no number of its own."""
    label = _("Common part of the building %(address)s") % {"address": one.building}
    place = Place(concern=Concern.BUILDING, address=one.building)
    return Choice(f"budynek-{one.id}", label, place, None, one.building)


def _account(sheet: Sheet) -> Choice:
    with speaking("pl"):  # what the office reads
        address = _account_name(sheet)
    place = Place(concern=Concern.ACCOUNT, address=address)
    first, value = sheet.premises[0], of_account(sheet.account.id)
    return Choice(value, _account_name(sheet), place, first.id, first.building, sheet)


def _account_name(sheet: Sheet) -> str:
    where = " · ".join(map(premises_name, sheet.premises))
    return f"{account_name(sheet.account.kind)}, {where}"[:ADDRESS_LENGTH]
