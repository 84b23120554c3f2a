"""On which days readings are taken."""

from datetime import date

from iok_forms.window import Window


def open_days(window: Window, month: int) -> list[int]:
    days = (date(2026, month, day) for day in range(1, 29))
    return [day.day for day in days if window.is_open(day)]


def test_d_6_a_window_lies_within_a_month_or_over_its_end() -> None:
    assert open_days(Window(1, 31), 2) == list(range(1, 29))
    assert open_days(Window(3, 5), 11) == [3, 4, 5]
    assert open_days(Window(27, 2), 11) == [1, 2, 27, 28]
    assert Window(30, 31).is_open(date(2026, 2, 28))


def test_d_6_it_is_known_when_a_window_opens_next_and_when_it_began() -> None:
    assert Window(25, 5).next_day(date(2026, 11, 20)) == date(2026, 11, 25)
    assert Window(3, 5).next_day(date(2026, 12, 6)) == date(2027, 1, 3)
    assert Window(25, 5).began(date(2026, 12, 2)) == date(2026, 11, 25)
    assert Window(1, 31).began(date(2026, 11, 27)) == date(2026, 10, 27)


def test_d_6_the_days_of_a_late_reading_begin_with_the_last_window() -> None:
    first_week, over_the_year = Window(1, 5), Window(25, 5)
    for window, today, first in (
        (first_week, date(2026, 11, 27), date(2026, 11, 1)),
        (first_week, date(2026, 3, 4), date(2026, 3, 1)),
        (over_the_year, date(2027, 1, 20), date(2026, 12, 25)),
    ):
        assert window.began(window.last_day(today)) == first
