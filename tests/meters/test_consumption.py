"""What was used up between two readings, by hand."""

from datetime import date

from iok_core.api import ReadingKind
from iok_core.meters.seen import used
from iok_core.meters.service import ReadingView

DAYS = [date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30)]


def consumption(*shown: int, exchanged: date | None = None) -> list[str]:
    """The newest first."""
    readings = [
        ReadingView(1, day, thousandths, ReadingKind.ACTUAL)
        for day, thousandths in zip(DAYS, shown, strict=False)
    ]
    return [str(line.value) for line in used(readings, exchanged)]


def test_d_6_consumption_is_the_difference_to_the_reading_before() -> None:
    assert consumption(100_000, 118_415, 120_000) == ["1.585", "18.415", "None"]


def test_d_6_across_an_exchange_or_a_fall_no_consumption_is_told() -> None:
    assert consumption(100_000, 118_415, 120_000, exchanged=DAYS[2]) == ["None", "18.415", "None"]
    assert consumption(100_000, 118_415, 118_414) == ["None", "18.415", "None"]
