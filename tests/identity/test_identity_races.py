"""What two processes do at the same moment; on PostgreSQL each task has a connection of its own."""

import asyncio
from collections import Counter

import pytest

from iok_core.db import fetch
from iok_core.identity import signing_in
from iok_core.identity.issuing import Issued, IssueRefusal
from iok_core.identity.signing_in import Refused, SignedIn, sign_in
from tests.identity.office import OWN, Office

AT_ONCE = 5


@pytest.mark.parametrize("after_issue", [0, 1])
async def test_s08_of_clerks_who_issue_at_once_one_holds_the_slip(
    office: Office, after_issue: int
) -> None:
    person = await office.add_person()
    for number in range(after_issue):
        await office.issue(person, number)
    outcomes = await asyncio.gather(
        *(office.try_to_issue(person, after_issue) for _ in range(AT_ONCE))
    )
    refused = Counter(outcome for outcome in outcomes if isinstance(outcome, IssueRefusal))
    assert refused == {IssueRefusal.ALREADY_ISSUED: AT_ONCE - 1}
    assert await fetch("SELECT issue_number FROM identity WHERE person = {}", person) == [
        (after_issue + 1,)
    ]


async def test_s10_a_sign_in_under_way_does_not_outlive_a_new_issue(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has let somebody in and is not committed, when the desk makes their access void."""
    issued, _ = await office.resident()
    let_in, go_on = asyncio.Event(), asyncio.Event()
    opening = signing_in.open_session  # type: ignore[attr-defined]

    async def open_slowly(*args: object, **options: bool) -> str:
        let_in.set()
        await go_on.wait()
        return await opening(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(signing_in, "open_session", open_slowly)
    entering = asyncio.create_task(sign_in(office.ctx, issued.identifier, OWN))
    await let_in.wait()
    person = (await fetch("SELECT person FROM identity WHERE id = {}", issued.identity))[0][0]
    reissuing = asyncio.create_task(office.try_to_issue(person, 1))
    await asyncio.wait({reissuing}, timeout=0.5)
    assert not reissuing.done()
    go_on.set()
    assert isinstance(await reissuing, Issued)
    assert isinstance(await entering, SignedIn)
    open_ones = "SELECT count(*) FROM session WHERE identity = {} AND ended_at IS NULL"
    assert await fetch(open_ones, issued.identity) == [(0,)]


async def test_s09_every_wrong_password_at_once_is_counted(office: Office) -> None:
    issued, _ = await office.resident()
    tries = (sign_in(office.ctx, issued.identifier, "nie to hasło") for _ in range(AT_ONCE))
    assert all(isinstance(one, Refused) for one in await asyncio.gather(*tries))
    assert await fetch("SELECT DISTINCT failures FROM brake") == [(AT_ONCE,)]
