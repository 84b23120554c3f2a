"""How amounts, days and texts are written on a page."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup

from iok_core.web.i18n import language

WARSAW = ZoneInfo("Europe/Warsaw")
NBSP = "\u00a0"
MINUS = "\u2212"

# Polish and Ukrainian words of one letter. In Markup the tags are taken whole.
_ORPHAN = re.compile(r"(<[^>]*>)|(?<![^\W_])([aiouwzAIOUWZвзіїйоуяєВЗІЇЙОУЯЄ])[ \n]+(?=\S)")


def money(grosze: int) -> str:
    """1 234,56 zł. Every space is unbreakable and a minus is a minus, not a hyphen."""
    if type(grosze) is not int:
        raise TypeError(f"an amount is whole grosze, not {type(grosze).__name__}")
    zlote, rest = divmod(abs(grosze), 100)
    sign = MINUS if grosze < 0 else ""
    point = "." if language() == "en" else ","
    return f"{sign}{count(zlote)}{point}{rest:02d}{NBSP}zł"


def count(number: int) -> str:
    """1 284, grouped as amounts are"""
    return f"{number:,}" if language() == "en" else f"{number:,}".replace(",", NBSP)


def decimal(number: str) -> str:
    """62,25 for a quantity that is kept as the text 62.25"""
    written = number if language() == "en" else number.replace(".", ",")
    return written.replace("-", MINUS)


def nrb(digits: str) -> str:
    """42 9999 0000 0000 …: an account number as banks print it"""
    return f"{digits[:2]} " + " ".join(digits[i : i + 4] for i in range(2, len(digits), 4))


def day(value: date) -> str:
    """23 listopada 2026, which no line break divides"""
    return _formatted(_in_warsaw(value), "d MMMM y", language()).replace(" ", NBSP)


def day_short(value: date) -> str:
    """23.11.2026; in English 23 Nov 2026, as its readers differ on which number is the month"""
    value = _in_warsaw(value)
    if language() == "en":
        return _formatted(value, "d MMM y", "en").replace(" ", NBSP)
    return f"{value:%d.%m.%Y}"


def month(value: date) -> str:
    """listopad 2026"""
    return _formatted(_in_warsaw(value), "LLLL y", language())


def moment(value: datetime) -> str:
    """23 listopada 2026, 14:05, by the clock in Warsaw"""
    local = _local(value)
    return f"{day(local.date())}, {local:%H:%M}"


def hour(value: datetime) -> str:
    """14:05, by the clock in Warsaw"""
    return f"{_local(value):%H:%M}"


def size(number: int) -> str:
    """1,2 MB of bytes; under half a megabyte in whole kB"""
    if number < 512 * 1024:
        return f"{max(1, round(number / 1024))}{NBSP}kB"
    return f"{decimal(f'{number / 1024 / 1024:.1f}')}{NBSP}MB"


def orphans(text: str) -> str:
    """A one-letter word never ends a line. Markup stays markup, text stays to be escaped."""
    joined = _ORPHAN.sub(lambda found: found[1] or f"{found[2]}{NBSP}", str(text))
    return Markup(joined) if hasattr(text, "__html__") else joined  # noqa: S704 (it was safe)


def identifier(digits: str) -> str:
    """204 117"""
    return NBSP.join(digits[start : start + 3] for start in range(0, len(digits), 3))


def _in_warsaw(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return value.astimezone(WARSAW)


@lru_cache(maxsize=4096)
def _formatted(value: date, pattern: str, lang: str) -> str:
    return format_date(value, pattern, locale=lang)


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "count": count,
    "decimal": decimal,
    "nrb": nrb,
    "day": day,
    "day_short": day_short,
    "month": month,
    "moment": moment,
    "hour": hour,
    "size": size,
    "orphans": orphans,
    "identifier": identifier,
}
