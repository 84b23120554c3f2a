"""The three invented exports are read to the last figure of their expected.json."""

import json
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from iok_connector_files.connector import FilesConnector, FilesOptions

from iok_core.api import (
    Account,
    AsOf,
    Balance,
    Charge,
    ControlTotal,
    Entry,
    Measure,
    Party,
    Premises,
    Rejected,
    Remark,
    RemarkCode,
    Title,
)

EXPORTS = Path(__file__).parent / "data" / "export"
LAYOUTS = {
    "a-semicolon-cp1250": "wn-ma",
    "b-community-ledger-tab": "two-accounts",
    "c-utf8bom-signed": "signed",
}


class Pulled:
    """What came out of one export, beside what a person read from it."""

    def __init__(self, folder: str, layout: str) -> None:
        options = FilesOptions(folder=str(EXPORTS / folder), layout=layout)
        self.items = list(FilesConnector(options).pull())
        self.expected = json.loads((EXPORTS / folder / "expected.json").read_text("utf-8"))
        self.symbols = {item.key: item.symbol for item in self.all(Premises)}

    def all(self, kind: type) -> list[Any]:
        return [item for item in self.items if type(item) is kind]

    def holders(self, premises: str, day: date | None = None) -> set[str]:
        """Parties with a title to premises, on a day or ever."""
        return {
            title.party
            for title in self.all(Title)
            if self.symbols[title.premises] == premises
            and (day is None or title.since <= day <= (title.until or date.max))
        }


def grosze(amount: Decimal) -> int:
    assert amount == amount.quantize(Decimal("0.01"))
    return int(amount * 100)


@pytest.fixture(scope="module", params=LAYOUTS)
def pulled(request: pytest.FixtureRequest) -> Pulled:
    return Pulled(request.param, LAYOUTS[request.param])


def test_every_row_becomes_a_record(pulled: Pulled) -> None:
    kinds = {
        "premises": Premises,
        "payers": Party,
        "titles": Title,
        "accounts": Account,
        "entries": Entry,
        "charges": Charge,
    }
    assert {name: len(pulled.all(kind)) for name, kind in kinds.items()} == pulled.expected[
        "counts"
    ]
    assert pulled.all(Rejected) == []


def test_sums_are_those_that_a_person_reads(pulled: Pulled) -> None:
    entries, balances = pulled.all(Entry), pulled.all(Balance)
    assert pulled.expected["sums"] == {
        "debit": sum(grosze(entry.debit) for entry in entries),
        "credit": sum(grosze(entry.credit) for entry in entries),
        "charges": sum(grosze(charge.amount) for charge in pulled.all(Charge)),
        "opening": sum(grosze(balance.opening) for balance in balances),
        "closing": sum(grosze(balance.closing) for balance in balances),
    }


def test_every_account_has_its_figures(pulled: Pulled) -> None:
    debit: Counter[str] = Counter()
    credit: Counter[str] = Counter()
    for entry in pulled.all(Entry):
        debit[entry.account] += grosze(entry.debit)
        credit[entry.account] += grosze(entry.credit)
    balances = {balance.account: balance for balance in pulled.all(Balance)}
    assert balances.keys() == pulled.expected["accounts"].keys()
    for key, figures in pulled.expected["accounts"].items():
        assert grosze(balances[key].opening) == figures["opening"]
        assert grosze(balances[key].closing) == figures["closing"]
        assert (debit[key], credit[key]) == (figures["debit"], figures["credit"])


def test_turnover_of_a_balance_is_that_of_its_entries(pulled: Pulled) -> None:
    for balance in pulled.all(Balance):
        figures = pulled.expected["accounts"][balance.account]
        if balance.debit is not None and balance.credit is not None:
            assert grosze(balance.debit) == figures["debit"]
            assert grosze(balance.credit) == figures["credit"]
        else:
            assert pulled.expected["folder"] == "c-utf8bom-signed"


def test_every_account_has_its_kind_premises_and_payers(pulled: Pulled) -> None:
    accounts = {account.key: account for account in pulled.all(Account)}
    assert accounts.keys() == pulled.expected["accounts"].keys()
    for key, figures in pulled.expected["accounts"].items():
        account = accounts[key]
        premises = [pulled.symbols[one] for one in account.premises]
        payers = {account.party} if account.party else set.union(*map(pulled.holders, premises))
        assert account.kind == figures["kind"]
        assert sorted(premises) == sorted(figures["premises"])
        assert sorted(payers) == sorted(figures["payers"])


def test_entries_of_an_account_keep_their_texts_days_and_order(pulled: Pulled) -> None:
    by_account = defaultdict(list)
    for entry in pulled.all(Entry):
        by_account[entry.account].append(entry)
    for key, expected in pulled.expected["entries_of"].items():
        entries = sorted(by_account[key], key=lambda entry: entry.booking_date)
        assert [entry_as_expected(entry, expected[0]) for entry in entries] == expected


def entry_as_expected(entry: Entry, like: dict[str, Any]) -> dict[str, Any]:
    shown = {
        "booking_date": entry.booking_date.isoformat(),
        "document": entry.document,
        "text": entry.text,
        "debit": grosze(entry.debit),
        "credit": grosze(entry.credit),
        "due_date": entry.due_date and entry.due_date.isoformat(),
    }
    return {name: shown[name] for name in like}


