"""What the proxy and the supervisor ask, and what they may learn."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iok_core import health
from iok_core.db import bound
from iok_core.db.sqlite.engine import SqliteEngine
from iok_core.health import Readiness
from iok_core.operations.making import write_folder
from iok_core.portal import APPS, Portal
from iok_core.runs import heartbeats
from iok_core.runs.heartbeats import Heart
from tests.browsing import URL
from tests.databases import Database, on_sqlite
from tests.portal import SETTINGS, LivePortal, live_portal


def test_a_portal_with_its_tables_is_ready(live: LivePortal) -> None:
    for path, text in (("/healthz", "ok"), ("/readyz", "ready")):
        answer = live.browser().open(path)
        assert (answer.status_code, answer.text) == (200, text)


def test_a_portal_without_its_tables_is_up_and_not_ready(
    database: Database, tmp_path: Path
) -> None:
    write_folder(tmp_path / "lipowa", SETTINGS.format(url=URL) + database.settings)
    with live_portal(tmp_path / "lipowa") as live:
        assert live.browser().open("/healthz").status_code == 200
        answer = live.browser().open("/readyz")
        assert (answer.status_code, answer.text) == (503, "not ready")


@on_sqlite
def test_s28_a_portal_that_cannot_write_is_not_ready_until_it_can(
    live: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeats, "_SECONDS_UNTIL_THE_NEXT_TRY", 0.01)

    async def asked(portal: Portal) -> list[bool]:
        heart = Heart("web", portal.clock)
        readiness = Readiness(APPS, portal.settings.folder, heart)
        answers = []
        for fault in ("query_only=1", "query_only=0"):
            writer(portal).execute(f"PRAGMA {fault}")
            await heart.begin()
            answers.append(await readiness.holds())
            await heart.end()
        return answers

    assert live.do(asked) == [False, True]


def test_s28_a_portal_with_too_little_space_is_not_ready(
    live: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "TOO_LITTLE_SPACE", 2**62)
    answer = live.browser().open("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready")


@on_sqlite
def test_s23_what_cannot_be_saved_is_told_and_reading_goes_on(live: LivePortal) -> None:
    """On a database that became read-only; when it is not any more, nobody starts anything anew."""
    resident = live.resident()
    reader, writing = live.browser_of(resident), live.browser()
    live.rows("UPDATE session SET last_seen_at = {}", datetime(2026, 1, 1, tzinfo=UTC))
    before = live.rows("SELECT count(*) FROM session"), live.rows("SELECT count(*) FROM audit")
    live.do(lambda portal: _read_only(portal, 1))
    answer = writing.sign_in(resident.identifier, resident.password)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "Portal ma krótką przerwę" in answer.text
    assert reader.open("/").status_code == 200
    assert before == (
        live.rows("SELECT count(*) FROM session"),
        live.rows("SELECT count(*) FROM audit"),
    )
    live.do(lambda portal: _read_only(portal, 0))
    assert writing.sign_in(resident.identifier, resident.password).status_code == 303


async def _read_only(portal: Portal, on: int) -> None:
    writer(portal).execute(f"PRAGMA query_only={on}")


def writer(_: Portal) -> sqlite3.Connection:
    """Of the application, which is bound; the portal beside it has no connections."""
    engine = bound()
    assert isinstance(engine, SqliteEngine)
    assert engine._pools is not None
    return engine._pools.writer.connections[0].raw
