"""How a program writes numbers and days, read exactly or not at all."""

import re
from datetime import date
from decimal import Decimal

from iok_connector_files.limits import AMOUNT, PLACES_OF_AMOUNT, PLACES_OF_FIGURE, YEARS
from iok_core.api import Problem

_BLANKS = " \u00a0\u202f"
_ZERO = Decimal(0)


class Unfit(Exception):  # noqa: N818 (a state)
    """A cell that cannot be taken. `field` is named only by who sees more than one cell."""

    def __init__(self, problem: Problem, field: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field


class Numbers:
    """The minus may stand before or after the number."""

    def __init__(self, decimal: str, thousands: str) -> None:
        between = re.escape(_BLANKS if thousands == " " else thousands)
        grouped = f"[0-9]{{1,3}}(?:[{between}][0-9]{{3}})+|" if thousands else ""
        point = re.escape(decimal)
        self._form = re.compile(f"([-−]?)({grouped}[0-9]+)(?:{point}([0-9]+))?(-?)")
        short = grouped.replace("+", "{1,2}")
        self._plain_amount = re.compile(f"-?(?:{short}[0-9]{{1,9}})(?:{point}[0-9]{{1,2}})?")
        dropped = _BLANKS if thousands == " " else thousands
        self._as_python = str.maketrans(decimal, ".", dropped)

    def amount(self, text: str) -> Decimal:
        """PLN; zeros beyond the grosze are dropped, anything else there is no amount."""
        if self._plain_amount.fullmatch(text):
            return Decimal(text.translate(self._as_python)) or _ZERO
        return self._read(text, PLACES_OF_AMOUNT, Problem.NOT_AN_AMOUNT)

    def figure(self, text: str) -> Decimal:
        """An area, a quantity or a rate."""
        return self._read(text, PLACES_OF_FIGURE, Problem.NOT_A_NUMBER)

    def _read(self, text: str, places: int, otherwise: Problem) -> Decimal:
        match = self._form.fullmatch(text)
        if match is None or (match[1] and match[4]):
            raise Unfit(Problem.NOT_A_NUMBER)
        fraction = match[3] or ""
        fraction = fraction[:places] + fraction[places:].rstrip("0")
        number = Decimal(f"{match[2].translate(self._as_python)}.{fraction}")
        if len(fraction) > places or number > AMOUNT:
            raise Unfit(otherwise)
        return (-number if match[1] or match[4] else number) or _ZERO


_DIGITS = {"dd": "2", "d": "1,2", "mm": "2", "m": "1,2", "yyyy": "4"}
_MARK = re.compile("yyyy|dd?|mm?")


class Days:
    """Reads days by a pattern such as `dd.mm.yyyy`, or months by one such as `mm/yyyy`."""

    def __init__(self, pattern: str) -> None:
        form, end = "", 0
        for mark in _MARK.finditer(pattern):
            form += re.escape(pattern[end : mark.start()])
            form += f"(?P<{mark[0][0]}>[0-9]{{{_DIGITS[mark[0]]}}})"
            end = mark.end()
        self._form = re.compile(form + re.escape(pattern[end:]))

    def __call__(self, text: str) -> date:
        match = self._form.fullmatch(text)
        if match is None:
            raise Unfit(Problem.NOT_A_DATE)
        parts = match.groupdict("1")
        year = int(parts["y"])
        if year not in YEARS:
            raise Unfit(Problem.NOT_A_DATE)
        try:
            return date(year, int(parts["m"]), int(parts.get("d", 1)))
        except ValueError:
            raise Unfit(Problem.NOT_A_DATE) from None


def marks(pattern: str) -> str:
    """The marks of a pattern by their first letters, sorted: `dmy` for a day, `my` for a month."""
    return "".join(sorted(mark[0][0] for mark in _MARK.finditer(pattern)))
