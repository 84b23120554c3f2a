"""What is old goes with a checkpoint, and in no other way."""

from datetime import UTC, datetime, timedelta

import pytest

from iok_core.audit.anchoring import Anchoring
from iok_core.audit.chain import Checkpoint, Flaw
from iok_core.audit.origin import Origin
from iok_core.audit.pruning import months_before, prune
from iok_core.audit.service import AuditLog
from iok_core.audit.tables import Audit
from iok_core.db import (
    ConstraintViolated,
    DatabaseError,
    bound_to,
    current_role,
    execute,
    fetch,
    grant_to,
    open_database,
    transaction,
)
from iok_core.db.append_only import append_only, pruning
from tests.audit.conftest import KEY, StoppedClock
from tests.audit.tampering import tamper, write_rows
from tests.databases import Cluster, Database, on_sqlite, opened

BY = Origin.operator("tester")


async def old_and_new(log: AuditLog, clock: StoppedClock) -> datetime:
    """Four rows, and a day later three; the moment between them."""
    await write_rows(log, 4)
    clock.go_on(timedelta(days=1))
    await write_rows(log, 3)
    return clock.now() - timedelta(hours=1)


async def test_aud6_a_pruned_chain_begins_at_its_checkpoint(
    log: AuditLog, clock: StoppedClock
) -> None:
    until = await old_and_new(log, clock)
    ((mac,),) = await fetch("SELECT mac FROM audit WHERE seq = 4")
    assert await prune(until, by=BY, log=log) == Checkpoint(4, 4, mac)
    assert await fetch("SELECT seq FROM audit ORDER BY seq") == [(5,), (6,), (7,), (8,)]
    newest = await fetch("SELECT action, actor, meta FROM audit WHERE seq = 8")
    assert newest == [("audit_prune", "tester", f'{{"last":4,"mac":"{mac}","rows":4}}')]
    verdict = await log.verify()
    assert (verdict.first_seq, verdict.rows, verdict.flaw) == (5, 4, None)
    assert await prune(until, by=BY, log=log) is None


async def test_aud6_it_can_be_pruned_again_and_the_newest_row_stays(
    log: AuditLog, clock: StoppedClock
) -> None:
    await prune(await old_and_new(log, clock), by=BY, log=log)
    clock.go_on(timedelta(days=9))
    assert (await prune(clock.now(), by=BY, log=log) or Checkpoint(0, 0, "")).last == 7
    verdict = await log.verify()
    assert (verdict.first_seq, verdict.rows, verdict.flaw) == (8, 2, None)


async def test_aud2_after_a_pruning_the_database_refuses_as_before(
    log: AuditLog, clock: StoppedClock
) -> None:
    await prune(await old_and_new(log, clock), by=BY, log=log)
    for statement in ("DELETE FROM audit", "UPDATE audit SET actor = '8'"):
        with pytest.raises(ConstraintViolated, match="append-only"):
            await execute(statement)


async def failing_pruning() -> None:
    async with pruning("audit"):
        await execute("DELETE FROM audit")
        raise ZeroDivisionError


async def test_aud2_a_pruning_that_fails_puts_the_guard_back(log: AuditLog) -> None:
    await write_rows(log, 2)
    async with transaction():
        with pytest.raises(ZeroDivisionError):
            await failing_pruning()
    with pytest.raises(ConstraintViolated, match="append-only"):
        await execute("DELETE FROM audit WHERE seq = 1")
    assert (await log.verify()).rows == 2


@on_sqlite
@pytest.mark.parametrize("without", ["checkpoint", "key"])
async def test_aud6_who_deletes_the_beginning_without_a_checkpoint_of_the_key_is_found(
    log: AuditLog, clock: StoppedClock, without: str
) -> None:
    until = await old_and_new(log, clock)
    if without == "checkpoint":
        await tamper("DELETE FROM audit WHERE seq <= 4")
        assert (await log.verify()).bad_seq == 1
        return
    await prune(until, by=BY, log=AuditLog(b"x" * 32, clock))
    verdict = await log.verify()
    assert (verdict.bad_seq, verdict.flaw) == (8, Flaw.CHANGED)


@on_sqlite
async def test_aud6_who_deletes_more_than_the_checkpoint_says_is_found(
    log: AuditLog, clock: StoppedClock
) -> None:
    await prune(await old_and_new(log, clock), by=BY, log=log)
    await tamper("DELETE FROM audit WHERE seq = 5")
    verdict = await log.verify()
    assert (verdict.bad_seq, verdict.flaw) == (5, Flaw.MISSING)


@on_sqlite
async def test_aud5_anchors_of_what_was_pruned_are_passed_over_and_later_ones_agree(
    log: AuditLog, clock: StoppedClock, anchoring: Anchoring
) -> None:
    assert anchoring.path is not None
    await write_rows(log, 2)
    await anchoring.daily()
    until = await old_and_new(log, clock)
    await anchoring.daily()
    await prune(until, by=BY, log=log)
    verdict = await log.verify(anchors=await anchoring.read(anchoring.path))
    assert (verdict.first_seq, verdict.flaw, verdict.anchors) == (8, None, 1)


@pytest.fixture
def roles(cluster: Cluster) -> Database:
    return cluster.two_roles(cluster.empty())


async def test_aud6_the_portal_s_own_role_cannot_prune(
    roles: Database, clock: StoppedClock
) -> None:
    log = AuditLog(KEY, clock)
    async with opened(roles):
        role = await current_role()
        async with bound_to(open_database(roles.owner_url, role="worker")):
            await Audit.create_table()
            for trigger in append_only("audit", "seq"):
                await execute(trigger)
            await grant_to(role)
        until = await old_and_new(log, clock)
        with pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
            await prune(until, by=BY, log=log)
        assert (await log.verify()).rows == 7
        async with bound_to(open_database(roles.owner_url, role="worker")):
            await prune(until, by=BY, log=log)
        assert (await log.verify()).rows == 4


def test_prv6_the_term_is_counted_in_months_of_the_calendar() -> None:
    begin = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert months_before(begin, 0) == begin
    assert months_before(begin, 1) == datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert months_before(begin, 3) == datetime(2025, 12, 31, 12, tzinfo=UTC)
    assert months_before(begin, 24) == datetime(2024, 3, 31, 12, tzinfo=UTC)
    assert months_before(begin, 25) == datetime(2024, 2, 29, 12, tzinfo=UTC)
