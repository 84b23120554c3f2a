"""What meters and their readings are called, and how what they show is written."""

from decimal import Decimal

from iok_core.api import Medium, ReadingKind
from iok_core.meters.thousandths import from_thousandths, to_thousandths
from iok_core.web.filters import NBSP, decimal
from iok_core.web.i18n import msgid

MEDIA = {
    Medium.COLD_WATER: msgid("Cold water"),
    Medium.HOT_WATER: msgid("Hot water"),
    Medium.HEAT: msgid("Heat"),
    Medium.GAS: msgid("Gas"),
    Medium.ELECTRICITY: msgid("Electricity"),
}
READING_KINDS = {
    ReadingKind.ACTUAL: msgid("read by the cooperative"),
    ReadingKind.ESTIMATED: msgid("estimated"),
    ReadingKind.REMOTE: msgid("read remotely"),
    ReadingKind.DECLARED: msgid("given by the resident"),
}


def shown(value: Decimal, unit: str, places: int = 0) -> str:
    """118,4 m³, with at least so many places; of most programs the unit comes as m3"""
    unit = "m³" if unit == "m3" else unit
    value = from_thousandths(to_thousandths(value), places) if places else value
    return NBSP.join(filter(None, (decimal(f"{value:f}"), unit)))
