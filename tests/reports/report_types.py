"""Report types that fail, each in its own way; `install_reports` has the portal find them."""

import os
import sys
import time
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from iok_core.api import (
    CellKind,
    Column,
    Document,
    Extract,
    NoOptions,
    ReportType,
    Row,
    Section,
    Table,
    WrongParametersError,
    hookimpl,
)

CANARY = "kanarek 1234,56"


class Choice(msgspec.Struct):
    way: str = ""


def table(*rows: Row, kind: CellKind = CellKind.AMOUNT) -> Document:
    return Document(
        title="Próba", sections=[Section("", [Table("Tabela", [Column("Kwota", kind)], rows)])]
    )


class Trial(ReportType[NoOptions, Choice]):
    """Does what `way` says."""

    name: ClassVar[str] = "trial"
    title: ClassVar[str] = "Trial"
    options_type: ClassVar[type[msgspec.Struct]] = NoOptions
    parameters_type: ClassVar[type[msgspec.Struct]] = Choice

    def build(self, parameters: Choice, extract: Extract) -> Document:
        answer: Any = getattr(self, f"_{parameters.way}")(extract)
        return answer  # type: ignore[no-any-return]

    def _pid(self, _: Extract) -> Document:
        sys.stdout.write("a plugin may print\n")
        return table(Row([Decimal(os.getpid())]), kind=CellKind.NUMBER)

    def _scheduling(self, _: Extract) -> Document:
        told = (os.nice(0), os.sched_getscheduler(0))
        return table(*(Row([Decimal(number)]) for number in told), kind=CellKind.NUMBER)

    def _raises(self, _: Extract) -> None:
        raise LookupError(CANARY)

    def _exits(self, _: Extract) -> None:
        raise SystemExit(3)

    def _dies(self, _: Extract) -> None:
        os.abort()

    def _hangs(self, _: Extract) -> None:
        while True:
            time.sleep(1)

    def _floods(self, _: Extract) -> Document:
        return table(*[Row([str(n) * 10_000]) for n in range(10**9)], kind=CellKind.TEXT)

    def _garbage(self, _: Extract) -> str:
        return "<h1>Wyciąg</h1>"

    def _many_rows(self, _: Extract) -> Document:
        return table(*[Row([Decimal(1)])] * 50)

    def _float(self, _: Extract) -> Document:
        return table(Row([12.5]))  # type: ignore[list-item]

    def _text_for_amount(self, _: Extract) -> Document:
        return table(Row(["dużo"]))

    def _part_of_a_grosz(self, _: Extract) -> Document:
        return table(Row([Decimal("0.001")]))

    def _amount_beyond_counting(self, _: Extract) -> Document:
        return table(Row([Decimal("1E+999999")]))

    def _number_of_a_million_zeros(self, _: Extract) -> Document:
        return table(Row([Decimal("1E-999999")]), kind=CellKind.NUMBER)

    def _number_of_many_digits(self, _: Extract) -> Document:
        return table(Row([Decimal("0." + "1" * 3000)]), kind=CellKind.NUMBER)

    def _short_row(self, _: Extract) -> Document:
        return table(Row([]))

    def _no_title(self, _: Extract) -> Document:
        return Document(title=" ", sections=[])

    def _long_text(self, _: Extract) -> Document:
        return table(Row(["x" * 2001]), kind=CellKind.TEXT)

    def _huge(self, _: Extract) -> Document:
        return table(Row(["x" * 9_000_000]), kind=CellKind.TEXT)

    def _declines(self, _: Extract) -> None:
        raise WrongParametersError({"way": "Wybierz inaczej", "nie-ma": "W ogóle nie"})


@hookimpl
def iok_report_types() -> list[type[ReportType[Any, Any]]]:
    return [Trial]
