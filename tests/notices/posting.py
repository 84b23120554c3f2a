"""A portal with a movable clock, people with addresses, and channels."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from iok_core.db import execute, fetch, transaction
from iok_core.db.clock import WARSAW
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.notices import outbox
from iok_core.notices.channels import channels, find_channels
from iok_core.notices.relay import Relay
from iok_core.notices.sending import Sending
from iok_core.notices.settings import NoticeSettings
from iok_core.notices.tables import ContactAddress
from iok_core.notices.turning import Turning
from iok_core.portal import Portal
from iok_core.premises.tables import Person
from iok_core.runs.carrier import Patience

NOON = datetime(2026, 3, 10, 12, tzinfo=WARSAW).astimezone(UTC)
PATIENCE = Patience(message=6.0, goodbye=2.0, silence=6.0, grace=0.5)
SENDER = "iok@lipowa.example"


class MovableClock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def moves(self, **by: float) -> None:
        self.at += timedelta(**by)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.astimezone(WARSAW).date()


class Post:
    """The way from events to the hands of channels, one step after the other."""

    def __init__(self, portal: Portal, clock: MovableClock) -> None:
        self.portal = portal
        self.clock = clock
        self.ctx = portal.notices
        self.patience = PATIENCE

    def set(self, **settings: Any) -> None:
        changed = msgspec.structs.replace(NoticeSettings(), **settings)
        self.ctx = msgspec.structs.replace(self.ctx, settings=changed)

    @property
    def sending(self) -> Sending:
        made = self.portal.relay.sending
        return msgspec.structs.replace(made, ctx=self.ctx, patience=self.patience)

    @property
    def relay(self) -> Relay:
        return Relay(self.sending)

    async def person(self, address: str = "", name: str = "Zenobia Kanarkowa") -> int:
        row = Person(name=name, created_at=self.clock.now())
        await row.save()
        if address:
            await self.confirmed(row.id, address)
        return int(row.id)

    async def confirmed(self, person: int, address: str) -> int:
        now = self.clock.now()
        row = ContactAddress(
            person=person, kind="email", address=address, given_at=now, confirmed_at=now
        )
        await row.save()
        return int(row.id)

    async def channel(self, name: str = "poczta", extension: str = "email", **options: Any) -> int:
        new = NewModule(name, "Poczta", options, Path.cwd())
        module = await modules.create(self.portal.plugins.channels[extension], new, self.clock)
        await find_channels(self.portal.plugins)
        return module

    async def smtp(self, port: int, **options: Any) -> int:
        given: dict[str, Any] = {"host": "127.0.0.1", "port": port, "security": "none"}
        given |= {"timeout": 1} | options
        return await self.channel(from_address=SENDER, **given)

    async def happens(self, kind: EventKind, **subject: Any) -> None:
        async with transaction():
            await emit(kind, at=self.clock.now(), **subject)

    async def password_changed(self, person: int) -> None:
        await self.happens(EventKind.PASSWORD_CHANGED, person=person)

    async def turns(self) -> None:
        await Turning(self.ctx).turn()

    async def sends(self) -> None:
        await self.relay.once()

    async def sends_until_settled(self, looks: int = 20) -> None:
        """Time passes between two looks, as long as a rest may take."""
        for _ in range(looks):
            await self.sends()
            if not await outbox.anything_moves():
                return
            await execute("UPDATE module SET failures = 0")
            self.clock.moves(hours=7)
        raise AssertionError("something still moves")

    async def states(self) -> list[tuple[Any, ...]]:
        rows = await fetch("SELECT state, attempts, uncertain, why FROM delivery ORDER BY id")
        return [tuple(row) for row in rows]

    async def notices(self) -> list[tuple[Any, ...]]:
        rows = await fetch("SELECT person, kind FROM notice ORDER BY id")
        return [tuple(row) for row in rows]

    async def problem(self) -> str:
        return (await channels())[0].problem
