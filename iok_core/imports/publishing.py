"""Makes a staged generation the one that people see, in one transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from iok_core.api import DataKind
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Arg, Clock, Prepared, execute, execute_many, fetch, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.imports.checkpoints import require_base
from iok_core.imports.incomplete import ANY, incomplete_accounts
from iok_core.imports.staging import require_staged
from iok_core.imports.tables import Publication, Snapshot


class MovedError(Exception):
    """People see another generation than the one that this was compared with."""


class Standing(msgspec.Struct, frozen=True):
    """Where one source's published data come from, and how far they reach."""

    source: int
    title: str
    kind: str
    as_of: date
    published_at: datetime
    marked: bool


_standing = Prepared(
    lambda: Snapshot.raw(
        "SELECT n.source, s.title, n.kind, n.as_of, min(p.at) AS published_at, "
        "EXISTS (SELECT 1 FROM incomplete m WHERE m.source = n.source AND m.gen = n.gen) AS marked "
        "FROM snapshot n "
        "JOIN source s ON s.id = n.source "
        "JOIN publication p ON p.source = n.source AND p.gen = n.gen "
        "WHERE n.source = {} AND n.gen = {} GROUP BY n.source, n.gen, s.title, n.kind, n.as_of",
        Arg("source"),
        Arg("published"),
    ),
    Standing,
)

_KEEP_DAY = """
    INSERT INTO snapshot (source, gen, kind, as_of) VALUES ({}, {}, {}, {})
    ON CONFLICT (source, gen, kind) DO UPDATE SET as_of = excluded.as_of
"""


def balances_day(days: Mapping[DataKind, date]) -> date | None:
    """The day that balances are of; where the source names none, the entries' day."""
    return days.get(DataKind.BALANCES) or days.get(DataKind.ENTRIES)


class Provenance(msgspec.Struct, frozen=True):
    """What must stand beside every amount: its source, its days, and when it was brought in."""

    title: str
    imported_at: datetime
    as_of: dict[DataKind, date]
    incomplete: frozenset[int] = frozenset()
    """Accounts of which rows are missing; `ANY`: it is not known of which."""

    def lacks_rows_of(self, account: int) -> Literal["", "account", "source"]:
        """Whether rows of the account are missing, or, as far as is known, may be."""
        if ANY in self.incomplete:
            return "source"
        return "account" if account in self.incomplete else ""

    @property
    def balances(self) -> date:
        """Raises LookupError: a source that names no such day is not published."""
        day = balances_day(self.as_of)
        if day is None:
            raise LookupError(f"{self.title} does not say of which day its balances are")
        return day

    @property
    def charges(self) -> date:
        return self.as_of.get(DataKind.CHARGES) or self.balances

    @property
    def readings(self) -> date:
        """Of meters."""
        return self.as_of.get(DataKind.METER_READINGS) or self.balances

    @property
    def bank_statements(self) -> date | None:
        """Day of the last booked bank statement, where the source tells it."""
        return self.as_of.get(DataKind.BANK_STATEMENTS)


async def provenance(source: int, published: int) -> Provenance:
    """Where the amounts of a published generation come from.

    Raises:
        LookupError: that generation was never published.
    """
    rows = await _standing(source=source, published=published)
    if not rows:
        raise LookupError(f"source {source} never published generation {published}")
    days = {DataKind(row.kind): row.as_of for row in rows}
    lacking = await incomplete_accounts(source, published) if rows[0].marked else frozenset()
    return Provenance(rows[0].title, rows[0].published_at, days, lacking)


async def last_published_at() -> datetime | None:
    """When people last got to see new data of any source."""
    rows = await fetch("SELECT at FROM publication ORDER BY id DESC LIMIT 1")
    return rows[0][0] if rows else None


async def publish(
    source: int,
    gen: int,
    *,
    against: int,
    by: Origin,
    audit: AuditLog,
    clock: Clock,
    decision: int | None = None,
) -> None:
    """Residents see the generation from now on; what they saw before stays in the log.

    Raises:
        MovedError: they do not see `against` any more, with which it was compared.
        OutdatedChangesError: it holds the changes of another one than residents see.
    """
    async with transaction():
        await require_staged(source, gen)
        await require_base(source, gen)
        await _move(source, against, gen)
        await Publication.insert(
            Publication(source=source, gen=gen, at=clock.now(), decision=decision)
        )
        action, meta = Action.GENERATION_PUBLISH, {"gen": gen}
        await audit.record(action, by=by, on=ObjectKind.SOURCE, object_id=source, meta=meta)
        await emit(EventKind.NEW_BALANCE, at=clock.now(), source=source, gen=gen)


async def _move(source: int, against: int, gen: int) -> None:
    moved = await execute(
        "UPDATE source SET published = {}, staged = 0 WHERE id = {} AND published = {}",
        gen,
        source,
        against,
    )
    if not moved:
        raise MovedError(source)


async def keep_as_of(source: int, gen: int, days: Mapping[DataKind, date]) -> None:
    """A pull that was cut off just after this, and goes on, keeps them a second time."""
    await execute_many(_KEEP_DAY, [(source, gen, kind.value, day) for kind, day in days.items()])


async def as_of(source: int, gen: int) -> dict[DataKind, date]:
    """How far each kind of data reaches in a generation, published or not."""
    rows = await Snapshot.select(Snapshot.kind, Snapshot.as_of).where(
        (Snapshot.source == source) & (Snapshot.gen == gen)
    )
    return {DataKind(row["kind"]): row["as_of"] for row in rows}
