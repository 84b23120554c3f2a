"""Later exports of source a, each with something that its expected.json names."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from iok_connector_files.connector import FilesConnector, FilesOptions

from iok_core.api import (
    AsOf,
    Balance,
    Charge,
    ConnectorError,
    ConnectorProblem,
    ControlTotal,
    DataKind,
    Entry,
    Measure,
    Party,
    Premises,
    Problem,
    Record,
    Rejected,
    Title,
)

BASE = Path(__file__).parent / "data" / "export" / "a-semicolon-cp1250"


def pull(variant: str) -> list[Any]:
    options = FilesOptions(folder=str(BASE / variant), layout="wn-ma")
    return list(FilesConnector(options).pull())


def expected(variant: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((BASE / variant / "expected.json").read_text("utf-8"))
    return told


def of(items: list[Any], kind: type) -> list[Any]:
    return [item for item in items if type(item) is kind]


def differing(items: list[Any]) -> dict[tuple[DataKind, Measure], Decimal]:
    """By how much more is declared than found."""
    return {
        (total.kind, total.measure): total.declared - total.found
        for total in of(items, ControlTotal)
        if total.declared != total.found
    }


def test_s05_a_changed_export_is_read_with_exactly_the_changes() -> None:
    told = expected("changed")["changes"]
    before = {entry.key: entry for entry in of(pull(""), Entry)}
    items = pull("changed")
    after = {entry.key: entry for entry in of(items, Entry)}
    assert after.keys() - before.keys() == {str(entry["id"]) for entry in told["new"]}
    assert before.keys() - after.keys() == {str(told["withdrawn"]["id"])}
    changed = [key for key in before.keys() & after.keys() if before[key] != after[key]]
    assert changed == [str(told["corrected"]["id"])]
    assert after[changed[0]].text == told["corrected"]["text"]
    assert before[changed[0]].text == told["corrected"]["text_before"]
    assert differing(items) == {}


def test_a_changed_export_has_the_balances_of_the_accounts_that_moved() -> None:
    before = {balance.account: balance for balance in of(pull(""), Balance)}
    after = {balance.account: balance for balance in of(pull("changed"), Balance)}
    moved = {account for account in before if before[account] != after[account]}
    assert moved == set(expected("changed")["changes"]["balances_changed"])
    for account, figures in expected("changed")["accounts"].items():
        assert int(after[account].closing * 100) == figures["closing"]


def test_s05_a_truncated_file_has_a_rejected_row_and_totals_that_differ() -> None:
    items = pull("truncated")
    rejected = of(items, Rejected)
    assert rejected == [
        Rejected(
            kind=DataKind.ENTRIES,
            problem=Problem.WRONG_COLUMNS,
            source="zapisy.csv",
            row=185,
            field="Wn",
            account=rejected[0].account,
        )
    ]
    assert rejected[0].account.startswith("20")
    short = differing(items)
    assert short.keys() == {
        (DataKind.ENTRIES, m) for m in (Measure.ROWS, Measure.DEBIT, Measure.CREDIT)
    }
    assert all(missing > 0 for missing in short.values())


def test_s05_wrong_totals_are_told_to_the_grosz() -> None:
    items = pull("wrong-totals")
    assert differing(items) == {(DataKind.ENTRIES, Measure.CREDIT): Decimal("100.00")}
    assert of(items, Rejected) == []


def test_s05_a_file_in_another_code_page_is_refused_by_its_name() -> None:
    for act in (FilesConnector.check, lambda connector: list(connector.pull())):
        with pytest.raises(ConnectorError) as caught:
            act(FilesConnector(FilesOptions(folder=str(BASE / "wrong-encoding"), layout="wn-ma")))
        assert caught.value.problem is ConnectorProblem.UNDECODABLE
        assert caught.value.source == "kontrahenci.csv"
        assert "line 2" in caught.value.detail
        assert "0x88" in caught.value.detail


def test_s05_a_repeated_row_is_yielded_again_and_counted_as_it_stands_in_the_file() -> None:
    items = pull("duplicate-document")
    key = expected("duplicate-document")["row"].split(";")[0]
    first, second = (entry for entry in of(items, Entry) if entry.key == key)
    assert first == second
    assert differing(items) == {
        (DataKind.ENTRIES, Measure.ROWS): Decimal(-1),
        (DataKind.ENTRIES, Measure.CREDIT): Decimal("-717.19"),
    }


def test_an_empty_export_has_no_records_and_totals_that_agree() -> None:
    items = pull("empty")
    assert [item for item in items if isinstance(item, Record)] == []
    assert of(items, Rejected) == []
    assert len(of(items, ControlTotal)) == 12
    assert differing(items) == {}


def test_an_older_export_says_its_older_days() -> None:
    items = pull("older")
    days = {item.kind.value: item.day.isoformat() for item in of(items, AsOf)}
    days["payers"] = days.pop("parties")
    assert days == expected("older")["as_of"]
    kinds = {
        "premises": Premises,
        "payers": Party,
        "titles": Title,
        "entries": Entry,
        "charges": Charge,
    }
    counts = expected("older")["counts"]
    assert {name: len(of(items, kind)) for name, kind in kinds.items()} == {
        name: counts[name] for name in kinds
    }


def test_missing_premises_are_missing_and_nothing_else_is_wrong() -> None:
    items = pull("premises-missing")
    before = {premises.key for premises in of(pull(""), Premises)}
    gone = before - {premises.key for premises in of(items, Premises)}
    assert sorted(gone) == expected("premises-missing")["premises_gone"]
    assert of(items, Rejected) == []
    assert differing(items) == {}
