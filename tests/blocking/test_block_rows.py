"""What a block and its lifting write beside themselves: all of it, or nothing."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, NoReturn

import msgspec
import pytest

from iok_core.audit.service import AuditLog
from iok_core.blocking.service import Clause, block_access, lift_block
from iok_core.db import fetch
from iok_core.identity.issuing import IssueRefusal
from tests.blocking.blocked_office import (
    DAY,
    OPERATOR,
    everything,
    newest,
    person_of,
    proposed,
)
from tests.identity.office import Office


async def test_a_block_and_its_lifting_tell_the_audit_ids_and_codes_only(office: Office) -> None:
    issued, _ = await office.resident()
    person = await person_of(issued.identity)
    block = await office.block(issued, Clause.END_OF_SETTLEMENTS)
    assert (await newest("audit", "seq"))[2:10] == (
        "operator", "tester", "access_block", "block", block, "done", "",
        f'{{"clause":12,"person":{person},"sessions":1}}',
    )  # fmt: skip
    await office.lift(block)
    assert (await newest("audit", "seq"))[2:10] == (
        "operator", "tester", "access_unblock", "block", block, "done", "",
        f'{{"clause":12,"person":{person}}}',
    )  # fmt: skip


async def test_s43_a_block_and_its_lifting_are_events_of_the_person_and_the_block(
    office: Office,
) -> None:
    issued, _ = await office.resident()
    block = await office.block(issued)
    await office.lift(block)
    rows = await fetch("SELECT kind, subject FROM event ORDER BY id DESC LIMIT 2")
    person = await person_of(issued.identity)
    expected = {"block": block, "identity": issued.identity, "person": person}
    assert [(kind, json.loads(subject)) for kind, subject in rows] == [
        ("access_unblocked", expected),
        ("access_blocked", expected),
    ]


async def test_somebody_without_an_access_can_be_blocked(office: Office) -> None:
    person = await office.add_person()
    block = await block_access(office.ctx, proposed(person), by=OPERATOR)
    subject = json.loads((await fetch("SELECT subject FROM event ORDER BY id DESC"))[0][0])
    assert subject == {"block": block, "person": person}
    assert await office.try_to_issue(person) is IssueRefusal.BLOCKED


class RowLostError(OSError):
    pass


class FailingLog(AuditLog):
    async def record(self, *_: Any, **__: Any) -> NoReturn:
        raise RowLostError


@pytest.mark.parametrize("act", ["block", "lift"])
async def test_aud1_s45_without_its_audit_row_nothing_of_the_act_has_happened(
    office: Office, act: str
) -> None:
    issued, _ = await office.resident()
    earlier = await office.block(issued, since=DAY + timedelta(days=1))
    new = proposed(await person_of(issued.identity))
    broken = msgspec.structs.replace(office.ctx, log=FailingLog(b"", office.clock))
    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "block": lambda: block_access(broken, new, by=OPERATOR),
        "lift": lambda: lift_block(broken, earlier, "Pomyłka", by=OPERATOR),
    }
    before = await everything()
    with pytest.raises(RowLostError):
        await acts[act]()
    assert await everything() == before
