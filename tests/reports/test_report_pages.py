"""Reports as residents get them: the same figures on the page and in each file, only theirs."""

import re
from typing import Any

import pytest

from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.offices import Office, office, text_of
from tests.portals import Portals
from tests.reports.bulk import asked
from tests.reports.reading import EXPORT_A, EXPORT_B, EXPORT_C, Pdf, Sheets, csv_rows, expected

ACCOUNTS = {
    EXPORT_A: ("K0003", "204-1-00003-4"),  # overpaid in the end, though it owed at the beginning
    EXPORT_B: ("105", "204-000005"),
    EXPORT_C: ("9035", "204.09035.6"),
}
REPORT = "/raporty/wyciag"


pytestmark = on_sqlite
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def zlote(grosze: int) -> str:
    return f"{'-' if grosze < 0 else ''}{abs(grosze) // 100},{abs(grosze) % 100:02}"


def grouped(grosze: int) -> str:
    """As pages write it, with ordinary blanks."""
    whole = f"{abs(grosze) // 100:,}".replace(",", " ")
    return f"{'−' if grosze < 0 else ''}{whole},{abs(grosze) % 100:02} zł"


@pytest.mark.parametrize("export", ACCOUNTS)
def test_k02_2_k07_1_the_sums_of_the_accounting_system_stand_in_every_format(
    portals: Portals, database_kind: str, export: str
) -> None:
    payer, key = ACCOUNTS[export]
    told = expected(export)
    account, entries = told["accounts"][key], told["entries_of"][key]
    with office(portals, database_kind, export) as served:
        browser = served.browser_of(payer)
        query = f"konto={served.id_of('account', key)}&pokaz=1"
        page = plain(browser.open(f"{REPORT}?{query}").text)
        answers = {ending: browser.open(f"{REPORT}/{ending}?{query}") for ending in MEDIA}
    assert {ending: one.headers["content-type"] for ending, one in answers.items()} == MEDIA
    files = {ending: one.content for ending, one in answers.items()}
    rows = csv_rows(files["csv"])
    flat = [plain_blanks(";".join(row)) for row in rows]
    assert any(line.startswith("Saldo na początek") for line in flat)
    for label, grosze in (("Obciążenia", account["debit"]), ("Wpłaty", -account["credit"])):
        assert f"{label};{zlote(grosze)}" in flat
    of_entries = [row for row in rows if len(row) == 6 and re.match(r"\d{4}-", row[0])][1:]
    assert [(row[0], row[3], row[4]) for row in of_entries] == [
        (
            entry["booking_date"],
            zlote(entry["debit"]) if entry["debit"] else "",
            zlote(entry["credit"]) if entry["credit"] else "",
        )
        for entry in entries
    ]
    assert of_entries[-1][5] == zlote(account["closing"])
    pdf, cells = plain_blanks(Pdf(files["pdf"]).text), Sheets(files["xlsx"]).rows
    for grosze in (account["opening"], account["debit"], -account["credit"]):
        assert grouped(grosze) in page
        assert grouped(grosze) in pdf
    state = "Nadpłata na" if account["closing"] < 0 else "Do zapłaty na"
    assert f"{state} {day(told)} {grouped(abs(account['closing']))}" in page
    assert f"{state} {day(told)} {grouped(abs(account['closing']))}" in pdf
    assert [f"{state} {day(told)}", number(abs(account["closing"]))] in cells[0]
    assert cells[1][-1][-1] == number(account["closing"])
    for whole in (page, pdf, " ".join(flat)):
        assert "Źródło: System księgowy, konto " + key in whole
        assert "Ostatni zaksięgowany wyciąg bankowy:" in whole
        assert "charakter informacyjny" in whole
        assert "Spółdzielnia Mieszkaniowa „Lipowa”" in whole


def plain(html: str) -> str:
    return plain_blanks(text_of(html))


