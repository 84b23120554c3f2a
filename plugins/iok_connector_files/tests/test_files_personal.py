"""What must not enter the portal: PESEL, numbers of documents, other people's columns."""

from typing import Any

import pytest

from iok_core.api import (
    Entry,
    Party,
    Record,
    Rejected,
    Remark,
    RemarkCode,
)


def of(items: list[Any], kind: type) -> list[Any]:
    return [item for item in items if type(item) is kind]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("parties", "PESEL"),
        ("parties", "Nr PESEL małż."),
        ("parties", "Seria i nr dowodu"),
        ("parties", "Nr dokumentu"),
        ("parties", "Data urodzenia"),
        ("titles", "pesel_2"),
        ("entries", "Dowód osobisty"),
    ],
)
def test_prv2_a_forbidden_column_is_left_out_and_told(export: Any, name: str, column: str) -> None:
    head, *rows = export.files[f"{name}.csv"]
    lines = [f"{head};{column}", *(f"{row};44051401359" for row in rows)]
    items = list(export(**{name: lines}).pull())
    assert of(items, Remark) == [
        Remark(code=RemarkCode.FORBIDDEN_COLUMN, source=f"{name}.csv", detail=column)
    ]
    assert "44051401359" not in repr(items)
    assert len([item for item in items if isinstance(item, Record)]) == 9


def test_a_voucher_of_the_books_is_no_identity_document(export: Any) -> None:
    head, *rows = export.files["entries.csv"]
    lines = [f"{head};Nr dowodu;Data dokumentu", *(f"{row};;" for row in rows)]
    assert of(list(export(entries=lines).pull()), Remark) == []


def test_prv2_a_pesel_in_free_text_is_covered_and_told(export: Any) -> None:
    files = {
        **export.with_row("entries", "B;3;A1;2026-10-03;czynsz 44051401359 Anna;;1,00"),
        **export.with_row("parties", "P2;Testowski Jan 02211307589;Lipowa 3, PESEL:44051401359"),
    }
    items = list(export(**files).pull())
    assert of(items, Entry)[2].text == "czynsz *********** Anna"
    assert of(items, Party)[1].name == "Testowski Jan ***********"
    assert of(items, Party)[1].address == "Lipowa 3, PESEL:***********"
    told = {(remark.source, remark.detail, remark.count) for remark in of(items, Remark)}
    assert told == {
        ("entries.csv", "text", 1),
        ("parties.csv", "name", 1),
        ("parties.csv", "address", 1),
    }


def test_prv2_a_rejected_value_shows_no_pesel(export: Any) -> None:
    items = list(export(**export.with_row("entries", "B;3;A1;44051401359;x;;1,00")).pull())
    assert of(items, Rejected)[0].value == "*" * 11


@pytest.mark.parametrize(
    "digits",
    [
        "44051401358",  # wrong check digit
        "44131401350",  # right check digit, no such month
        "44450113592",  # right check digit, a century without residents
        "48600123457",  # a telephone number, right as a check digit goes
        "144051401359",  # twelve digits
    ],
)
def test_other_numbers_of_a_transfer_stay(export: Any, digits: str) -> None:
    items = list(
        export(**export.with_row("entries", f"B;3;A1;2026-10-03;nr {digits};;1,00")).pull()
    )
    assert of(items, Entry)[2].text == f"nr {digits}"
    assert of(items, Remark) == []
