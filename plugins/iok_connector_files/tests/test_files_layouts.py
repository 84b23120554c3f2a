"""Layouts: every fault is told at once, and what the plugin brings and its manual say is read."""

import re
import tomllib
from collections.abc import Callable
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from iok_connector_files import layout as layout_structs
from iok_connector_files.connector import FilesConnector, FilesOptions
from iok_connector_files.layout import Layout
from iok_connector_files.layout_reading import read_layout

from iok_core.api import (
    Balance,
    Connector,
    ConnectorError,
    ConnectorProblem,
    ControlTotal,
    Entry,
    Party,
    Premises,
    Rejected,
    Remark,
    Title,
)

README = Path(__file__).parents[1] / "README.md"
OWN = {
    path.name: path.read_text("utf-8")
    for path in files("iok_connector_files").joinpath("layouts").iterdir()
}


def faults(text: str) -> list[str]:
    with pytest.raises(ConnectorError) as caught:
        read_layout(text, "layout.toml")
    assert caught.value.problem is ConnectorProblem.WRONG_LAYOUT
    assert caught.value.source == "layout.toml"
    return caught.value.detail.split("; ")


def changed(name: str, *pairs: tuple[str, str]) -> str:
    text = OWN[f"{name}.toml"]
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    return text


@pytest.mark.parametrize("name", sorted(OWN))
def test_layouts_of_the_plugin_are_right(name: str) -> None:
    assert isinstance(read_layout(OWN[name], name), Layout)


def test_faults_of_a_layout_are_told_all_at_once() -> None:
    text = changed(
        "wn-ma",
        ('encoding = "cp1250"\n', ""),
        ('decimal = ","', 'decimal = ";"'),
        ('key = "Kod lokalu"', 'key = 5\nkeys = "Kod"'),
        ('label = "Lokale"', 'lable = "Lokale"'),
        ("[titles]", '[words.title_kind]\n"stare" = "castle"\n"dobre" = "lease"\n[titles]'),
    )
    told = faults(text)
    assert "format.encoding: missing" in told
    assert any(fault.startswith("format.decimal: Invalid enum value ';'") for fault in told)
    assert any(fault.startswith("premises.key: Expected") for fault in told)
    assert any(fault.startswith("premises.keys: unknown, known are file, key,") for fault in told)
    assert any(fault.startswith("control.lines.premises.lable: unknown") for fault in told)
    assert "control.lines.premises.label: missing" in told
    assert any(fault.startswith("words.title_kind.stare: Invalid enum") for fault in told)
    assert len(told) == 7


BROKEN_RULES = [
    ("wn-ma", ('separator = ";"', 'separator = ";;"'), "format.separator"),
    ("wn-ma", ('quote = ""', 'quote = ";"'), "format.quote"),
    ("wn-ma", ('thousands = " "', 'thousands = ","'), "format.thousands"),
    ("wn-ma", ('date = "dd.mm.yyyy"', 'date = "mm.yyyy"'), "format.date"),
    ("wn-ma", ('date = "dd.mm.yyyy"', 'date = "dd.dd.mm.yyyy"'), "format.date"),
    ("wn-ma", ('period = "mm.yyyy"', 'period = ""'), "format.period"),
    ("wn-ma", ('file = "konta.csv"', 'file = "../konta.csv"'), "accounts.file"),
    ("wn-ma", ('file = "kontrola.csv"', 'file = "a/b.csv"'), "control.file"),
    ("wn-ma", ('key = "Kod"', "key = []"), "parties.key"),
    ("wn-ma", ('key = "Kod"', 'key = "PESEL"'), "parties.key"),
    ("wn-ma", ('name = "Nazwa"', 'name = ["Nazwa", "Nr dowodu"]'), "parties.name"),
    ("wn-ma", ('share = "Udział"', 'share_numerator = "Udział"'), "titles.share_numerator"),
    ("wn-ma", ('debit = "Wn"', 'amount = "Wn"'), "entries"),
    ("wn-ma", ('account = "Konto"\nbooking', "booking"), "entries"),
    ("wn-ma", ('{ label = "Konta"', '{ label = "Lokale"'), "control.lines"),
    ("wn-ma", ('amount = "Suma Wn"', 'debit = "Suma Wn"'), "control.lines.charges.debit"),
    (
        "wn-ma",
        ('label = "Zapisy"', 'label = "Zapisy", volume = "Suma Wn"'),
        "control.lines.entries.volume",
    ),
    ("signed", ('owes = "minus"\n\n[control]', "[control]"), "balances.owes"),
    ("two-accounts", ('prefixes = ["204-", "205-"]', ""), "accounts.prefixes"),
    ("two-accounts", ('prefixes = ["204-", "205-"]', 'prefixes = [""]'), "accounts.prefixes"),
]


