"""A small export that is right, and may be written with other lines."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from iok_connector_files.connector import FilesConnector, FilesOptions

LAYOUT = """
[format]
encoding = "utf-8"
separator = ";"
decimal = ","
date = "yyyy-mm-dd"
period = "yyyy-mm"

[premises]
file = "premises.csv"
key = "id"
kind = "kind"
building = "house"
collection_account = "nrb"

[parties]
file = "parties.csv"
key = "id"
name = "name"
address = "address"

[accounts]
file = "accounts.csv"
key = "id"
kind = "kind"
party = "party"

[account_premises]
file = "links.csv"
account = "account"
premises = "premises"

[titles]
file = "titles.csv"
premises = "premises"
party = "party"
kind = "kind"
since = "since"
until = "until"
share = "share"

[entries]
file = "entries.csv"
key = ["book", "no"]
account = "account"
booking_date = "day"
text = "text"
debit = "wn"
credit = "ma"

[charges]
file = "charges.csv"
account = "account"
premises = "premises"
period = "month"
component = "what"
quantity = "quantity"
amount = "amount"

[balances]
file = "balances.csv"
account = "account"
opening = "opening"
closing = "closing"
owes = "plus"

[control]
file = "control.csv"
label = "what"
as_of = "day"

[control.lines]
entries = { label = "entries", rows = "rows", debit = "wn" }
bank_statements = { label = "bank" }
"""

FILES = {
    "premises.csv": ["id;kind;house;nrb", "L1;mieszkanie;Lipowa 3;", "L2;garaż;Lipowa 3;"],
    "parties.csv": ["id;name;address", "P1;Testowska Anna;Lipowa 3/1"],
    "accounts.csv": ["id;kind;party", "A1;eksploatacja;P1"],
    "links.csv": ["account;premises", "A1;L1", "A1;L2"],
    "titles.csv": ["premises;party;kind;since;until;share", "L1;P1;najem;2020-01-01;;1/1"],
    "entries.csv": [
        "book;no;account;day;text;wn;ma",
        "B;1;A1;2026-10-01;Opłaty;10,50;",
        "B;2;A1;2026-10-02;Wpłata;;10,50",
    ],
    "charges.csv": ["account;premises;month;what;quantity;amount", "A1;L1;2026-10;czynsz;1;10,50"],
    "balances.csv": ["account;opening;closing", "A1;0;0"],
    "control.csv": ["what;rows;wn;day", "entries;2;10,50;2026-10-31", "bank;;;2026-10-30"],
}


class SmallExport:
    """Called, it writes the export, with other lines for the files named."""

    layout = LAYOUT
    files: Mapping[str, list[str]] = FILES

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(
        self, layout: str = LAYOUT, encoding: str = "utf-8", **files: list[str]
    ) -> FilesConnector:
        changed = {f"{name}.csv": lines for name, lines in files.items()}
        for name, lines in {**FILES, **changed}.items():
            (self._folder / name).write_bytes("\n".join([*lines, ""]).encode(encoding))
        (self._folder / "layout.toml").write_text(layout, "utf-8")
        return FilesConnector(FilesOptions(folder=str(self._folder)))

    def with_row(self, name: str, row: str) -> dict[str, list[str]]:
        """The lines of one file with another row: `export(**export.with_row("links", "A1;L9"))`."""
        return {name: [*FILES[f"{name}.csv"], row]}


@pytest.fixture
def export(tmp_path: Path) -> SmallExport:
    return SmallExport(tmp_path)
