"""From a connector's messages to rows: order, references, duplicates."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from iok_core import api
from iok_core.db import fetch
from iok_core.imports.findings import findings
from iok_core.portal import Portal
from tests.imports.feeding import DAY, Import, begin, entry
from tests.portal import people


def check(folder: Path, work: Callable[[Import], Awaitable[None]]) -> None:
    async def begun(portal: Portal) -> None:
        await work(await begin(portal))

    people(folder, begun)


def test_entries_of_one_day_keep_the_order_of_the_source(portal_folder: Path) -> None:
    async def work(one: Import) -> None:
        await one.take(entry("first", "9"), entry("second", "2"), entry("third", "5"))
        assert await one.texts() == ["first", "second", "third"]

    check(portal_folder, work)


def test_a_later_generation_may_put_entries_before_others(portal_folder: Path) -> None:
    async def work(one: Import) -> None:
        await one.take(entry("third", "3"), entry("fourth", "4"))
        await one.next_generation()
        earlier = (entry("first", "1"), entry("second", "2"))
        await one.take(*earlier, entry("third", "3"), entry("fourth", "4"))
        assert await one.texts() == ["first", "second", "third", "fourth"]

    check(portal_folder, work)


@pytest.mark.parametrize("at_once", [True, False], ids=["one batch", "two batches"])
def test_the_same_row_twice_is_one_row_in_every_generation(
    portal_folder: Path, *, at_once: bool
) -> None:
    rows = [entry("once", "1"), entry("once", "1")]

    async def work(one: Import) -> None:
        for turn in range(3):
            if turn > 0:
                await one.next_generation()
            for batch in [rows] if at_once else [[row] for row in rows]:
                assert await one.take(*batch) == []
        assert await one.texts() == ["once"]
        assert await fetch("SELECT count(*) FROM entry") == [(1,)]

    check(portal_folder, work)


def test_one_key_with_two_contents_is_rejected(portal_folder: Path) -> None:
    async def work(one: Import) -> None:
        problems = await one.take(entry("once", "1"), entry("other", "1"))
        assert problems == [api.Problem.CONFLICTING_DUPLICATE]
        (told,) = one.receiver.received.rejected
        assert (told.kind, told.value, told.account) == (api.DataKind.ENTRIES, "1", "204-1")

    check(portal_folder, work)


@pytest.mark.parametrize("at_once", [True, False], ids=["one batch", "two batches"])
@pytest.mark.parametrize("delta", [False, True], ids=["whole", "delta"])
@pytest.mark.parametrize("known", ["nothing", "first", "second"])
def test_k07_5_of_one_key_with_two_contents_the_first_is_kept_whatever_is_known(
    portal_folder: Path, known: str, *, delta: bool, at_once: bool
) -> None:
    rows = [entry("first", "1"), entry("second", "1")]

    async def work(one: Import) -> None:
        if known != "nothing":
            await one.take(entry(known, "1"))
            await one.next_generation(delta=delta)
        for batch in [rows] if at_once else [[row] for row in rows]:
            problems = await one.take(*batch)
        assert problems == [api.Problem.CONFLICTING_DUPLICATE]
        assert await one.texts() == ["first"]

    check(portal_folder, work)


def test_equal_entries_without_an_id_are_both_kept(portal_folder: Path) -> None:
    async def work(one: Import) -> None:
        assert await one.take(entry("twice"), entry("twice")) == []
        assert await one.texts() == ["twice", "twice"]

    check(portal_folder, work)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (entry("x", "1", account="204-9"), api.Problem.UNKNOWN_REFERENCE),
        (entry("x", "1", amount="0.001"), api.Problem.NOT_AN_AMOUNT),
        (entry("x", "1", amount="NaN"), api.Problem.NOT_AN_AMOUNT),
        (entry("x", "1", amount="1e12"), api.Problem.NOT_AN_AMOUNT),
        (
            api.Title(premises="L-1", party="K9", kind=api.TitleKind.LEASE, since=DAY),
            api.Problem.UNKNOWN_REFERENCE,
        ),
    ],
)
def test_k07_5_what_cannot_be_taken_exactly_is_rejected(
    portal_folder: Path, record: api.Record, problem: api.Problem
) -> None:
    async def work(one: Import) -> None:
        assert await one.take(record) == [problem]
        (told,) = one.receiver.received.rejected
        assert told.account == (record.account if isinstance(record, api.Entry) else "")

    check(portal_folder, work)


def test_k07_5_of_an_account_with_premises_that_never_came_nothing_is_kept(
    portal_folder: Path,
) -> None:
    kind = api.AccountKind.OPERATING
    half = api.Account(key="204-7", kind=kind, party="K1", premises=("L-1", "L-9"))

    async def work(one: Import) -> None:
        assert await one.take(half) == [api.Problem.UNKNOWN_REFERENCE]
        kept = "SELECT 1 FROM {} t JOIN account a ON a.id = t.account WHERE a.source_key = '204-7'"
        for table in ("account_version", "account_premises"):
            assert await fetch(kept.replace("{}", table)) == []

    check(portal_folder, work)


@pytest.mark.parametrize(
    ("balance", "wrong"),
    [
        (api.Balance(account="204-1", opening=Decimal(2), closing=Decimal(3)), 0),
        (api.Balance(account="204-1", opening=Decimal(2), closing=Decimal("3.01")), 1),
        (None, 1),
    ],
)
def test_an_account_that_leads_to_another_balance_or_none_is_counted(
    portal_folder: Path, balance: api.Balance | None, wrong: int
) -> None:
    """One without a balance is shown to nobody, so the guard must know of it."""

    async def work(one: Import) -> None:
        await one.take(entry("x", "1"), *([balance] if balance else []))
        assert (await findings(one.source, one.gen, {})).not_adding_up == wrong

    check(portal_folder, work)