@pytest.mark.parametrize(("name", "change", "where"), BROKEN_RULES)
def test_a_layout_that_cannot_work_says_where(
    name: str, change: tuple[str, str], where: str
) -> None:
    told = faults(changed(name, change))
    assert [fault.split(": ")[0] for fault in told] == [where]


def test_text_that_is_no_toml_says_its_line() -> None:
    assert "line 2" in faults("[format]\nencoding = utf-8")[0]


def test_a_constant_that_does_not_fit_is_a_fault_of_the_layout(tmp_path: Path) -> None:
    write_readme_export(tmp_path)
    text = (tmp_path / "layout.toml").read_text("utf-8")
    (tmp_path / "layout.toml").write_text(text.replace('"operating"', '"castle"', 1), "utf-8")
    connector = FilesConnector(FilesOptions(folder=str(tmp_path)))
    for act in (connector.check, lambda: list(connector.pull())):
        with pytest.raises(ConnectorError) as caught:
            act()
        assert caught.value.problem is ConnectorProblem.WRONG_LAYOUT
        assert "castle" in caught.value.detail


def test_an_unknown_layout_names_those_of_the_plugin(tmp_path: Path) -> None:
    for name in ("unknown", "../layouts/signed", ""):
        with pytest.raises(ConnectorError) as caught:
            FilesConnector(FilesOptions(folder=str(tmp_path), layout=name)).check()
        assert caught.value.problem is ConnectorProblem.WRONG_OPTIONS
        assert caught.value.detail == "known are signed, two-accounts, wn-ma"


def test_a_layout_that_is_not_in_the_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConnectorError) as caught:
        FilesConnector(FilesOptions(folder=str(tmp_path))).check()
    assert caught.value.problem is ConnectorProblem.MISSING_FILE
    assert caught.value.source == "layout.toml"


def write_readme_export(folder: Path) -> None:
    """The files of the manual, in the code page that its layout names."""
    blocks = re.compile(r"^`([a-z]+\.[a-z]+)`\n\n```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
    written = dict(blocks.findall(README.read_text("utf-8")))
    encoding = tomllib.loads(written["layout.toml"])["format"]["encoding"]
    for name, text in written.items():
        path = folder / name
        path.write_bytes(text.encode("utf-8" if name == "layout.toml" else encoding))


def test_the_example_of_the_manual_is_read(tmp_path: Path) -> None:
    write_readme_export(tmp_path)
    connector = FilesConnector(FilesOptions(folder=str(tmp_path)))
    connector.check()
    items = list(connector.pull())

    def of(kind: type) -> list[Any]:
        return [item for item in items if type(item) is kind]

    assert of(Rejected) == of(Remark) == []
    assert [(p.key, p.kind, p.building) for p in of(Premises)] == [
        ("17", "flat", "Lipowa 3"),
        ("G2", "garage", "Lipowa 3"),
    ]
    assert [(p.name, p.second_name, p.form) for p in of(Party)] == [
        ("Zmyślona Łucja", "", "person"),
        ("Wymyślony Święcisław", "Żaneta", "couple"),
    ]
    assert [str(title.until) for title in of(Title)] == ["None", "2026-12-31"]
    assert [(str(e.debit), str(e.credit)) for e in of(Entry)] == [
        ("1020.44", "0"),
        ("0", "1000.00"),
    ]
    assert [(str(b.opening), str(b.closing)) for b in of(Balance)] == [("-12.30", "8.14")]
    assert len(of(ControlTotal)) == 9
    assert all(total.declared == total.found for total in of(ControlTotal))


@pytest.mark.parametrize("section", sorted(Layout.__struct_fields__))
def test_the_manual_names_every_field_of_a_layout(section: str) -> None:
    row = re.search(rf"^\| `{section}` \| (.*) \|$", README.read_text("utf-8"), re.MULTILINE)
    assert row is not None
    part = "Format" if section == "format" else "".join(map(str.title, section.split("_"))) + "File"
    struct = layout_structs.Words if section == "words" else getattr(layout_structs, part)
    missing = [field for field in struct.__struct_fields__ if field not in row[1]]
    assert missing == []


def test_the_portal_finds_the_connector_by_its_entry_point() -> None:
    (entry,) = entry_points(group="iok.plugins", name="files")
    hook: Callable[[], list[type[Connector[Any]]]] = entry.load().iok_connectors
    assert hook() == [FilesConnector]
    assert FilesConnector.name == "files"
    assert entry.dist is not None
    assert any(need.startswith("iok") for need in entry.dist.requires or [])


def test_nothing_but_the_contract_is_imported_of_the_portal() -> None:
    source = Path(str(files("iok_connector_files")))
    imported = {
        line.split()[1]
        for path in source.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"\s*(from|import) iok_core", line)
    }
    assert imported == {"iok_core.api"}