def plain_blanks(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def day(told: dict[str, Any]) -> str:
    return ".".join(reversed(told["as_of"]["balances"].split("-")))


def number(grosze: int) -> str:
    return f"{grosze / 100:.16G}"


def test_s01_no_format_of_anybody_tells_of_others(a: Office) -> None:
    told = expected(EXPORT_A)
    theirs = {key for key, one in told["accounts"].items() if "K0005" in one["payers"]}
    others = set(told["accounts"]) - theirs
    names = {
        str(row[0]) for row in a.live.rows("SELECT name FROM party_version WHERE key <> 'K0005'")
    }
    browser = a.browser_of("K0005")
    everything = browser.open(f"{REPORT}?skladniki=1&pokaz=1").text
    for ending in ("csv", "xlsx", "pdf"):
        content = browser.open(f"{REPORT}/{ending}?skladniki=1&pokaz=1").content
        everything += text_in(content, ending)
    assert theirs <= {key for key in told["accounts"] if key in everything}
    assert [key for key in others if key in everything] == []
    assert [name for name in names if name in everything] == []


def text_in(content: bytes, ending: str) -> str:
    if ending == "pdf":
        return Pdf(content).text
    if ending == "xlsx":
        return str(Sheets(content).rows)
    return content.decode("utf-8-sig")


def test_k02_1_s01_a_former_owner_gets_nothing(a: Office) -> None:
    browser = a.browser_of("K0001")
    page = browser.open(f"{REPORT}?pokaz=1")
    assert "Nie ma jeszcze czego pokazać" in page.text
    assert "204-1-00001-2" not in page.text
    assert browser.open(f"{REPORT}/pdf?pokaz=1").status_code == 404


def test_k02_1_s01_an_account_of_others_is_an_unknown_page_and_audited(a: Office) -> None:
    browser, foreign = a.browser_of("K0003"), a.id_of("account", "204-1-00005-6")
    paths = (REPORT, f"{REPORT}/csv", f"{REPORT}/pdf")
    for path in paths:
        assert browser.open(f"{path}?konto={foreign}&pokaz=1").status_code == 404
    assert audit(a, len(paths)) == [("object_denied", "account", foreign, "refused")] * len(paths)
    for path in paths:
        for malformed in ("abc", "1.5", "%F0%9F", "9" * 30):
            assert browser.open(f"{path}?konto={malformed}&pokaz=1").status_code == 404


def audit(office: Office, newest: int = 1) -> list[tuple[Any, ...]]:
    sql = "SELECT action, object_kind, object_id, result FROM audit ORDER BY seq DESC LIMIT {}"
    return office.live.rows(sql, newest)


def test_a_file_is_named_for_what_it_is_kept_nowhere_and_audited(a: Office) -> None:
    browser, account = a.browser_of("K0003"), a.id_of("account", "204-1-00003-4")
    answer = browser.open(f"{REPORT}/pdf?konto={account}&dzien=2026-05-31&pokaz=1")
    name = 'attachment; filename="wyciag-204-1-00003-4-2026-05-31.pdf"'
    assert answer.headers["content-disposition"] == name
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert audit(a) == [("report_take", "account", account, "done")]
    assert browser.open(f"{REPORT}/exe?pokaz=1").status_code == 404
    assert browser.open("/raporty/nie-ma?pokaz=1").status_code == 404


def test_k02_2_a_balance_of_an_earlier_day_is_opening_plus_entries_up_to_it(a: Office) -> None:
    told = expected(EXPORT_A)
    key = "204-1-00003-4"
    until = [e for e in told["entries_of"][key] if e["booking_date"] <= "2026-02-28"]
    balance = told["accounts"][key]["opening"] + sum(e["debit"] - e["credit"] for e in until)
    browser, account = a.browser_of("K0003"), a.id_of("account", key)
    page = plain(browser.open(f"{REPORT}?konto={account}&dzien=2026-02-28&pokaz=1").text)
    assert balance != 0
    words = "Nadpłata" if balance < 0 else "Do zapłaty"
    assert f"{words} na 28.02.2026 {grouped(abs(balance))}" in page


def test_what_cannot_be_shown_is_told_beside_the_field_and_stays_typed(a: Office) -> None:
    browser = a.browser_of("K0003")
    cases = {
        "dzien=2026-12-31": "Dane sięgają do 30.09.2026. Wybierz ten dzień albo wcześniejszy",
        "dzien=2020-01-01": "Dane zaczynają się 01.08.2025",
        "rok=1999": "Dane są od 01.08.2025 do 30.09.2026",
        "rok=2026&dzien=2026-05-01": "Wybierz albo dzień, albo rok",
        "rok=abc": "Wpisz rok, na przykład 2026",
        "dzien=31.13.2026": "Wpisz dzień, na przykład 31.05.2026",
    }
    for query, text in cases.items():
        answer = browser.open(f"{REPORT}?{query}&pokaz=1")
        assert (answer.status_code, text in answer.text) == (422, True), query
        for value in re.findall(r"=([^&]+)", query):
            assert f'value="{value}"' in answer.text
        assert browser.open(f"{REPORT}/csv?{query}&pokaz=1").status_code == 422
    both = browser.open(f"{REPORT}?rok=abc&dzien=x&pokaz=1").text
    assert "Wpisz rok, na przykład 2026" in both
    assert "Wpisz dzień, na przykład 31.05.2026" in both


def test_the_statement_is_one_click_away_from_the_balance(a: Office) -> None:
    browser, account = a.browser_of("K0003"), a.id_of("account", "204-1-00003-4")
    for path in ("/", "/rozliczenia", f"/rozliczenia/{account}"):
        assert f'href="/raporty?konto={account}"' in browser.open(path).text
    answer = browser.open(f"/raporty?konto={account}")
    assert answer.headers["location"] == f"{REPORT}?konto={account}"


def test_a_first_run_of_the_office_leaves_residents_the_title_in_their_language(a: Office) -> None:
    clerk = a.browser_of_staff()
    clerk.open("/jezyk/en")
    asked(clerk, whom="payers", payers="K0003")
    assert a.live.rows("SELECT title FROM module WHERE name = 'wyciag'") == [
        ("Statement of account",)
    ]
    assert "<h1>Wyciąg z konta</h1>" in a.browser_of("K0003").open(REPORT).text


def test_p12_s21_a_broken_report_tells_what_to_do_and_leaves_the_pages_up(
    with_trials: Office,
) -> None:
    browser = with_trials.browser_of("K0003")
    assert "Trial" in browser.open("/raporty").text
    for way in ("raises", "float"):
        answer = browser.open(f"/raporty/trial?way={way}&pokaz=1")
        assert answer.status_code == 503
        assert "Nie udało się przygotować tego dokumentu" in answer.text
        assert "Saldo i operacje są jak zawsze w Rozliczeniach." in plain(answer.text)
        assert browser.has_form("/raporty/trial")
        assert browser.open(f"/raporty/trial/pdf?way={way}&pokaz=1").status_code == 503
    assert "To za dużo na jeden dokument" in refused(browser, "long_text")
    told = browser.open("/raporty/trial?way=declines&pokaz=1")
    assert (told.status_code, "Wybierz inaczej" in told.text) == (422, True)
    assert "W ogóle nie" in plain(told.text)
    assert browser.open(f"{REPORT}?pokaz=1").status_code == 200
    assert browser.open("/").status_code == 200


def refused(browser: Browser, way: str) -> str:
    return browser.open(f"/raporty/trial?way={way}&pokaz=1").text
