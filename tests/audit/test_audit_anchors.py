"""Whoever has the key can write the chain anew; only what lies elsewhere tells."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from iok_core.audit.anchoring import Anchoring, BrokenChainError
from iok_core.audit.anchors import AnchorError
from iok_core.audit.chain import Flaw, Verdict
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import fetch
from tests.audit.conftest import StoppedClock
from tests.audit.tampering import tamper, write_rows
from tests.databases import on_sqlite

THIEF = b"x" * 32

pytestmark = on_sqlite  # what differs between the engines is below `log`


@pytest.fixture
async def anchored(log: AuditLog, anchoring: Anchoring) -> Path:
    """Five rows, anchored, and one more."""
    await write_rows(log, 5)
    assert anchoring.path is not None
    await anchoring.write(anchoring.path, Origin.system())
    return anchoring.path


def lines(path: Path) -> str:
    return path.read_text()


def write(path: Path, text: str) -> None:
    path.write_text(text)


async def both(log: AuditLog, anchoring: Anchoring, path: Path) -> tuple[Verdict, Verdict]:
    """Without the anchors, and with them."""
    return await log.verify(), await log.verify(anchors=await anchoring.read(path))


async def test_aud5_an_anchor_of_a_chain_that_grew_agrees(
    log: AuditLog, anchoring: Anchoring, anchored: Path
) -> None:
    await write_rows(log, 2)
    alone, compared = await both(log, anchoring, anchored)
    assert (alone.rows, alone.flaw, alone.anchors) == (8, None, 0)
    assert (compared.rows, compared.flaw, compared.anchors) == (8, None, 1)


async def test_aud4_a_tail_that_was_cut_off_only_the_anchor_tells(
    log: AuditLog, anchoring: Anchoring, anchored: Path
) -> None:
    await tamper("DELETE FROM audit WHERE seq > 3")
    alone, compared = await both(log, anchoring, anchored)
    assert (alone.rows, alone.flaw) == (3, None)
    assert (compared.bad_seq, compared.flaw) == (4, Flaw.CUT)
    assert compared.anchor is not None
    assert compared.anchor.seq == 5


@pytest.mark.parametrize("stolen", [False, True])
async def test_aud4_of_a_tail_written_anew_with_the_stolen_key_only_the_anchor_tells(
    log: AuditLog, anchoring: Anchoring, anchored: Path, clock: StoppedClock, *, stolen: bool
) -> None:
    await tamper("DELETE FROM audit WHERE seq > 3")
    await write_rows(log if stolen else AuditLog(THIEF, clock), 4, staff=8)
    alone, compared = await both(log, anchoring, anchored)
    if stolen:
        assert (alone.rows, alone.flaw) == (7, None)
        assert (compared.bad_seq, compared.flaw) == (5, Flaw.REWRITTEN)
    else:
        assert (alone.bad_seq, alone.flaw) == (4, Flaw.CHANGED)
        assert (compared.bad_seq, compared.flaw) == (4, Flaw.CHANGED)


async def test_aud4_two_anchors_of_one_row_that_differ_are_seen(
    log: AuditLog, anchoring: Anchoring, anchored: Path
) -> None:
    """The chain was written anew, and anchored again in the same file."""
    await tamper("DELETE FROM audit")
    await write_rows(log, 5, staff=8)
    again = anchored.with_name("again.jsonl")
    await anchoring.write(again, Origin.system())
    write(anchored, lines(anchored) + lines(again))
    assert (await both(log, anchoring, anchored))[1].bad_seq == 5


@pytest.mark.parametrize("what", ["seq", "mac", "count", "at", "proof"])
async def test_aud5_an_anchor_that_was_changed_is_none(
    anchoring: Anchoring, anchored: Path, what: str
) -> None:
    line = lines(anchored)
    values = json.loads(line)
    other = {"seq": 4, "count": 9, "at": "2026-03-30T00:00:00.000000+00:00"}
    changed = json.dumps(values | {what: other.get(what, "0" * 64)})
    write(anchored, line + changed)
    with pytest.raises(AnchorError, match="line 2"):
        await anchoring.read(anchored)


async def test_aud5_the_head_of_a_chain_that_does_not_hold_is_not_anchored(
    anchoring: Anchoring, anchored: Path
) -> None:
    before = lines(anchored)
    await tamper("DELETE FROM audit WHERE seq > 3")
    with pytest.raises(BrokenChainError):
        await anchoring.write(anchored, Origin.system())
    assert lines(anchored) == before
    newest = await fetch("SELECT action, result, meta FROM audit ORDER BY seq DESC LIMIT 1")
    assert newest == [("audit_anchor", "failed", '{"bad":4}')]


async def test_aud5_a_worker_anchors_once_a_day(
    log: AuditLog, anchoring: Anchoring, clock: StoppedClock
) -> None:
    await write_rows(log, 2)
    assert anchoring.path is not None
    for _ in range(3):
        await anchoring.daily()
    assert [one.seq for one in await anchoring.read(anchoring.path)] == [2]
    clock.go_on(timedelta(days=1))
    await anchoring.daily()
    known = await anchoring.read(anchoring.path)
    assert [(one.seq, one.count, one.at) for one in known][1:] == [(3, 3, clock.now())]


async def test_aud5_a_worker_without_a_place_anchors_nothing(
    log: AuditLog, clock: StoppedClock
) -> None:
    await write_rows(log, 1)
    await Anchoring(b"", log, clock, None).daily()
    assert await fetch("SELECT count(*) FROM audit") == [(1,)]
