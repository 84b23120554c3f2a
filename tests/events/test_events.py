from datetime import UTC, datetime

import pytest

from iok_core.db import Engine, TransactionError, fetch, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.events.tables import Event

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def _database(engine: Engine) -> None:  # noqa: ARG001 (it is bound)
    await Event.create_table()


async def fail_after_emitting() -> None:
    async with transaction():
        await emit(EventKind.NEW_BALANCE, at=AT, account=3)
        raise ZeroDivisionError


async def test_an_event_is_kept_with_its_cause() -> None:
    async with transaction():
        await emit(EventKind.ACCESS_ISSUED, at=AT, request_id="req-1", person=7, identity=5)
    assert await fetch("SELECT at, kind, subject, request_id FROM event") == [
        (AT, "access_issued", '{"identity":5,"person":7}', "req-1")
    ]


async def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionError):
        await emit(EventKind.NEW_BALANCE, at=AT, account=3)
    assert await fetch("SELECT * FROM event") == []


async def test_a_cause_that_fails_leaves_no_event() -> None:
    with pytest.raises(ZeroDivisionError):
        await fail_after_emitting()
    assert await fetch("SELECT * FROM event") == []
