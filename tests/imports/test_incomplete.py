"""Accounts with rejected rows, and those that do not add up: residents and staff read it."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest

from iok_core.db import execute
from iok_core.imports.history import ImportLine
from tests.databases import on_sqlite
from tests.imports.at_the_office import EXPORT, bring, decide, office, page_of, payer, plain
from tests.imports.bringing import bring_in, options_of
from tests.portal import LivePortal

MARK = "Dane niepełne"
ANYBODYS = "Mogą dotyczyć także tego konta"
EVERY = "wszystkie konta z tego źródła mają oznaczenie"


def spoiled(folder: Path, row: str, by: str) -> Mapping[str, object]:
    """The base, where a row of zapisy.csv is another."""
    options = options_of(EXPORT)
    copytree(str(options["folder"]), folder, dirs_exist_ok=True)
    path = folder / "zapisy.csv"
    text = path.read_text("cp1250")
    assert text.count(row) == 1
    path.write_text(text.replace(row, by), "cp1250", newline="")
    return {**options, "folder": str(folder)}


def released(live: LivePortal, options: Mapping[str, object]) -> ImportLine:
    line = live.do(lambda portal: bring_in(portal, options))
    decide(office(live), f"{page_of(line)}/publikacja")
    return line


def row_of(account: str) -> str:
    """The first row of the account's entries in the base's file: up to its booking date."""
    path = Path(str(options_of(EXPORT)["folder"])) / "zapisy.csv"
    rows = path.read_text("cp1250").splitlines()
    return next(";".join(row.split(";")[:3]) for row in rows if row.split(";")[1] == account)


@on_sqlite
def test_an_account_with_a_rejected_row_is_marked_and_no_other(
    live: LivePortal, tmp_path: Path
) -> None:
    row = row_of("204-1-00003-4")
    line = released(live, spoiled(tmp_path / "x", row, row[:-10] + "31.02.2026"))
    for page in ("/", "/rozliczenia"):
        assert MARK in plain(payer(live, "K0003").open(page).text)
        assert MARK not in plain(payer(live, "K0004").open(page).text)
    staff = office(live)
    assert "1 konto ma oznaczenie „niepełne”" in plain(staff.open(page_of(line)).text)
    listed = plain(staff.open("/biuro/konta?co=incomplete").text)
    assert "204-1-00003-4" in listed
    assert "204-1-00004-5" not in listed
    assert EVERY not in listed
    assert "Na kontach brakuje odrzuconych wierszy" in plain(staff.open("/biuro").text)


@on_sqlite
def test_a_rejected_row_of_nobodys_account_marks_the_whole_source(
    live: LivePortal, tmp_path: Path
) -> None:
    row = row_of("204-1-00003-4")
    released(live, spoiled(tmp_path / "x", row, row.replace("00003-4", "00003-X")))
    for key in ("K0003", "K0004"):
        assert ANYBODYS in plain(payer(live, key).open("/").text)
    assert EVERY in plain(office(live).open("/biuro/konta?co=incomplete").text)
    file = office(live).open("/biuro/konta/lista.csv?co=not_adding_up").text
    assert file.splitlines()[1].endswith(";tak")


@on_sqlite
@pytest.mark.parametrize(("rejected", "told"), [(1000, False), (1001, True)])
def test_where_more_rows_were_rejected_than_are_kept_the_whole_source_is_marked(
    live: LivePortal, tmp_path: Path, rejected: int, told: bool
) -> None:
    row = row_of("204-1-00003-4")
    bad = f"{row[:-10]}31.02.2026{';' * 7}\n"
    released(live, spoiled(tmp_path / "x", row, bad * rejected + row))
    assert MARK in plain(payer(live, "K0003").open("/").text)
    assert (ANYBODYS in plain(payer(live, "K0004").open("/").text)) == told


@on_sqlite
def test_the_mark_goes_with_the_next_import_and_comes_back_with_an_undo(
    live: LivePortal, tmp_path: Path
) -> None:
    row = row_of("204-1-00003-4")
    released(live, spoiled(tmp_path / "x", row, row[:-10] + "31.02.2026"))
    resident = payer(live, "K0003")
    bring(live)
    assert MARK not in plain(resident.open("/").text)
    decide(office(live), "/biuro/importy/zrodla/1/cofniecie")
    assert MARK in plain(resident.open("/").text)


@on_sqlite
def test_a_rejected_premises_row_marks_no_account(live: LivePortal) -> None:
    held = bring(live, "truncated")
    live.do(lambda _: execute("UPDATE rejected_row SET kind = 'titles', account = ''"))
    decide(office(live), f"{page_of(held)}/publikacja")
    assert live.rows("SELECT count(*) FROM incomplete") == [(0,)]


def test_k07_4_an_account_that_does_not_add_up_is_told_to_its_payer_and_to_the_office(
    base: LivePortal,
) -> None:
    """One grosz is taken from an opening balance of 437,87 zł."""
    wrong = "UPDATE balance SET opening = opening - 1 WHERE key = '204-1-00003-4'"
    base.do(lambda _: execute(wrong))
    base.do(lambda _: execute("UPDATE import SET figures = ''"))
    for page in ("/", "/rozliczenia"):
        told = plain(payer(base, "K0003").open(page).text)
        assert "Kwoty się nie sumują" in told
        assert "Biuro o tym wie" in told
        assert "nie sumują" not in plain(payer(base, "K0004").open(page).text)
    staff = office(base)
    assert "Na 1 koncie kwoty się nie sumują" in plain(staff.open("/biuro").text)
    listed = plain(staff.open("/biuro/konta?co=not_adding_up").text)
    assert "204-1-00003-4" in listed
    assert "437,86 zł" in listed
    assert "0,01 zł" in listed
    assert "204-1-00004-5" not in listed
    assert "Źródło: System księgowy" in listed
    assert "Stan na 30 września 2026" in listed
    (_, row) = staff.open("/biuro/konta/lista.csv?co=not_adding_up").text.splitlines()
    assert row.endswith(";System księgowy;2026-09-30;2026-09-29;")


@on_sqlite
def test_k07_4_an_account_without_a_balance_is_a_task_for_the_office(base: LivePortal) -> None:
    base.do(lambda _: execute("DELETE FROM balance WHERE key = '204-1-00003-4'"))
    base.do(lambda _: execute("UPDATE import SET figures = ''"))
    staff = office(base)
    assert "1 konto nie ma salda" in plain(staff.open("/biuro").text)
    assert "204-1-00003-4" in plain(staff.open("/biuro/konta?co=without_balance").text)


@on_sqlite
def test_nothing_to_do_is_said(live: LivePortal) -> None:
    assert "Nic nie czeka" in plain(office(live).open("/biuro").text)


@on_sqlite
def test_a_held_import_waits_on_the_first_page_until_it_is_decided(live: LivePortal) -> None:
    held = bring(live, "wrong-totals")
    staff = office(live)
    home = staff.open("/biuro").text
    assert "Podejmij decyzję w sprawie importu" in plain(home)
    assert f'href="{page_of(held)}"' in home
    decide(staff, f"{page_of(held)}/odrzucenie")
    assert "Podejmij decyzję" not in plain(staff.open("/biuro").text)


@on_sqlite
def test_a_failed_last_import_is_a_task_until_the_next_one(live: LivePortal) -> None:
    bring(live, "wrong-encoding")
    staff = office(live)
    assert "nie udał się" in plain(staff.open("/biuro").text)
    bring(live)
    assert "nie udał się" not in plain(staff.open("/biuro").text)
