"""What a resident may report on: premises that they hold in full, and the buildings of these."""

from collections.abc import Sequence

import msgspec

from iok_core.api import Concern, Place
from iok_core.ledger.sheets import Reader
from iok_core.premises.service import PremisesView, Stage
from iok_core.reports.words import premises_name
from iok_core.web.i18n import gettext as _


class Choice(msgspec.Struct, frozen=True):
    """One place, as the form offers it."""

    value: str
    """As it is sent."""
    label: str
    place: Place
    premises: int | None = None
    building: str = ""


NOWHERE = Choice("", "", Place(concern=Concern.NOTHING))


def choices(reader: Reader, concerns: Sequence[Concern]) -> list[Choice]:
    """In the order of the form's concerns; premises in the order in which they stand at home."""
    held = [one for one in reader.held if reader.decisions[one.id].stage is Stage.FULL]
    found: list[Choice] = []
    for concern in concerns:
        if concern is Concern.PREMISES:
            found += map(_premises, held)
        elif concern is Concern.BUILDING:
            found += {one.building: _building(one) for one in reversed(held)}.values()
        else:
            found.append(NOWHERE)
    return found


def _premises(one: PremisesView) -> Choice:
    address = premises_name(one)
    place = Place(concern=Concern.PREMISES, address=address, occupants=one.occupants)
    return Choice(f"lokal-{one.id}", address, place, one.id, one.building)


def _building(one: PremisesView) -> Choice:
    """Named by premises in it: a building has no number of its own."""
    label = _("Common part of the building %(address)s") % {"address": one.building}
    place = Place(concern=Concern.BUILDING, address=one.building)
    return Choice(f"budynek-{one.id}", label, place, None, one.building)
