"""What one generation of one source writes, ends and finds: nothing of another, and all of it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from iok_core.db import execute, fetch
from iok_core.db.versioned import StagedRow
from iok_core.imports import staging
from iok_core.imports.staging import OvertakenError, Staging
from iok_core.ledger.intake import ACCOUNTS, BALANCES
from iok_core.portal import Portal
from tests.portal import people
from tests.premises.registers import Register

OPEN_BALANCES = "SELECT source, key FROM balance WHERE until_gen > 9000 ORDER BY source, key"


async def begun(source: int, gen: int, *, delta: bool = False) -> Staging:
    await execute("UPDATE source SET staged = {} WHERE id = {}", gen, source)
    await staging.forget_seen(source)
    return Staging(source, gen, gentle=False, delta=delta)


async def rows_of(source: int, *keys: str) -> tuple[list[StagedRow], list[StagedRow]]:
    """Accounts of these keys, and their balances."""
    sql = "INSERT INTO account (source, source_key) VALUES ({}, {}) ON CONFLICT DO NOTHING"
    for key in keys:
        await execute(sql, source, key)
    at = "SELECT source_key, id FROM account WHERE source = {}"
    ids: dict[str, int] = dict(await fetch(at, source))
    accounts = [StagedRow(ACCOUNTS, key, (ids[key], "operating", "", None)) for key in keys]
    return accounts, [StagedRow(BALANCES, key, (ids[key], 0, None, None, 5)) for key in keys]


def check(folder: Path, work: Callable[[int, int], Awaitable[None]]) -> None:
    async def of_two(portal: Portal) -> None:
        low, high = await Register.open(portal), await Register.open(portal)
        await work(low.source, high.source)

    people(folder, of_two)


def test_two_sources_with_equal_keys_write_and_end_each_their_own(portal_folder: Path) -> None:
    async def work(low: int, high: int) -> None:
        await (await begun(low, 1)).put((await rows_of(low, "B"))[1])
        for source in (high, low):
            balances = (await rows_of(source, "A"))[1]
            one = await begun(source, 1)
            assert await one.put(balances) == []
        assert sorted(await one.found(BALANCES, "t.key")) == [("A",), ("B",)]
        assert await fetch(OPEN_BALANCES) == [(low, "A"), (low, "B"), (high, "A")]
        again = await begun(high, 2)
        await again.put((await rows_of(high, "A", "C"))[1])
        gone = await begun(low, 2)  # forgets what it has seen itself
        assert await gone.marks([BALANCES]) == {"balance": 0, "seen_row": 0}
        await gone.close_unseen(BALANCES)
        await again.close_unseen(BALANCES)
        assert await fetch(OPEN_BALANCES) == [(high, "A"), (high, "C")]
        assert await fetch("SELECT until_gen FROM balance WHERE source = {}", low) == [(2,)] * 2

    check(portal_folder, work)


def test_a_row_that_came_is_not_taken_for_one_of_another_table(portal_folder: Path) -> None:
    async def work(source: int, _: int) -> None:
        first = await begun(source, 1)
        accounts, balances = await rows_of(source, "A")
        await first.put(accounts)
        await first.put(balances)
        await execute("UPDATE balance SET id = (SELECT max(id) FROM account_version)")
        second = await begun(source, 2)
        await second.put(accounts)
        assert await second.found(BALANCES, "t.key") == []
        for shelf in (ACCOUNTS, BALANCES):
            await second.close_unseen(shelf)
        assert await fetch(OPEN_BALANCES) == []
        assert len(await second.found(ACCOUNTS, "t.key")) == 1

    check(portal_folder, work)


def test_all_that_did_not_come_ends_however_many_portions_it_takes(
    portal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "IDS_AT_ONCE", 2)

    async def work(source: int, _: int) -> None:
        balances = (await rows_of(source, *"ABCDE"))[1]
        await (await begun(source, 1)).put(balances)
        second = await begun(source, 2)
        await second.put(balances[2:3])
        await second.close_unseen(BALANCES)
        assert await fetch(OPEN_BALANCES) == [(source, "C")]

    check(portal_folder, work)


def test_rows_that_contradict_others_are_told_of_every_portion(
    portal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "KEYS_AT_ONCE", 1)

    async def work(source: int, _: int) -> None:
        balances = (await rows_of(source, *"AB"))[1]
        one = await begun(source, 1)
        await one.put(balances[:1])
        other = StagedRow(BALANCES, "A", (balances[0].values[0], 0, None, None, 6))
        assert [told.row for told in await one.put([other, balances[1]])] == [other]

    check(portal_folder, work)


def test_a_whole_pull_finds_what_came_new_or_as_it_was_and_nothing_else(
    portal_folder: Path,
) -> None:
    async def work(source: int, _: int) -> None:
        balances = (await rows_of(source, *"ABC"))[1]
        await (await begun(source, 1)).put(balances[:2])
        second = await begun(source, 2)
        await second.put(balances[1:])
        assert sorted(await second.found(BALANCES, "t.key")) == [("B",), ("C",)]

    check(portal_folder, work)


def test_what_a_delta_says_is_gone_ends_and_what_it_brought_itself_is_not_kept(
    portal_folder: Path,
) -> None:
    async def work(source: int, _: int) -> None:
        balances = (await rows_of(source, *"ABC"))[1]
        await (await begun(source, 1)).put(balances[:2])
        delta = await begun(source, 2, delta=True)
        await delta.put(balances[2:])
        await delta.close(BALANCES, ["A", "C", "unknown"])
        assert await delta.found(BALANCES, "t.key") == [("B",)]
        assert await fetch("SELECT key, until_gen FROM balance WHERE key <> 'B'") == [("A", 2)]

    check(portal_folder, work)


def test_of_some_accounts_only_their_rows_are_found(portal_folder: Path) -> None:
    async def work(source: int, _: int) -> None:
        balances = (await rows_of(source, *"ABC"))[1]
        one = await begun(source, 1)
        await one.put(balances)
        accounts = {int(str(row.values[0])) for row in balances[1:]}
        assert sorted(await one.found(BALANCES, "t.key", accounts)) == [("B",), ("C",)]

    check(portal_folder, work)


def test_a_worker_that_was_overtaken_neither_writes_nor_ends_anything(portal_folder: Path) -> None:
    async def work(source: int, _: int) -> None:
        balances = (await rows_of(source, *"AB"))[1]
        await (await begun(source, 1)).put(balances[:1])
        late = await begun(source, 2)
        await begun(source, 3)
        for writing in (
            lambda: late.put(balances),
            lambda: late.close_unseen(BALANCES),
            lambda: late.close(BALANCES, ["A"]),
        ):
            with pytest.raises(OvertakenError):
                await writing()
        assert await fetch(OPEN_BALANCES) == [(source, "A")]

    check(portal_folder, work)
