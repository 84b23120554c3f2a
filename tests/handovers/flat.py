"""A flat whose resident declares, an office that accepts, and a connector that takes over."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from iok_core.audit.origin import Origin
from iok_core.chores import handing_over
from iok_core.db import execute, fetch
from iok_core.handovers.sending import HandingOver
from iok_core.portal import Portal
from iok_core.runs.carrier import Patience
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.kinds import Refusal, State
from tests.notices.posting import MovableClock
from tests.portal import Access, add_resident
from tests.premises.registers import Register
from tests.submissions.sent import add_submission

PATIENCE = Patience(message=20.0, goodbye=5.0, silence=20.0, grace=0.3)
OPERATOR = Origin.operator("tester")


class Flat:
    def __init__(self, portal: Portal, clock: MovableClock, register: Register) -> None:
        self.portal, self.clock, self.patience = portal, clock, PATIENCE
        self.register = register
        self.person = self.premises = self.meter = self.module = 0
        self.access: Access | None = None

    @classmethod
    async def built(cls, portal: Portal, clock: MovableClock, person: int = 0) -> "Flat":
        """Of somebody new, or of that person; each of a source of its own."""
        flat = cls(portal, clock, await Register.open(portal))
        if not person:
            flat.access = await add_resident(portal)
            person = flat.access.person or 0
        flat.person = person
        party = await flat.register.party("A")
        await flat.register.acts(flat.person, party)
        flat.premises = await flat.register.premises("L-1")
        await flat.register.title(flat.premises, party)
        await flat.register.account("204-1", [flat.premises])
        flat.meter = await flat.register.meter("ZW1", flat.premises)
        rows = await fetch("SELECT module FROM source WHERE id = {}", flat.register.source)
        flat.module = int(rows[0][0])
        return flat

    async def is_brought_by(self, extension: str, **options: Any) -> None:
        """The module that has delivered the flat is one of this connector."""
        written = msgspec.json.encode(options).decode()
        sql = "UPDATE module SET extension = {}, options = {}, title = {} WHERE id = {}"
        await execute(sql, extension, written, "Program księgowy", self.module)

    @property
    def today(self) -> date:
        return self.clock.today()

    async def declares(self, number: int = 2, place: int = 0) -> int:
        typed = {"liczba": str(number), "od": self.today.isoformat()}
        return await add_submission(self.portal, self.person, "liczba-osob", typed, place=place)

    async def reads(self, shown: str = "151,5", second: int = 0) -> int:
        """What the meter shows, and a second one as well."""
        typed = {"dzien": self.today.isoformat(), f"stan_{self.meter}": shown}
        if second:
            typed[f"stan_{second}"] = "7"
        return await add_submission(self.portal, self.person, "odczyt", typed)

    async def answered(self, made: int, state: State = State.DONE) -> Refusal | None:
        given = Answer(text="Przyjęte", state=state)
        return await answer(self.portal.submissions, made, given, by=OPERATOR)

    async def accepted(self, number: int = 2, place: int = 0) -> int:
        made = await self.declares(number, place)
        assert await self.answered(made) is None
        return made

    @property
    def handing(self) -> HandingOver:
        return msgspec.structs.replace(handing_over(self.portal), patience=self.patience)

    async def worker_is_lost(self, tries: int) -> None:
        """While it hands over for the so manieth time."""
        await execute(
            "UPDATE hand_over SET state = 'sending', attempts = {}, lease_owner = 'x', "
            "lease_until = {}",
            tries,
            self.clock.now(),
        )

    async def hands_over(self) -> None:
        await self.handing.rounds.once()

    async def hands_over_until_settled(self, looks: int = 20) -> None:
        for _ in range(looks):
            await self.hands_over()
            if not await fetch("SELECT 1 FROM hand_over WHERE state IN ('waiting', 'sending')"):
                return
            self.clock.moves(hours=8)
        raise AssertionError("something still moves")

    async def states(self) -> list[tuple[Any, ...]]:
        rows = await fetch("SELECT state, attempts, uncertain, why FROM hand_over ORDER BY id")
        return [tuple(row) for row in rows]

    async def audited(self) -> list[tuple[Any, ...]]:
        rows = await fetch(
            "SELECT action, actor_kind, result FROM audit WHERE action IN "
            "('submission_take_over', 'submission_send_again', 'submission_hand_over') ORDER BY seq"
        )
        return [tuple(row) for row in rows]


def clock_from_now() -> MovableClock:
    return MovableClock(datetime.now(UTC) - timedelta(seconds=1))
