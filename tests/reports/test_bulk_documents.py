"""Documents of many payers: what the office chooses, and what lies in the file for it."""

import re
import stat
import zipfile

from tests.databases import on_sqlite
from tests.demo.reading import grosze
from tests.imports.rewriting import ORIGINAL, Row, read
from tests.offices import Office, office, text_of
from tests.portals import Portals
from tests.reports.bulk import PAGE, archive, asked, audited, page_of, worked
from tests.reports.reading import EXPORT_A, EXPORT_B, Pdf, expected


def test_p12_the_office_gets_a_statement_of_every_payer_sorted_by_address(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="all", dzien="2026-09-30")
    page = page_of(run)
    waiting = browser.open(page).text
    assert "Czeka na swoją kolej." in waiting
    assert f'href="{page}"' in waiting
    worked(a)
    assert "Przygotowano 10 dokumentów." in text_of(browser.open(page).text)
    answer = browser.open(f"{page}/plik")
    assert answer.headers["content-disposition"] == f'attachment; filename="wyciag-{run}.zip"'
    assert answer.headers["cache-control"] == "no-store"
    files = archive(browser, run)
    names = files.namelist()
    assert [name[6:].partition("-wyciag-")[0] for name in names] == [
        *(f"Cwiczebna-5A-m-{number}" for number in (2, 4, 6, 6, 8, 10)),
        "Cwiczebna-5A-garaz-G2",
        *(f"Lipowa-3-m-{number}" for number in (3, 7, 9)),
    ]
    assert names[0] == "00001-Cwiczebna-5A-m-2-wyciag-204-1-00003-4-2026-09-30.pdf"
    texts = [Pdf(files.read(name)).text for name in names]
    holders = {"K0002", "K0003", "K0004", "K0005", "K0006", "K0007", "K0008", "K0009", "K0010"}
    for key, account in expected(EXPORT_A)["accounts"].items():
        wanted = bool(holders.intersection(account["payers"])) or "K0011" in account["payers"]
        assert sum(f"Konto {key} " in text for text in texts) == wanted, key
    of_account = {key: rest for text in texts for key, rest in sections(text)}
    told = {row["Konto"]: balance_of(row) for row in read(ORIGINAL, "salda.csv")}
    assert [told[key] for key, rest in of_account.items() if told[key] not in rest] == []
    acts = [("report_run", run, "staff"), ("report_download", run, "staff")]
    assert audited(a) == [*acts, acts[1]]


def sections(text: str) -> list[tuple[str, str]]:
    """What stands under each account."""
    parts = re.split(r"Konto (20\d-[\d-]+) ", text)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def balance_of(row: Row) -> str:
    for column, words in (("Saldo Wn", "Do zapłaty"), ("Saldo Ma", "Nadpłata")):
        if grosze(row[column]):
            return f"{words} na 30.09.2026 {row[column]} zł"
    return "Wszystko opłacone na 30.09.2026 0,00 zł"


@on_sqlite
def test_s13_the_file_lies_outside_the_database_for_its_owner_alone(a: Office) -> None:
    run = asked(a.browser_of_staff(), whom="payers", payers="K0003")
    worked(a)
    folder = a.live.folder / "reports"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (file,) = folder.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == (f"{run}.zip", 0o600)


def texts_of(files: zipfile.ZipFile) -> list[str]:
    return [Pdf(files.read(name)).text for name in files.namelist()]


@on_sqlite
def test_a_former_holder_can_be_chosen_and_nobody_else_comes_along(a: Office) -> None:
    browser = a.browser_of_staff()
    run = asked(browser, whom="payers", payers="K0001, K0003")
    worked(a)
    texts = texts_of(archive(browser, run))
    text = " ".join(texts)
    assert len(texts) == 2
    assert "204-1-00001-2" in text
    assert "204-1-00002-3" not in text  # of the buyer of the same flat


@on_sqlite
def test_s02_seller_and_buyer_of_one_flat_each_get_their_own_days(
    portals: Portals, database_kind: str
) -> None:
    """In this export the account stays with the flat; the sale was on 15.04.2026."""
    days: dict[str, list[str]] = {}
    sections: dict[str, str] = {}
    with office(portals, database_kind, EXPORT_B) as served:
        browser = served.browser_of_staff()
        for payer in ("101", "102"):
            run = asked(browser, whom="payers", payers=payer)
            worked(served)
            (text,) = texts_of(archive(browser, run))
            of_flat = re.split(r"(?=Konto 20\d-)", text)
            (sections[payer],) = [p for p in of_flat if p.startswith("Konto 204-000002 ")]
            lines = r"(\d\d)\.(\d\d)\.(\d{4}) (?:Opłat|Wpłat|czynsz)"
            booked = re.findall(lines, sections[payer])
            days[payer] = ["-".join(reversed(day)) for day in booked]
    assert days["101"]
    assert days["102"]
    assert max(days["101"]) <= "2026-04-14"
    assert min(days["102"]) >= "2026-04-15"
    assert "Wszystko opłacone na 14.04.2026 0,00 zł" in sections["101"]
    assert "Nadpłata na 31.10.2026 3,70 zł" in sections["102"]


@on_sqlite
def test_a_building_is_chosen_from_those_there_are(a: Office) -> None:
    browser = a.browser_of_staff()
    buildings = [row[0] for row in a.live.rows("SELECT DISTINCT building FROM premises_version")]
    page = browser.open(PAGE).text
    assert [b for b in buildings if f'<option value="{b}">' not in page] == []
    run = asked(browser, whom="building", building="Lipowa 3")
    worked(a)
    texts = texts_of(archive(browser, run))
    text = " ".join(texts)
    assert len(texts) == 7
    assert "204-1-00004-5" in text
    assert "204-1-00007-9" not in text  # of Ćwiczebna 5A


@on_sqlite
def test_what_the_office_mistypes_is_told_beside_the_field(a: Office) -> None:
    browser = a.browser_of_staff()
    cases: list[tuple[dict[str, str], str]] = [
        ({"whom": ""}, "Wybierz, dla kogo przygotować dokumenty"),
        ({"whom": "building"}, "Wybierz budynek"),
        ({"whom": "building", "building": "Nie ma 1"}, "Wybierz budynek"),
        ({"whom": "payers"}, "Wpisz numer co najmniej jednego kontrahenta"),
        ({"whom": "payers", "payers": "K0003 X9"}, "Żaden kontrahent nie ma takiego numeru: X9"),
        ({"whom": "all", "rok": "abc"}, "Wpisz rok, na przykład 2026"),
    ]
    for fields, text in cases:
        browser.open(PAGE)
        answer = browser.submit(PAGE, **{"building": "", "payers": "", **fields})
        assert (answer.status_code, text in text_of(answer.text)) == (422, True), fields
    assert audited(a) == []
