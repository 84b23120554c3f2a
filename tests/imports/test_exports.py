"""The three exports as residents then see them, against figures that a person wrote down."""

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from iok_core.db import fetch
from iok_core.imports.findings import findings
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import ReasonCode
from iok_core.imports.publishing import as_of
from iok_core.imports.service import published_sources
from iok_core.ledger.access import right_to
from iok_core.ledger.service import account, entries, premises_of_account
from iok_core.ledger.statement import statement
from iok_core.portal import Portal
from iok_core.premises.access import Holding, PersonView
from tests.demo.reading import grosze
from tests.imports.bringing import EXPORTS, LAYOUTS, bring_in, options_of
from tests.portal import people

FIRST = "a-semicolon-cp1250"
of_each = pytest.mark.parametrize("export", LAYOUTS)
first = pytest.mark.parametrize("export", [FIRST])


def expected_of(export: str) -> dict[str, Any]:
    text = (EXPORTS / export / "expected.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture
def folder(showing: Callable[[str], Path], export: str) -> Path:
    return showing(export)


async def published() -> tuple[int, int]:
    """The source and its generation."""
    ((source, gen),) = (await published_sources()).items()
    return source, gen


@of_each
def test_counts_sums_and_days_are_those_of_the_export(folder: Path, export: str) -> None:
    expected = expected_of(export)

    async def check(_: Portal) -> None:
        source, gen = await published()
        days = await as_of(source, gen)
        found = await findings(source, gen, days)
        assert {
            "premises": found.premises,
            "accounts": found.accounts,
            "entries": found.entries,
            "charges": found.charges,
        }.items() <= expected["counts"].items()
        sums = (found.debit, found.credit, found.charged, found.owed - found.overpaid)
        wanted = expected["sums"]
        assert sums == (wanted["debit"], wanted["credit"], wanted["charges"], wanted["closing"])
        assert found.not_adding_up == 0
        names = {"parties": "payers"}
        told = {names.get(kind, kind): day.isoformat() for kind, day in days.items()}
        assert told == expected["as_of"]

    people(folder, check)


def rows_of(file: str) -> list[dict[str, str]]:
    """Of the first export, read here without the connector."""
    with (EXPORTS / FIRST / file).open(encoding="cp1250", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def number(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", "."))


@first
def test_k02_1_each_charge_is_the_row_of_the_export(folder: Path) -> None:
    wanted = sorted(
        (
            *(row["Konto"], "-".join(reversed(row["Okres"].split("."))), row["Składnik"]),
            *(number(row["Ilość"]), row["J.m."], number(row["Stawka"]), grosze(row["Kwota"])),
        )
        for row in rows_of("naliczenia.csv")
    )

    async def check(_: Portal) -> None:
        told = await fetch(
            "SELECT a.source_key, c.period, c.component, c.quantity, c.unit, c.rate, c.amount "
            "FROM charge c JOIN account a ON a.id = c.account"
        )
        assert len(wanted) > 100
        assert wanted == sorted(
            (account, str(period)[:7], what, Decimal(quantity), unit, Decimal(rate), amount)
            for account, period, what, quantity, unit, rate, amount in told
        )

    people(folder, check)


@first
def test_k02_1_each_balance_is_the_row_of_the_export(folder: Path) -> None:
    wanted = sorted(
        (
            row["Konto"],
            grosze(row["BO Wn"]) - grosze(row["BO Ma"]),
            *(grosze(row["Obroty Wn"]), grosze(row["Obroty Ma"])),
            grosze(row["Saldo Wn"]) - grosze(row["Saldo Ma"]),
        )
        for row in rows_of("salda.csv")
    )

    async def check(_: Portal) -> None:
        told = await fetch(
            "SELECT a.source_key, b.opening, b.debit, b.credit, b.closing "
            "FROM balance b JOIN account a ON a.id = b.account"
        )
        assert wanted == sorted(tuple(row) for row in told)

    people(folder, check)


async def ids(table: str, source: int) -> dict[str, int]:
    rows = await fetch(f"SELECT source_key, id FROM {table} WHERE source = {{}}", source)
    return {str(key): int(id_) for key, id_ in rows}


async def symbols(source: int) -> dict[int, str]:
    rows = await fetch("SELECT premises, symbol FROM premises_version WHERE source = {}", source)
    return {int(id_): str(symbol) for id_, symbol in rows}


@of_each
def test_k07_5_each_account_shows_the_balance_of_the_export_to_the_grosz(
    folder: Path, export: str
) -> None:
    expected = expected_of(export)["accounts"]

    async def check(_: Portal) -> None:
        source, gen = await published()
        names = await symbols(source)
        accounts = await ids("account", source)
        assert set(accounts) == set(expected)
        for key, wanted in expected.items():
            view = await account(accounts[key], source, gen)
            assert view is not None
            assert view.opening is not None
            assert view.closing is not None
            told = statement(await entries(view.id, source, gen), view.opening, view.closing)
            linked = await premises_of_account(view.id, source, gen)
            assert {
                "opening": told.opening,
                "debit": told.debit,
                "credit": told.credit,
                "closing": told.closing,
                "kind": view.kind,
                "premises": sorted(names[p] for p in linked),
            } == {k: v for k, v in wanted.items() if k != "payers"} | {
                "premises": sorted(wanted["premises"])
            }
            assert told.adds_up

    people(folder, check)


@of_each
def test_entries_stand_in_the_order_of_the_export_with_its_words(folder: Path, export: str) -> None:
    expected = expected_of(export)["entries_of"]

    async def check(_: Portal) -> None:
        source, gen = await published()
        accounts = await ids("account", source)
        for key, wanted in expected.items():
            told = [
                {
                    "booking_date": entry.booking_date.isoformat(),
                    "document": entry.document,
                    "text": entry.text,
                    "debit": entry.debit,
                    "credit": entry.credit,
                    "due_date": entry.due_date.isoformat() if entry.due_date else None,
                }
                for entry in reversed(await entries(accounts[key], source, gen))
            ]
            fields = wanted[0].keys()
            assert [{name: row[name] for name in fields} for row in told] == wanted

    people(folder, check)


async def holder(source: int, party: int) -> PersonView:
    """Somebody who has acted for the party since ever."""
    rows = await fetch(
        "SELECT premises, since, until FROM title WHERE source = {} AND party = {}", source, party
    )
    held = [
        Holding(
            premises, party, source, as_day(since), as_day(until) if until else None, date.min, None
        )
        for premises, since, until in rows
    ]
    return PersonView(1, tuple(held))


def as_day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


@of_each
def test_k02_1_each_account_opens_to_its_payers_and_to_nobody_else(
    folder: Path, export: str
) -> None:
    """On some day of their title; on the last day of the export the seller's time is over."""
    expected = expected_of(export)
    seller, last = expected["cases"]["sold_in_mid_month"], expected["as_of"]["entries"]

    async def check(_: Portal) -> None:
        source, gen = await published()
        accounts, parties = await ids("account", source), await ids("party", source)
        for key, wanted in expected["accounts"].items():
            view = await account(accounts[key], source, gen)
            assert view is not None
            linked = await premises_of_account(view.id, source, gen)
            for payer, party in parties.items():
                person = await holder(source, party)
                days = [date.fromisoformat(last)] + [h.title_since for h in person.holdings]
                opens = any(right_to(view, linked, person, day).allowed for day in days)
                assert opens == (payer in wanted["payers"]), (key, payer)
        person = await holder(source, parties[seller["seller"]])
        today = date.fromisoformat(last)
        for key in seller["accounts"]:
            view = await account(accounts[key], source, gen)
            assert view is not None
            linked = await premises_of_account(view.id, source, gen)
            assert not right_to(view, linked, person, today).allowed

    people(folder, check)


def test_the_first_import_of_a_source_without_totals_is_held(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        line = await bring_in(portal, options_of("c-utf8bom-signed"))
        assert line.state is ImportState.HELD
        assert {reason.code for reason in line.why} == {ReasonCode.TOTALS_MISSING}
        assert await published_sources() == {}

    people(portal_folder, check)
