"""Later exports of one source: published, held or refused as a person decided beforehand.

Whatever is not published leaves what residents see untouched, row for row and day for day.
"""

import json
from typing import Any

import pytest

from iok_core.db import fetch
from iok_core.imports.generations import ImportState
from iok_core.imports.history import ImportLine
from iok_core.imports.receiving import SHELVES
from iok_core.portal import Portal
from iok_core.runs.states import RunState
from tests.databases import on_sqlite
from tests.imports.bringing import EXPORTS, bring_in, options_of
from tests.imports.seeing import seen
from tests.portal import people

BASE = "a-semicolon-cp1250"
VARIANTS = [folder.name for folder in sorted((EXPORTS / BASE).iterdir()) if folder.is_dir()]


def expected_of(variant: str) -> dict[str, Any]:
    text = (EXPORTS / BASE / variant / "expected.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def outcome_of(line: ImportLine) -> str:
    if line.run_state is RunState.FAILED:
        return "refuse"
    assert line.state is not None
    return {ImportState.PUBLISHED: "publish", ImportState.HELD: "hold"}[line.state]


@on_sqlite
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_later_export_ends_as_a_person_decided(base_folder: Any, variant: str) -> None:
    expected = expected_of(variant)

    async def check(portal: Portal) -> None:
        before = await seen()
        assert len(before) == 1 + len(SHELVES)
        outcome = outcome_of(await bring_in(portal, options_of(BASE, variant)))
        assert outcome in {expected["outcome"], *expected["also_acceptable"]}
        assert (await seen() == before) == (outcome != "publish")

    people(base_folder, check)


async def count(sql: str, *values: int) -> int:
    return int((await fetch(sql, *values))[0][0])


def test_next_months_export_writes_only_the_rows_that_changed(base_folder: Any) -> None:
    wanted = expected_of("changed")["changes"]

    async def check(portal: Portal) -> None:
        line = await bring_in(portal, options_of(BASE, "changed"))
        gen = line.gen or 0
        told: dict[str, dict[str, int]] = {}
        for kind, table in (("entries", "entry"), ("balances", "balance")):
            opened = await count(f"SELECT count(*) FROM {table} WHERE since_gen = {{}}", gen)
            closed = await count(f"SELECT count(*) FROM {table} WHERE until_gen = {{}}", gen)
            changed = await count(
                f"SELECT count(*) FROM {table} WHERE since_gen = {{}} AND key IN "
                f"(SELECT key FROM {table} WHERE until_gen = {{}})",
                gen,
                gen,
            )
            told[kind] = {"new": opened - changed, "changed": changed, "gone": closed - changed}
        assert told == {"entries": wanted["entries"], "balances": wanted["balances"]}
        for table in ("premises_version", "party_version", "title", "account_version", "charge"):
            assert await count(f"SELECT count(*) FROM {table} WHERE since_gen = {{}}", gen) == 0
            assert await count(f"SELECT count(*) FROM {table} WHERE until_gen = {{}}", gen) == 0

    people(base_folder, check)


def test_what_was_held_makes_room_for_the_next_import(base_folder: Any) -> None:
    async def check(portal: Portal) -> None:
        before = await seen()
        held = await bring_in(portal, options_of(BASE, "premises-missing"))
        assert held.state is ImportState.HELD
        again = await bring_in(portal, options_of(BASE))
        assert again.state is ImportState.REPEATED
        assert await seen() == before

    people(base_folder, check)
