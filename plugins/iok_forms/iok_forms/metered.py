"""What somebody read off one meter, beside what it showed before."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from iok_core.api import MeterReading, PlaceMeter
from iok_forms.plausible import Jump, jump
from iok_forms.texts import Say, written

_MONTH = 30


class Given:
    def __init__(self, meter: PlaceMeter, day: date, value: Decimal) -> None:
        self.meter, self.day, self.value = meter, day, value
        self.last = last_of(meter)

    @property
    def fell(self) -> bool:
        return self.last is not None and self.value < self.last.value

    @cached_property
    def jump(self) -> Jump | None:
        past = [(one.day, one.value) for one in _past(self.meter) if one.day < self.day]
        return jump(past, self.day, self.value)

    def words(self, say: Say) -> dict[str, str]:
        """The figures that sentences name."""
        words = {"meter": called(self.meter, say), "value": with_unit(self.value, self.meter)}
        if self.last is not None:
            value = with_unit(self.last.value, self.meter)
            words["last"] = say("{value} of {day}", value=value, day=written(self.last.day))
        if self.jump is not None:
            words["now"] = _in_a_month(self.jump.now, self.meter)
            words["usual"] = _in_a_month(self.jump.usual, self.meter)
        return words

    def told(self, say: Say) -> str:
        """For the office, in one line."""
        words = self.words(say)
        if self.last is None:
            return words["value"]
        if self.fell:
            return say("{value}, exchanged; before it {last}", **words)
        if self.jump is None:
            return say("{value}, before it {last}", **words)
        return say(
            "{value}, before it {last}; in 30 days {now} instead of the usual {usual}",
            **words,
        )


def confirmation(given: Given, say: Say) -> str:
    """What has to be ticked, if anything is odd."""
    words = given.words(say)
    if given.fell:
        return say("{meter}: {value} is less than {last}, as it has been exchanged.", **words)
    if given.jump is not None:
        return say(
            "{meter}: in 30 days {now} instead of the usual {usual}. The state is read well.",
            **words,
        )
    return ""


def called(meter: PlaceMeter, say: Say) -> str:
    """Zimna woda, łazienka, nr 12345"""
    parts = (say(meter.medium.value), meter.room, say("no. {number}", number=meter.number))
    return ", ".join(filter(None, parts))


def with_unit(value: Decimal, meter: PlaceMeter) -> str:
    """With as many places as the finest of its readings."""
    places = max(_places(value), *(_places(one.value) for one in meter.readings), 0)
    return _figure(value.quantize(Decimal(1).scaleb(-places)), meter)


def _figure(value: Decimal, meter: PlaceMeter) -> str:
    unit = "m³" if meter.unit == "m3" else meter.unit
    return f"{value:f} {unit}".strip().replace(".", ",", 1)


def _places(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def last_of(meter: PlaceMeter) -> MeterReading | None:
    return next(iter(_past(meter)[::-1]), None)


def _past(meter: PlaceMeter) -> list[MeterReading]:
    """Since it was exchanged."""
    since = meter.installed_on
    return [one for one in meter.readings if since is None or one.day >= since]


def _in_a_month(rate: Fraction, meter: PlaceMeter) -> str:
    return _figure(Decimal(round(rate * _MONTH * 10)) / 10, meter)
