"""What others who hold the same premises say of a number that was declared for them (K02-8).

Neither names the other: a holder reads the number, its day and the premises, which are theirs; the
sender reads that it is confirmed or objected to. Who said what and why is for the office.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from iok_core.api import Judgement
from iok_core.blocking.service import blocked_among
from iok_core.db import fetch
from iok_core.identity.service import accesses_of
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.premises.service import Stage
from iok_core.premises.standings import holding
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.kinds import OPEN, Consent, ConsentState, State
from iok_core.submissions.places import Choice
from iok_core.submissions.rows import SubmissionLine


class Shared(msgspec.Struct, frozen=True):
    """A declared number, as somebody else reads it who holds the premises."""

    id: int
    number: str
    """Of the submission."""
    address: str
    declared: int
    since: date | None
    sent_at: datetime
    due_on: date
    state: State
    said: Consent | None
    """By this reader."""
    reason: str
    said_at: datetime | None

    @property
    def href(self) -> str:
        return f"/zgloszenia/wspolne/{self.id}"


class Opinion(msgspec.Struct, frozen=True):
    """For the office."""

    name: str
    said: Consent
    reason: str
    at: datetime


_SHARED = (
    "SELECT s.id, s.number, s.address, s.declared_occupants, s.occupants_since, s.sent_at, "
    "s.due_on, s.state, c.said, c.reason, c.at FROM submission s "
    "LEFT JOIN submission_consent c ON c.submission = s.id AND c.person = {} "
    "WHERE s.asks_consent AND s.person <> {}"
)


async def asked_of(reader: Reader) -> list[Shared]:
    """Open ones on premises that the reader holds today, the earliest first."""
    held = [one.id for one in reader.held if reader.decisions[one.id].stage is Stage.FULL]
    if not held:
        return []
    states, marks = ", ".join("{}" for _ in OPEN), ", ".join("{}" for _ in held)
    return await _shared(
        reader, f"s.state IN ({states}) AND s.premises IN ({marks})", *sorted(OPEN), *held
    )


async def waits_for(reader: Reader) -> list[Shared]:
    """Those of which the reader has said nothing yet."""
    return [one for one in await asked_of(reader) if one.said is None]


async def shared_with(reader: Reader, id_: int) -> Shared | None:
    """None: it is nothing that this reader is asked of, whether it exists or not."""
    rows = await fetch("SELECT premises FROM submission WHERE id = {}", id_)
    decision = reader.decisions.get(rows[0][0]) if rows else None
    if decision is None or decision.stage is not Stage.FULL:
        return None
    return next(iter(await _shared(reader, "s.id = {}", id_)), None)


async def opinions_on(submission: int) -> list[Opinion]:
    rows = await fetch(
        "SELECT p.name, c.said, c.reason, c.at FROM submission_consent c "
        "JOIN person p ON p.id = c.person WHERE c.submission = {} ORDER BY c.at, c.id",
        submission,
    )
    return [Opinion(name, Consent(said), reason, at) for name, said, reason, at in rows]


async def asks_consent(
    ctx: SubmissionContext, person: int, said: Judgement, choice: Choice
) -> bool:
    """Whether others have to confirm what this person is about to declare."""
    asked = ctx.settings.co_holders_confirm and said.occupants is not None
    if not asked or choice.premises is None:
        return False
    today = ctx.clock.today()
    return bool(await _able(choice.premises, person, await published_sources(), today))


async def state_of(
    line: SubmissionLine, published: Mapping[int, int], day: date
) -> ConsentState | None:
    """None: nobody was asked."""
    if line.consent is not ConsentState.WAITING or line.premises is None:
        return line.consent
    able = await _able(line.premises, line.person, published, day)
    return ConsentState.WAITING if able else ConsentState.NOBODY_LEFT


async def _able(premises: int, sender: int, published: Mapping[int, int], day: date) -> set[int]:
    """Who holds the premises beside the sender, and can sign in with a password of their own."""
    others = await holding(premises, published, day) - {sender}
    accesses = (await accesses_of(others)).values()
    active = {one.person for one in accesses if one.activated_at is not None}
    return active - (await blocked_among(active, day)).keys()


async def _shared(reader: Reader, which: str, *values: object) -> list[Shared]:
    person = reader.person.id
    rows = await fetch(f"{_SHARED} AND {which} ORDER BY s.id", person, person, *values)
    return [_read(row) for row in rows]


def _read(row: Any) -> Shared:
    told = dict(zip(Shared.__struct_fields__, row, strict=True))
    said = Consent(told["said"]) if told["said"] else None
    known = {"state": State(told["state"]), "said": said, "reason": told["reason"] or ""}
    return Shared(**told | known)
