import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from iok_core.regulations.pdf import RegulationsPrinter, Sheet
from iok_core.web.themes import theme_folders
from iok_core.web.typesetting import PdfError, Typesetter

SHEET = Sheet(
    lang="pl",
    name="Regulamin portalu Zażółć",
    author="Zarząd",
    title=("Regulamin", "portalu"),
    clauses=((1, ("Pierwszy punkt.",)), (12, ("Adres:", "biuro@lipowa.example"))),
    closing=("Zatwierdzono.",),
    facts=(("Wersja", "1"),),
    controller="Administrator danych: Spółdzielnia.",
    footer="Regulamin, wersja 1",
    dated=datetime(2023, 11, 29, tzinfo=UTC),
)


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A copy of the default theme's part for PDFs, to be spoilt."""
    [default] = theme_folders()
    for part in ("pdf", "fonts"):
        shutil.copytree(default / part, tmp_path / part)
    return tmp_path


async def test_k01_1_the_pdf_is_tagged_titled_and_says_its_language() -> None:
    pdf = await RegulationsPrinter(Typesetter(theme_folders())).print(SHEET)
    assert b"/StructTreeRoot" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/Lang(pl)" in pdf
    assert "Regulamin portalu Zażółć".encode() in pdf


async def test_the_pdf_has_the_fonts_of_the_theme() -> None:
    pdf = await RegulationsPrinter(Typesetter(theme_folders())).print(SHEET)
    names = {name.decode() for name in re.findall(rb"/FontName/\w+\+([\w-]+)", pdf)}
    assert names == {"SourceSans3-Regular", "SourceSans3-SemiBold"}


async def test_a_sign_that_the_theme_lacks_is_taken_from_no_other_font() -> None:
    sheet = msgspec.structs.replace(SHEET, closing=("Całka: ∮",))
    with pytest.raises(PdfError):
        await RegulationsPrinter(Typesetter(theme_folders())).print(sheet)


async def test_the_same_text_is_the_same_file_made_on_the_day_of_its_approval(theme: Path) -> None:
    first = await RegulationsPrinter(Typesetter(theme_folders())).print(SHEET)
    assert await RegulationsPrinter(Typesetter([theme])).print(SHEET) == first
    assert b"/CreationDate(D:20231129" in first


async def test_a_text_is_set_once(theme: Path) -> None:
    printer = RegulationsPrinter(Typesetter([theme]))
    first = await printer.print(SHEET)
    (theme / "pdf" / "regulations.typ").unlink()
    assert await printer.print(msgspec.structs.replace(SHEET)) is first


async def test_a_font_that_is_missing_is_a_fault_and_not_another_font(theme: Path) -> None:
    template = theme / "pdf" / "paper.typ"
    template.write_text(template.read_text("utf-8").replace("Source Sans 3", "Arial"), "utf-8")
    with pytest.raises(PdfError, match="arial"):
        await RegulationsPrinter(Typesetter([theme])).print(SHEET)


async def test_a_template_that_fails_is_a_fault(theme: Path) -> None:
    (theme / "pdf" / "regulations.typ").write_text("#sheet", "utf-8")
    with pytest.raises(PdfError, match="unknown variable"):
        await RegulationsPrinter(Typesetter([theme])).print(SHEET)