def test_titles_say_who_holds_what_on_which_day(pulled: Pulled) -> None:
    for party, days in pulled.expected["holdings"]["payers"].items():
        for day, expected in days.items():
            held = {
                symbol
                for symbol in pulled.symbols.values()
                if party in pulled.holders(symbol, date.fromisoformat(day))
            }
            assert sorted(held) == sorted(expected)


def test_every_kind_of_data_has_its_own_as_of_day(pulled: Pulled) -> None:
    days = {item.kind.value: item.day.isoformat() for item in pulled.all(AsOf)}
    days["payers"] = days.pop("parties")
    assert days == pulled.expected["as_of"]


def test_control_totals_are_there_and_agree_or_there_are_none(pulled: Pulled) -> None:
    totals = pulled.all(ControlTotal)
    assert all(total.declared == total.found for total in totals)
    with_rows = {total.kind.value for total in totals if total.measure is Measure.ROWS}
    if pulled.expected["control_totals"] == "none":
        assert totals == []
    else:
        assert with_rows == pulled.expected["as_of"].keys() - {"payers", "bank_statements"} | {
            "parties"
        }


def test_the_sold_flat_changes_hands_on_the_right_day(pulled: Pulled) -> None:
    sale = pulled.expected["cases"]["sold_in_mid_month"]
    titles = {
        t.party: t for t in pulled.all(Title) if pulled.symbols[t.premises] == sale["premises"]
    }
    assert str(titles[sale["seller"]].until) == sale["seller_last_day"]
    assert str(titles[sale["buyer"]].since) == sale["buyer_first_day"]
    of_flat = {a.key for a in pulled.all(Account) if sale["premises"] in symbols(pulled, a)}
    assert of_flat == set(sale["accounts"])


def symbols(pulled: Pulled, account: Account) -> list[str]:
    return [pulled.symbols[one] for one in account.premises]


def test_cases_of_accounts_and_premises_are_as_described(pulled: Pulled) -> None:
    cases = pulled.expected["cases"]
    accounts = {account.key: account for account in pulled.all(Account)}
    for name in ("flat_and_garage_on_one_account", "garage_with_its_own_account"):
        expected = cases[name]["premises"]
        expected = [expected] if isinstance(expected, str) else expected
        assert symbols(pulled, accounts[cases[name]["account"]]) == expected
    two = cases["two_flats_of_one_payer"]
    assert [symbols(pulled, accounts[key]) for key in two["accounts"]] == [
        [p] for p in two["premises"]
    ]
    assert all(pulled.holders(premises) == {two["payer"]} for premises in two["premises"])


def test_a_couple_is_one_payer(pulled: Pulled) -> None:
    case = pulled.expected["cases"]["couple_as_one_payer"]
    party = next(party for party in pulled.all(Party) if party.key == case["payer"])
    assert pulled.holders(case["premises"]) == {case["payer"]}
    if pulled.expected["folder"] == "a-semicolon-cp1250":
        assert party.name == "Zmyśleni Ewa i Jan"
    else:
        assert party.form == "couple"
        assert party.second_name


def test_co_owners_have_their_shares(pulled: Pulled) -> None:
    case = pulled.expected["cases"]["co_owners"]
    shares = {
        t.party: str(t.share)
        for t in pulled.all(Title)
        if pulled.symbols[t.premises] == case["premises"]
    }
    assert shares == {one["payer"]: one["share"] for one in case["shares"]}
    of_flat = {a.key for a in pulled.all(Account) if case["premises"] in symbols(pulled, a)}
    assert of_flat == set(case["accounts"])


def test_receipts_of_nobody_are_told_and_on_no_account() -> None:
    pulled = Pulled("b-community-ledger-tab", "two-accounts")
    lines = pulled.expected["unassigned_receipts"]["lines"]
    remarks = [remark for remark in pulled.all(Remark) if remark.code is RemarkCode.UNASSIGNED]
    assert [(remark.source, remark.count) for remark in remarks] == [("ksiega.txt", len(lines))]
    shown = {(str(e.booking_date), e.document, grosze(e.credit)) for e in pulled.all(Entry)}
    told = {(line["booking_date"], line["document"], line["amount"]) for line in lines}
    assert shown.isdisjoint(told)


def test_a_line_between_two_residents_is_an_entry_on_each_with_a_key_of_its_own() -> None:
    entries = Pulled("b-community-ledger-tab", "two-accounts").all(Entry)
    assert len({entry.key for entry in entries}) == len(entries)
    moved = [entry for entry in entries if entry.document.startswith("PK")]
    assert sum(entry.debit for entry in moved) == sum(entry.credit for entry in moved) > 0
    assert len({entry.account for entry in moved}) == 2


def test_kinds_come_in_the_order_of_the_contract(pulled: Pulled) -> None:
    order = [Premises, Party, Account, Title, Entry, Charge, Balance]
    kinds = [type(item) for item in pulled.items if type(item) in order]
    assert list(dict.fromkeys(kinds)) == order
    assert kinds == sorted(kinds, key=order.index)
