"""Slips and receipts as files: what a person reads on them, and what a reader's program does."""

from datetime import UTC, datetime

import msgspec
import pytest

from iok_core.identity.issuing import Issued
from iok_core.identity.receipts import hand_over_list, receipt
from iok_core.identity.slips import Addressee, SlipForm, SlipPrinter
from iok_core.web.themes import theme_folders
from iok_core.web.typesetting import Typesetter
from tests.browsing import URL
from tests.cooperative import COOPERATIVE
from tests.reports.reading import Pdf

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
ISSUED = Issued(
    identity=1,
    identifier="147497",
    start_password="7KQM-X2RD-HN4W-P9TC",
    expires_at=datetime(2026, 12, 11, 9, 30, tzinfo=UTC),
    freeze_code="ABCD-EFGH-JKLM-NPQR",
)
ANNA = Addressee("Łucja Źdźbło-Ćwiąkała", ("ul. Żółta 3/5", "00-000 Gęślów"))
CONTROLLER = (
    "Administrator danych: Spółdzielnia Mieszkaniowa „Lipowa”, ul. Danych 2, 00-000 Przykładowo. "
    "Pytania o dane: dane@lipowa.example. "
    "Inspektor ochrony danych: Ewa Ochronna, iod@lipowa.example."
)
FORMS = pytest.mark.parametrize("form", SlipForm)


@pytest.fixture(scope="module")
def printer() -> SlipPrinter:
    return SlipPrinter(Typesetter(theme_folders()), COOPERATIVE, URL, loss_page=False)


@FORMS
async def test_k06_3_k04_1_what_stands_on_a_slip(printer: SlipPrinter, form: SlipForm) -> None:
    pdf = Pdf(await printer.slips([(ANNA, ISSUED)], form, NOW))
    (text,) = pdf.pages
    for told in (
        "Łucja Źdźbło-Ćwiąkała ul. Żółta 3/5 00-000 Gęślów",
        "Identyfikator 147 497",
        "Hasło startowe 7KQM-X2RD-HN4W-P9TC",
        f"Adres portalu: {URL}",
        "działa jeden raz, do 11 grudnia 2026, 10:30",
        "najpóźniej następnego dnia roboczego, tel. " + COOPERATIVE.phone,
        "Nikomu nie pokazuj identyfikatora ani hasła",
        CONTROLLER,
    ):
        assert told in text


@FORMS
async def test_k06_3_a_slip_is_tagged_and_its_picture_has_words(
    printer: SlipPrinter, form: SlipForm
) -> None:
    signing = receipt(ANNA.name, "147497", [], NOW)
    pdf = Pdf(await printer.slips([(ANNA, ISSUED)], form, NOW, signing))
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.metadata
    assert pdf.root["/Lang"] == "pl"
    roles = pdf.roles()
    assert (roles["/H1"], roles["/Figure"]) == (2, 1)
    assert pdf.content.count(b"/Alt") == 1
    assert pdf.fonts == {"SourceSans3-Regular", "SourceSans3-SemiBold"}


async def test_k06_3_a_freeze_code_is_told_only_where_there_is_a_page_for_it(
    printer: SlipPrinter,
) -> None:
    without = Pdf(await printer.slips([(ANNA, ISSUED)], SlipForm.SHEET, NOW)).text
    assert ISSUED.freeze_code not in without
    assert "utrata" not in without
    telling = SlipPrinter(Typesetter(theme_folders()), COOPERATIVE, URL, loss_page=True)
    told = Pdf(await telling.slips([(ANNA, ISSUED)], SlipForm.STRIP, NOW)).text
    assert f"Kod blokady {ISSUED.freeze_code}" in told
    assert f"{URL}/utrata" in told


async def test_k06_3_each_slip_stands_on_its_own_sheet_or_third_of_one(
    printer: SlipPrinter,
) -> None:
    long = Addressee("Ćwiąkała " * 12, ("Spółdzielnia Mleczarska " * 3, *ANNA.lines, "klatka A"))
    many = [
        (long, msgspec.structs.replace(ISSUED, identifier=str(100000 + number)))
        for number in range(4)
    ]
    told = ["100 000", "100 001", "100 002", "100 003"]
    sheets = Pdf(await printer.slips(many, SlipForm.SHEET, NOW)).pages
    assert [[one for one in told if one in page] for page in sheets] == [[one] for one in told]
    strips = Pdf(await printer.slips(many, SlipForm.STRIP, NOW)).pages
    assert [[one for one in told if one in page] for page in strips] == [told[:3], told[3:]]


async def test_k06_6_k04_1_a_receipt_has_lines_to_sign_on_and_no_secret(
    printer: SlipPrinter,
) -> None:
    signing = receipt(ANNA.name, "147497", [], NOW)
    (text,) = Pdf(await printer.signing(signing, NOW)).pages
    for told in ("Potwierdzenie odbioru", ANNA.name, "147 497", "czytelny podpis", CONTROLLER):
        assert told in text
    (slip,) = Pdf(await printer.slips([(ANNA, ISSUED)], SlipForm.STRIP, NOW, signing)).pages
    assert slip.endswith("Podpis pracownika")


async def test_k06_7_a_list_of_a_building_has_a_row_to_sign_for_everybody(
    printer: SlipPrinter,
) -> None:
    rows = [(f"klatka A, nr {number}", "Jan Ćma", "147497") for number in range(1, 61)]
    pdf = Pdf(await printer.signing(hand_over_list("Lipowa 14", rows), NOW))
    assert len(pdf.pages) > 1
    assert pdf.text.count("Jan Ćma") == 60
    assert (pdf.roles()["/TR"], pdf.roles()["/TH"]) == (61, 6)
