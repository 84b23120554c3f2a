"""The files of a document of which every figure is known."""

import re

from iok_core.api import CellKind
from iok_core.reports.cells import shown
from iok_core.reports.csv_file import csv_file
from iok_core.reports.pdf_file import ReportPrinter
from iok_core.reports.printout import stem
from iok_core.reports.xlsx_file import xlsx_file
from iok_core.web.one_line import clean
from tests.reports.conftest import Print
from tests.reports.reading import Pdf, Sheets, csv_rows

SOURCE = "Źródło: System księgowy, konto 204-1, wczytano 2 października 2026, 10:00."
DAYS = "Stan na: salda 30 września 2026, operacje 30 września 2026, naliczenia 31 sierpnia 2026."
BANK = "Ostatni zaksięgowany wyciąg bankowy: 29 września 2026."
CLAUSE = "Kwoty mają charakter informacyjny i nie są jedyną podstawą reklamacji."
CONTROLLER = "Administrator danych: Spółdzielnia Mieszkaniowa „Lipowa”"
HOSTILE = '=HYPERLINK("http://x") #{1+1} <script>alert(1)</script> *a* _b_ $x$ @import ∮ 漢'
ROWS = 120


def test_a_csv_has_decimal_commas_iso_days_and_tells_where_from(printed: Print) -> None:
    rows = [[cell.replace("\u00a0", " ") for cell in row] for row in csv_rows(csv_file(printed()))]
    assert [row[0] for row in rows[:3]] == [
        "Wyciąg",
        "za maj",
        "Spółdzielnia Mieszkaniowa „Lipowa”",
    ]
    assert rows[3] == [f"{SOURCE} {DAYS} {BANK}"]
    assert rows[4][0].startswith(CLAUSE)
    assert rows[5][0].startswith(CONTROLLER)
    assert rows[9] == ["Saldo", "987,65"]
    assert rows[-3:] == [
        ["Dzień", "Miesiąc", "Opis", "Ilość", "Kwota"],
        ["2026-05-31", "2026-05", "Zażółć gęślą jaźń w maju", "62,25", "-1234,56"],
        ["", "", "Razem", "", "-1234,56"],
    ]


def test_s12_a_csv_has_no_formula_whatever_a_text_begins_with(printed: Print) -> None:
    for start in ("=1", "+1", "-1", "@x", "\uff1d1", " =1", "\u00a0=1"):
        cells = [cell for row in csv_rows(csv_file(printed(start))) for cell in row]
        assert f"'{start}" in cells
        assert start not in cells


def test_an_xlsx_has_real_numbers_and_days_and_a_head_that_stays(printed: Print) -> None:
    sheets = Sheets(xlsx_file(printed()))
    summary, table = sheets.rows
    assert [row for row in summary if row[0] == "Saldo"] == [["Saldo", "987.65"]]
    assert table[-2] == ["46173", "46143", "Zażółć gęślą jaźń w maju", "62.25", "-1234.56"]
    assert table[-1] == ["Razem", "-1234.56"]
    assert [row for row in table if row[0] == "Dzień"]
    for part in ("dd.mm.yyyy", "#,##0.00\\ &quot;zł&quot;", "[$-415]mmmm yyyy"):
        assert part in sheets.styles
    assert re.search(r'<pane ySplit="5" topLeftCell="A6" activePane="bottomLeft"', sheets.xml[1])


def test_k04_1_k07_1_every_sheet_of_an_xlsx_tells_where_from_and_who_answers_for_data(
    printed: Print,
) -> None:
    for rows in Sheets(xlsx_file(printed())).rows:
        first = " ".join(cell for row in rows[:6] for cell in row).replace("\u00a0", " ")
        assert f"{SOURCE} {DAYS} {BANK}" in first
        assert CLAUSE in first
        assert CONTROLLER in first


def test_s12_an_xlsx_has_neither_formulas_nor_links(printed: Print) -> None:
    sheets = Sheets(xlsx_file(printed(HOSTILE)))
    assert HOSTILE in [cell for rows in sheets.rows for row in rows for cell in row]
    assert "<f>" not in "".join(sheets.xml)
    assert "<hyperlink" not in "".join(sheets.xml)


def test_the_pdf_is_tagged_titled_archivable_and_says_its_language(
    printed: Print, printer: ReportPrinter
) -> None:
    pdf = Pdf(printer.pdf_file(printed()))
    assert pdf.root["/Lang"] == "pl"
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.title == "Wyciąg, za maj"
    assert pdf.reader.metadata.author == "Spółdzielnia Mieszkaniowa „Lipowa”"
    for part in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert part in pdf.metadata
    assert pdf.fonts == {"SourceSans3-Regular", "SourceSans3-SemiBold"}


def test_a_screen_reader_finds_headings_and_the_head_of_the_table(
    printed: Print, printer: ReportPrinter
) -> None:
    roles = Pdf(printer.pdf_file(printed())).roles()
    assert {role: roles.get(role) for role in ("/H1", "/H2", "/H3", "/Table", "/THead")} == {
        "/H1": 1,
        "/H2": 1,
        "/H3": 1,
        "/Table": 1,
        "/THead": 1,
    }
    assert (roles["/TR"], roles["/TH"], roles["/TD"]) == (3, 5, 10)


def test_k04_1_k07_1_k07_2_every_page_tells_whose_it_is_where_from_and_its_number(
    printed: Print, printer: ReportPrinter
) -> None:
    pages = Pdf(printer.pdf_file(printed(rows=ROWS))).pages
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        for part in ("Spółdzielnia Mieszkaniowa „Lipowa”", SOURCE, DAYS, BANK, CLAUSE):
            assert part in text
        assert f"{number} / {len(pages)}" in text
        assert "Dzień Miesiąc Opis Ilość Kwota" in text
    assert CONTROLLER in pages[0]
    assert " ".join(pages).count("−1 234,56 zł") == ROWS
    assert "−148 147,20 zł" in pages[-1]


def test_s12_what_looks_like_markup_is_printed_as_it_stands(
    printed: Print, printer: ReportPrinter
) -> None:
    text = Pdf(printer.pdf_file(printed(HOSTILE))).text
    shown = HOSTILE.replace("∮", "□").replace("漢", "□")
    assert tidy_letters(shown) in tidy_letters(text)


def tidy_letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_s62_marks_that_turn_the_writing_and_control_signs_are_taken_out() -> None:
    assert clean("a\u202egnp.exe\x00 b\n\tc\u2066 ") == "agnp.exe b  c"


def test_a_one_letter_word_never_ends_a_line() -> None:
    assert shown("opłata w maju", CellKind.TEXT) == "opłata w\u00a0maju"


def test_a_file_name_has_letters_digits_and_hyphens_only() -> None:
    assert stem("Wyciąg A/00040; \r\n„Łódź”") == "Wyciag-A-00040-Lodz"
    assert stem("漢字") == "dokument"
    assert len(stem("a" * 300)) == 80
