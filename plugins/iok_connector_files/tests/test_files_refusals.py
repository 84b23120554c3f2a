"""What is rejected, refused or kept out, each shown on a small export that is right otherwise."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from iok_connector_files.connector import FilesConnector, FilesOptions

from iok_core.api import (
    Account,
    AsOf,
    Charge,
    ConnectorError,
    ConnectorProblem,
    ControlTotal,
    DataKind,
    Entry,
    Problem,
    Record,
    Rejected,
    Remark,
    Step,
    Title,
)


def of(items: list[Any], kind: type) -> list[Any]:
    return [item for item in items if type(item) is kind]


def test_the_small_export_is_right(export: Any) -> None:
    connector = export()
    connector.check()
    items = list(connector.pull())
    assert of(items, Rejected) == of(items, Remark) == []
    assert len([item for item in items if isinstance(item, Record)]) == 9
    assert of(items, Account)[0].premises == ("L1", "L2")
    assert [total.declared == total.found for total in of(items, ControlTotal)] == [True, True]
    assert {item.kind for item in of(items, AsOf)} == {DataKind.ENTRIES, DataKind.BANK_STATEMENTS}


LISTS = ["premises", "parties", "accounts", "links", "titles"]
NAMES = [*LISTS, "entries", "charges", "balances", "control"]

REJECTED = [
    ("premises", ";mieszkanie;Lipowa 3;", Problem.MISSING_VALUE, "id", ""),
    ("premises", "L3;pałac;Lipowa 3;", Problem.UNKNOWN_VALUE, "kind", "pałac"),
    ("premises", "L3;garaż;Lipowa 3;12", Problem.NOT_A_NUMBER, "nrb", "12"),
    ("premises", f"{'L' * 101};garaż;Lipowa 3;", Problem.TOO_LONG, "id", "L" * 80),
    ("parties", "P2;;", Problem.MISSING_VALUE, "name", ""),
    ("parties", "P2;Ab\x07cd;", Problem.FORBIDDEN_CHARACTER, "name", "Ab\\x07cd"),
    ("parties", "P2;Ab\u202ecd;", Problem.FORBIDDEN_CHARACTER, "name", "Ab\\u202ecd"),
    ("parties", "P2;Ab\x00;", Problem.FORBIDDEN_CHARACTER, "name", "Ab\\x00"),
    ("parties", "P2;Ab\ufffd;", Problem.FORBIDDEN_CHARACTER, "name", "Ab\ufffd"),
    ("parties", f"P2;{'ż' * 201};", Problem.TOO_LONG, "name", "ż" * 80),
    ("parties", "44051401359;Testowska Anna;", Problem.UNKNOWN_VALUE, "id", "*" * 11),
    ("accounts", "A2;eksploatacja;", Problem.MISSING_VALUE, "party", ""),
    ("accounts", "A2;eksploatacja;P9", Problem.UNKNOWN_REFERENCE, "party", "P9"),
    ("titles", "L9;P1;najem;2020-01-01;;", Problem.UNKNOWN_REFERENCE, "premises", "L9"),
    ("titles", "L1;P1;najem;2020-01-01;2019-12-31;", Problem.NOT_A_DATE, "until", "2019-12-31"),
    ("titles", "L1;P1;najem;2020-01-01;;3/2", Problem.NOT_A_NUMBER, "share", "3/2"),
    ("titles", "L1;P1;najem;;;", Problem.MISSING_VALUE, "since", ""),
    ("entries", "B;3;A1;2026-13-01;x;1,00;", Problem.NOT_A_DATE, "day", "2026-13-01"),
    ("entries", "B;3;A1;2026-10-01;x;1.00;", Problem.NOT_A_NUMBER, "wn", "1.00"),
    ("entries", "B;3;A1;2026-10-01;x;;1,005", Problem.NOT_AN_AMOUNT, "ma", "1,005"),
    ("entries", "B;3;A1;2026-10-01;x;;", Problem.MISSING_VALUE, "wn", ""),
    ("entries", "B;3;A9;2026-10-01;x;1,00;", Problem.UNKNOWN_REFERENCE, "account", "A9"),
    ("entries", "B;;A1;2026-10-01;x;1,00;", Problem.MISSING_VALUE, "book", "B "),
    ("entries", "B|C;3;A1;2026-10-01;x;1,00;", Problem.FORBIDDEN_CHARACTER, "book", "B|C 3"),
    ("entries", "B;3;A1;2026-10-01;x;1,00", Problem.WRONG_COLUMNS, "ma", ""),
    ("entries", "B;3;A1;2026-10-01;x;1,00;;7", Problem.WRONG_COLUMNS, "", "7"),
    ("entries", 'B;3;A1;2026-10-01;"x" y;1,00;', Problem.WRONG_COLUMNS, "book", ""),
    ("charges", "A1;L9;2026-10;x;;1,00", Problem.UNKNOWN_REFERENCE, "premises", "L9"),
    ("charges", "A1;L1;2026-10-01;x;;1,00", Problem.NOT_A_DATE, "month", "2026-10-01"),
    ("charges", "A1;L1;2026-10;x;;", Problem.MISSING_VALUE, "amount", ""),
    ("charges", "A1;L1;2026-10;x;1,1234567;1", Problem.NOT_A_NUMBER, "quantity", "1,1234567"),
    ("balances", "A1;;0", Problem.MISSING_VALUE, "opening", ""),
    ("balances", "A9;0;0", Problem.UNKNOWN_REFERENCE, "account", "A9"),
]


@pytest.mark.parametrize(("name", "row", "problem", "field", "value"), REJECTED)
def test_a_bad_row_is_told_with_file_line_column_and_value(
    export: Any, name: str, row: str, problem: Problem, field: str, value: str
) -> None:
    items = list(export(**export.with_row(name, row)).pull())
    told = [msgspec.structs.replace(one, account="") for one in of(items, Rejected)]
    assert told == [
        Rejected(
            kind=DataKind(name),
            problem=problem,
            source=f"{name}.csv",
            row=len(export.files[f"{name}.csv"]) + 1,
            field=field,
            value=value,
        )
    ]
    assert len([item for item in items if isinstance(item, Record)]) == 9


@pytest.mark.parametrize(
    ("name", "row", "account"),
    [
        ("accounts", "A2;eksploatacja;P9", "A2"),
        ("links", "A9;L1", "A9"),
        ("entries", "B;3;A1;2026-13-01;x;1,00;", "A1"),
        ("entries", "B;3;A1", "A1"),
        ("entries", "B;3;A9;2026-10-01;x;1,00;", "A9"),
        ("entries", "B;3", ""),
        ("charges", "A1;L9;2026-10;x;;1,00", "A1"),
        ("balances", "A1;;0", "A1"),
        ("balances", "44051401359;;0", "*" * 11),
        ("titles", "L9;P1;najem;2020-01-01;;", ""),
    ],
)
def test_a_bad_row_names_its_account_where_the_cell_is_there(
    export: Any, name: str, row: str, account: str
) -> None:
    (rejected,) = of(list(export(**export.with_row(name, row)).pull()), Rejected)
    assert rejected.account == account


@pytest.mark.parametrize(
    ("row", "field", "value"), [("A1;L9", "premises", "L9"), ("A9;L1", "account", "A9")]
)
def test_a_link_to_nothing_is_rejected(export: Any, row: str, field: str, value: str) -> None:
    rejected = of(list(export(**export.with_row("links", row)).pull()), Rejected)
    assert [(one.source, one.row, one.field, one.value) for one in rejected] == [
        ("links.csv", 4, field, value)
    ]
    assert rejected[0].problem is Problem.UNKNOWN_REFERENCE


def test_a_line_is_counted_as_a_person_counts(export: Any) -> None:
    lines = [
        export.files["entries.csv"][0],
        'B;1;A1;2026-10-01;"two',
        'lines";1,00;',
        "",
        "B;2;A1;2026-10-02;x;oops;",
    ]
    items = list(export(entries=lines).pull())
    assert of(items, Entry)[0].text == "two\nlines"
    assert [(one.row, one.value) for one in of(items, Rejected)] == [(5, "oops")]


def test_an_unclosed_quote_costs_rows_and_never_memory(export: Any) -> None:
    lines = [*export.files["entries.csv"], 'B;3;A1;2026-10-01;"open;1,00;', *["x" * 90] * 5000]
    items = list(export(entries=lines).pull())
    assert of(items, Rejected)[0].row == 4
    assert all(one.problem is Problem.WRONG_COLUMNS for one in of(items, Rejected))


def test_a_line_without_end_is_refused(export: Any) -> None:
    with pytest.raises(ConnectorError) as caught:
        list(export(entries=[export.files["entries.csv"][0], "x" * 600_000]).pull())
    assert caught.value.problem is ConnectorProblem.WRONG_LAYOUT
    assert caught.value.detail == "line 2 does not end"


def test_a_missing_column_is_refused_with_all_that_are_missing(export: Any) -> None:
    connector = export(entries=["book;no;account;day;text;Wn;Ma"])
    for act in (connector.check, lambda: list(connector.pull())):
        with pytest.raises(ConnectorError) as caught:
            act()
        assert caught.value.problem is ConnectorProblem.MISSING_COLUMN
        assert (caught.value.source, caught.value.detail) == ("entries.csv", "wn, ma")


def test_a_column_that_stands_twice_is_refused(export: Any) -> None:
    with pytest.raises(ConnectorError) as caught:
        export(parties=["id;name;address;name"]).check()
    assert caught.value.problem is ConnectorProblem.WRONG_LAYOUT
    assert "name" in caught.value.detail


@pytest.mark.parametrize(
    "name",
    [
        "premises",
        "parties",
        "accounts",
        "links",
        "titles",
        "entries",
        "charges",
        "balances",
        "control",
    ],
)
def test_an_empty_file_and_a_missing_file_are_refused(
    export: Any, tmp_path: Path, name: str
) -> None:
    connector = export(**{name: []})
    with pytest.raises(ConnectorError) as caught:
        connector.check()
    assert caught.value.problem is ConnectorProblem.MISSING_COLUMN
    (tmp_path / f"{name}.csv").unlink()
    for act in (connector.check, lambda: list(connector.pull())):
        with pytest.raises(ConnectorError) as caught:
            act()
        assert caught.value.problem is ConnectorProblem.MISSING_FILE
        assert caught.value.source == f"{name}.csv"


def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(ConnectorError) as caught:
        FilesConnector(FilesOptions(folder=str(tmp_path / "no"))).check()
    assert caught.value.problem is ConnectorProblem.UNREACHABLE


@pytest.mark.parametrize(
    ("lines", "problem", "row", "field", "value"),
    [
        (["entries;many;10,50;2026-10-31"], Problem.NOT_A_NUMBER, 2, "rows", "many"),
        (["entries;;10,50;2026-10-31"], Problem.MISSING_VALUE, 2, "rows", ""),
        (["entries;2;10,50;31.10.2026"], Problem.NOT_A_DATE, 2, "day", "31.10.2026"),
        (["entries;2;10,50;2026-10-31"] * 2, Problem.CONFLICTING_DUPLICATE, 3, "what", "entries"),
        ([], Problem.MISSING_VALUE, 0, "what", "entries"),
    ],
)
def test_a_control_line_that_says_nothing_clear_is_told(
    export: Any, lines: list[str], problem: Problem, row: int, field: str, value: str
) -> None:
    control = [export.files["control.csv"][0], *lines, "bank;;;2026-10-30"]
    items = list(export(control=control).pull())
    rejected = Rejected(
        kind=DataKind.ENTRIES,
        problem=problem,
        source="control.csv",
        row=row,
        field=field,
        value=value,
    )
    assert of(items, Rejected) == [rejected]


def test_progress_goes_up_to_the_bytes_of_all_files(export: Any, tmp_path: Path) -> None:
    rows = [f"B;{n};A1;2026-10-01;x;1,00;" for n in range(9000)]
    steps = of(list(export(entries=[export.files["entries.csv"][0], *rows]).pull()), Step)
    size = sum((tmp_path / name).stat().st_size for name in export.files if name != "control.csv")
    assert {step.total for step in steps} == {size}
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == size
    assert len([step for step in steps if 0 < step.done < size]) > 8


def test_rows_of_accounts_that_are_not_residents_are_passed_over(export: Any) -> None:
    layout = export.layout.replace(
        'party = "party"\n\n', 'party = "party"\nprefixes = ["A"]\n\n', 1
    )
    files = {
        **export.with_row("accounts", "131-1;eksploatacja;P1"),
        **export.with_row("entries", "B;3;131-1;2026-10-01;x;1,00;"),
        **export.with_row("charges", "131-1;L1;2026-10;x;;1,00"),
        **export.with_row("balances", "131-1;0;1,00"),
        **export.with_row("links", "131-1;L1"),
    }
    items = list(export(layout, **files).pull())
    assert of(items, Rejected) == []
    assert (len(of(items, Account)), len(of(items, Entry))) == (1, 2)
    debit = of(items, ControlTotal)[1]
    assert debit.declared == debit.found


def test_owes_minus_turns_charges_round(export: Any) -> None:
    layout = export.layout.replace('amount = "amount"', 'amount = "amount"\nowes = "minus"')
    charge = of(list(export(layout).pull()), Charge)[0]
    assert str(charge.amount) == "-10.50"


def test_a_title_of_half_a_day_is_a_day(export: Any) -> None:
    items = list(
        export(**export.with_row("titles", "L2;P1;najem;2020-01-01;2020-01-01;1/2")).pull()
    )
    assert str(of(items, Title)[1].share) == "1/2"
