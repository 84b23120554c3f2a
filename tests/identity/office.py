"""A portal with a clerk and a clock that can be set, on a real database file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from argon2 import PasswordHasher
from piccolo.table import create_db_tables

from iok_core.admission import at_the_door
from iok_core.approvals.tables import Approval, ApprovalSwitch
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.audit.tables import Audit
from iok_core.blocking.service import (
    Clause,
    NewBlock,
    block_access,
    blocked_among,
    lift_block,
)
from iok_core.blocking.tables import Block, Lifting
from iok_core.db import execute, fetch
from iok_core.db.append_only import append_only
from iok_core.demands.service import DemandKind
from iok_core.demands.tables import Demand
from iok_core.events.tables import Event
from iok_core.identity.arriving import Arrival
from iok_core.identity.context import IdentityContext
from iok_core.identity.factors.context import FactorContext, Site
from iok_core.identity.hashing import HashingPool
from iok_core.identity.issuing import Issued, IssueRefusal, IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.passwords import PasswordSet, set_first_password
from iok_core.identity.permissions import Role
from iok_core.identity.session_rows import LiveSession
from iok_core.identity.settings import HashingSettings, IdentitySettings, PasswordSettings
from iok_core.identity.signing_in import SignedIn, sign_in
from iok_core.identity.staff import add_staff
from iok_core.identity.tables import (
    Brake,
    Identity,
    IssueBatch,
    KnownDevice,
    Passkey,
    RecoveryCode,
    Session,
    SpentChallenge,
    Staff,
    Totp,
)
from iok_core.imports.tables import Source
from iok_core.losses.tables import Breach, LossReport, LossTry
from iok_core.maintenance.tables import MaintenanceWindow
from iok_core.modules.tables import Module
from iok_core.noticeboard.tables import Announcement
from iok_core.notices.tables import Notice
from iok_core.premises.tables import Party, Person, Representation
from iok_core.regulations.tables import Acceptance, RegulationsVersion
from tests.demanded import demanded, demanded_lifting

QUICK = HashingSettings(memory_kib=64, passes=1)
TABLES = (
    *(Person, Party, Representation, Staff, Identity, IssueBatch, Session, KnownDevice, Brake),
    *(Totp, Passkey, RecoveryCode, SpentChallenge, Demand, Block, Lifting, Audit, Event),
    *(Module, Source, RegulationsVersion, Acceptance, Notice, Approval, ApprovalSwitch),
    *(LossReport, LossTry, Breach, Announcement, MaintenanceWindow),
)
OWN = "zielony rower pod mostem"


class SetClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def go_on(self, by: timedelta) -> None:
        self.moment += by


class CountedHasher(PasswordHasher):
    """A real argon2id hasher that counts what it is asked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.verifications = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        self.verifications += 1
        return super().verify(hash, password)


async def find_session(ctx: IdentityContext, token: str) -> LiveSession | None:
    """By the query of each request: another one would tell nothing of what the portal does."""
    return next(iter(await at_the_door(ctx, token)), None)


class Office:
    """A portal with a clerk, as the tests use it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = SetClock()
        self.hasher = CountedHasher()
        self.settings = IdentitySettings(
            hashing=QUICK, password=PasswordSettings(names=("SM „Lipowa”, Wrocław",))
        )
        self.clerk = 0

    def open(self) -> None:
        self.ctx = IdentityContext(
            settings=self.settings,
            clock=self.clock,
            hashing=HashingPool(self.hasher, self.settings.hashing),
            log=AuditLog(b"k" * 32, self.clock),
            blocked_among=lambda persons: blocked_among(persons, self.clock.today()),
            factors=FactorContext.of(
                b"k" * 32, Site.of("https://portal.lipowa.example", "SM „Lipowa”")
            ),
            brake_key=b"b" * 32,
        )

    async def add_person(self, name: str = "Anna Testowa") -> int:
        inserted = await Person.insert(Person(name=name, created_at=self.clock.now()))
        return int(inserted[0]["id"])

    async def add_clerk(self, role: Role = Role.DESK) -> int:
        await add_staff(self.ctx, "Ewa Biurowa", role, operator="tester")
        return int((await fetch("SELECT max(id) FROM staff"))[0][0])

    async def issue(self, person: int, after_issue: int = 0) -> Issued:
        issued = await self.try_to_issue(person, after_issue)
        assert isinstance(issued, Issued)
        return issued

    async def try_to_issue(self, person: int, after_issue: int = 0) -> Issued | IssueRefusal:
        request = IssueRequest(
            person=person,
            document=DocumentKind.ID_CARD,
            identity_checked=True,
            after_issue=after_issue,
            journal="11/2026",
        )
        return await issue_access(self.ctx, request, by=Origin.staff(self.clerk, "req-issue"))

    async def enter(self, identifier: str, password: str) -> SignedIn:
        outcome = await sign_in(self.ctx, identifier, password, Arrival(request_id="req-enter"))
        assert isinstance(outcome, SignedIn)
        return outcome

    async def session(self, token: str) -> LiveSession:
        found = await find_session(self.ctx, token)
        assert found is not None
        return found

    async def activate(self, issued: Issued, password: str = OWN) -> str:
        """The first sign-in to its end; the token of the session that goes on."""
        entered = await self.enter(issued.identifier, issued.start_password)
        session = await self.session(entered.token)
        outcome = await set_first_password(self.ctx, issued.identity, session.id, password)
        assert isinstance(outcome, PasswordSet)
        return outcome.token

    async def block(
        self, who: Issued | str, clause: Clause = Clause.OWN_DEMAND, **days: Any
    ) -> int:
        """At once and until it is lifted, unless `days` say otherwise; by the administrator."""
        identifier = who if isinstance(who, str) else who.identifier
        rows = await fetch("SELECT person FROM identity WHERE identifier = {}", identifier)
        known: dict[str, Any] = {"since": self.clock.today(), "reason": "Pismo 412/2026"}
        if clause is Clause.MISUSE:
            known["facts"] = "Dostęp był używany przez kilka osób"
        person = int(rows[0][0])
        if clause is Clause.OWN_DEMAND:
            await demanded(self.ctx, person, DemandKind.BLOCK)
        new = NewBlock(person=person, clause=clause, **(known | days))
        block = await block_access(self.ctx, new, by=Origin.operator("tester"))
        assert isinstance(block, int)
        return block

    async def lift(self, block: int) -> None:
        await demanded_lifting(self.ctx, block)
        by = Origin.operator("tester")
        assert await lift_block(self.ctx, block, "Pismo 413/2026", by=by) is None

    async def resident(self) -> tuple[Issued, str]:
        """Somebody with an own password, and the token of their session."""
        issued = await self.issue(await self.add_person())
        return issued, await self.activate(issued)


async def make_tables() -> None:
    """In the database that is bound, which is empty."""
    await create_db_tables(*TABLES)
    for trigger in append_only("audit", "seq"):
        await execute(trigger)


@asynccontextmanager
async def open_office(folder: Path) -> AsyncIterator[Office]:
    """On the database that is bound, which has these tables and no rows."""
    place = Office(folder)
    place.open()
    place.clerk = await place.add_clerk()
    yield place
    place.ctx.hashing.close()
