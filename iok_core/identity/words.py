"""Places in a building, as they stand on envelopes and lists."""

from collections.abc import Sequence

from iok_core.identity.desk import addressee
from iok_core.identity.issuing import Issued
from iok_core.identity.mass_plan import Line
from iok_core.identity.slips import Addressee
from iok_core.premises.holders import Holder, Place
from iok_core.web.i18n import gettext as _


def place_words(place: Place) -> str:
    if not place.staircase:
        return place.building
    told = {"building": place.building, "staircase": place.staircase}
    return _("%(building)s, staircase %(staircase)s") % told


def way_words(holder: Holder) -> str:
    """Where in the building: staircase and number, or the symbol of what has no number."""
    number = holder.number or holder.symbol
    if not holder.staircase:
        return number
    return _("staircase %(staircase)s, no. %(number)s") % {
        "staircase": holder.staircase,
        "number": number,
    }


def addressed(slips: Sequence[tuple[Line, Issued]]) -> Sequence[tuple[Addressee, Issued]]:
    """With the place in the building, by which the envelopes are carried round."""
    found = []
    for line, issued in slips:
        to = addressee(line.name, [line.card])
        found.append((Addressee(to.name, (*to.lines, way_words(line.holder))), issued))
    return found
