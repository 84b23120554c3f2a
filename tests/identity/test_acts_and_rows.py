"""No act without its audit row: when the row cannot be written, nothing has happened."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NoReturn

import msgspec
import pytest

from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import fetch
from iok_core.identity.context import IdentityContext
from iok_core.identity.issuing import IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind, SessionEnd
from iok_core.identity.passwords import change_password, set_demo_password, set_first_password
from iok_core.identity.permissions import Role
from iok_core.identity.sessions import end_all, end_own_session, sign_out
from iok_core.identity.signing_in import sign_in
from iok_core.identity.staff import add_staff
from tests.identity.office import OWN, Office

NEW = "granatowa czapka na haku"
Act = Callable[[IdentityContext], Awaitable[object]]


class RowLostError(OSError):
    pass


class FailingLog(AuditLog):
    async def record(self, *_: Any, **__: Any) -> NoReturn:
        raise RowLostError


class Actors(msgspec.Struct):
    """Somebody active, somebody with a used start password, somebody without an access."""

    active: int
    active_identifier: str
    session: int
    started: int
    started_session: int
    newcomer: int
    clerk: int


async def actors(office: Office) -> Actors:
    issued, token = await office.resident()
    other = await office.issue(await office.add_person())
    entered = await office.enter(other.identifier, other.start_password)
    return Actors(
        active=issued.identity,
        active_identifier=issued.identifier,
        session=(await office.session(token)).id,
        started=other.identity,
        started_session=(await office.session(entered.token)).id,
        newcomer=await office.add_person(),
        clerk=office.clerk,
    )


def acts(who: Actors) -> Mapping[str, Act]:
    by = Origin.resident(who.active)
    request = IssueRequest(
        person=who.newcomer,
        document=DocumentKind.PASSPORT,
        identity_checked=True,
        after_issue=0,
    )
    return {
        "issue": lambda ctx: issue_access(ctx, request, by=Origin.staff(who.clerk)),
        "sign in": lambda ctx: sign_in(ctx, who.active_identifier, OWN),
        "wrong sign in": lambda ctx: sign_in(ctx, who.active_identifier, NEW),
        "first password": lambda ctx: set_first_password(
            ctx, who.started, who.started_session, NEW
        ),
        "change": lambda ctx: change_password(ctx, who.active, who.session, OWN, NEW),
        "wrong change": lambda ctx: change_password(ctx, who.active, who.session, NEW, OWN),
        "demonstration": lambda ctx: set_demo_password(ctx, who.active, NEW, is_demonstration=True),
        "sign out": lambda ctx: sign_out(ctx, who.session, by=by),
        "end one": lambda ctx: end_own_session(ctx, who.active, who.session, by=by),
        "end all": lambda ctx: end_all(ctx, who.active, SessionEnd.BLOCKED, by=by),
        "staff": lambda ctx: add_staff(ctx, "Ola", Role.DESK, operator="tester"),
    }


ACTS = (
    "issue", "sign in", "wrong sign in", "first password", "change", "wrong change",
    "demonstration", "sign out", "end one", "end all", "staff",
)  # fmt: skip


async def everything() -> list[list[tuple[object, ...]]]:
    return [
        await fetch(f"SELECT * FROM {table} ORDER BY id")
        for table in ("staff", "identity", "session", "event")
    ]


@pytest.mark.parametrize("name", ACTS)
async def test_aud1_an_act_whose_row_cannot_be_written_has_not_happened(
    office: Office, name: str
) -> None:
    act = acts(await actors(office))[name]
    before = await everything()
    broken = msgspec.structs.replace(office.ctx, log=FailingLog(b"", office.clock))
    with pytest.raises(RowLostError):
        await act(broken)
    assert await everything() == before


@pytest.mark.parametrize("name", ACTS)
async def test_aud1_every_act_makes_exactly_one_row(office: Office, name: str) -> None:
    act = acts(await actors(office))[name]
    (before,) = await fetch("SELECT count(*) FROM audit")
    await act(office.ctx)
    assert await fetch("SELECT count(*) FROM audit") == [(before[0] + 1,)]
    assert (await office.ctx.log.verify()).bad_seq is None
