"""`iok import release`, `reject`, `undo` and `redo`, as an operator types them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.audit.operator import operator
from iok_core.cli import main
from iok_core.db import fetch
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.imports.deciding import bring
from tests.imports.journal import Journal
from tests.portal import people

WHY = ("--reason", "Suma w kontroli jest z innego dnia")
OF_DECISIONS = (
    "SELECT a.action, a.actor_kind, a.actor, d.what, d.reason FROM audit a "
    "JOIN import_decision d ON a.meta LIKE '%\"decision\":' || d.id || ',%' "
    "WHERE a.action LIKE 'generation_%' AND a.action <> 'generation_publish' ORDER BY a.seq"
)


def iok(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), "import", *words])


def held(folder: Path) -> str:
    return str(people(folder, lambda portal: bring(portal, "wrong-totals")).run)


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return [*people(folder, lambda _: fetch(sql))]


@on_sqlite
def test_p7_an_operator_decides_and_the_audit_names_them(portal_folder: Path) -> None:
    async def three(portal: Portal) -> str:
        await bring(portal)
        await bring(portal, "changed")
        return str((await bring(portal, "older")).run)

    run = people(portal_folder, three)
    decide = (("undo", "files"), ("redo", "1"), ("release", run))
    told = [json.loads(iok(portal_folder, *words, *WHY, "--json").output) for words in decide]
    assert [(line["gen"], line["state"]) for line in told] == [
        (gen, "published") for gen in (1, 2, 3)
    ]
    assert iok(portal_folder, "reject", held(portal_folder), *WHY).exit_code == 0
    assert rows(portal_folder, "SELECT published, staged FROM source") == [(3, 0)]
    by = operator().actor
    assert rows(portal_folder, OF_DECISIONS) == [
        (f"generation_{what}", "operator", by, what, WHY[1])
        for what in ("undo", "redo", "release", "reject")
    ]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ((), "Missing option '--reason'"),
        (("--reason", " "), "say why"),
        (("--reason", "a" * 2001), "at most 2000 characters"),
    ],
)
def test_nothing_is_decided_without_a_reason(
    tmp_path: Path, reason: tuple[str, ...], told: str
) -> None:
    """Before anything is opened."""
    for words in (("release", "1"), ("reject", "1"), ("undo", "files"), ("redo", "files")):
        refused = iok(tmp_path, *words, *reason)
        assert (refused.exit_code, told in refused.output) == (2, True)


@on_sqlite
def test_what_cannot_be_decided_is_told_in_a_sentence(portal_folder: Path) -> None:
    run = held(portal_folder)
    assert iok(portal_folder, "reject", run, *WHY).exit_code == 0
    for words, told in (
        (("release", run), "decided before: reject at "),
        (("reject", run), f"by operator {operator().actor}: {WHY[1]}"),
        (("release", "99"), "there is no such import"),
        (("undo", "files"), "there are no data to go to"),
        (("redo", "other"), "no module is called other"),
    ):
        refused = iok(portal_folder, *words, *WHY)
        assert (refused.exit_code, told in refused.output) == (1, True), refused.output


@on_sqlite
def test_changes_of_data_that_are_no_longer_shown_are_not_released(
    portal_folder: Path, journal: Callable[..., None]
) -> None:
    runs = []

    async def work(one: Journal) -> None:
        runs.append(str((await one.hold_a_delta()).run))
        await one.show(1)

    journal(work)
    refused = iok(portal_folder, "release", runs[0], *WHY)
    assert refused.exit_code == 1
    assert "no longer shown: import anew" in refused.output
    assert rows(portal_folder, "SELECT published FROM source") == [(1,)]
