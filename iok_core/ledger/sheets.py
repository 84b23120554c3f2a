"""What one resident reads of the ledger in one request: only their own, from one generation."""

from collections.abc import Mapping
from datetime import date
from typing import Self

import msgspec

from iok_core.api import DataKind
from iok_core.db import Clock
from iok_core.imports.service import Freshness, Provenance, Stale, provenance, stale
from iok_core.ledger import service
from iok_core.ledger.access import Right, right_to
from iok_core.ledger.first_days import FirstDays
from iok_core.ledger.service import AccountView
from iok_core.ledger.settling import person_in
from iok_core.ledger.statement import Statement, statement, within
from iok_core.premises.service import (
    Closing,
    Decision,
    PersonView,
    PremisesView,
    Span,
    Stage,
    foreign_days,
    open_on,
    premises_of,
)


class Reading(msgspec.Struct, frozen=True):
    """What every reader reads by."""

    clock: Clock
    freshness: Freshness
    closing: Closing
    first_days: FirstDays


class Sheet(msgspec.Struct, frozen=True):
    """One settlement account with everything that stands beside its amounts."""

    account: AccountView
    premises: list[PremisesView]
    """Those of the account that the reader sees."""
    statement: Statement
    provenance: Provenance
    generation: int
    spans: tuple[Span, ...]
    """The reader's own days, where the account goes with the premises; none: all days."""
    old: list[Stale] = []
    """Kinds of data that are older than usual."""

    @property
    def old_since(self) -> date | None:
        """From when on newer data on the balance were to be expected."""
        return min(
            (one.since for one in self.old if one.kind is not DataKind.CHARGES), default=None
        )

    @property
    def charges_old_since(self) -> date | None:
        return next((one.since for one in self.old if one.kind is DataKind.CHARGES), None)


class Reader(msgspec.Struct, frozen=True):
    """A resident's eyes: what they see on the day of the request."""

    person: PersonView
    held: list[PremisesView]
    """Those that they hold first, then those that they may look back at."""
    decisions: Mapping[int, Decision]
    """Of each of these premises."""
    published: Mapping[int, int]
    today: date
    reading: Reading

    @classmethod
    async def of(cls, person: int, published: Mapping[int, int], reading: Reading) -> Self:
        today = reading.clock.today()
        view = await person_in(person, published, today)
        seen = open_on(view, today, reading.closing)
        found = [one for one in await premises_of(person, published) if one.id in seen]
        held = [_as_of_then(one, seen[one.id]) for one in found]
        held.sort(key=lambda one: seen[one.id].stage is not Stage.FULL)
        return cls(view, held, seen, published, today, reading)

    @property
    def closing(self) -> list[tuple[PremisesView, Decision]]:
        """The premises that they may only look back at."""
        decided = [(one, self.decisions[one.id]) for one in self.held]
        return [pair for pair in decided if pair[1].stage is Stage.CLOSING]

    def premises(self, id_: int) -> PremisesView | None:
        return next((p for p in self.held if p.id == id_), None)

    async def accounts(self, premises: PremisesView) -> list[Sheet]:
        """The accounts linked to held premises, the operating one first."""
        generation = self.published[premises.source]
        linked = await service.accounts_of_premises(premises.id, premises.source, generation)
        sheets = [await self._sheet(account) for account in linked]
        return [sheet for sheet in sheets if sheet is not None]

    async def account(self, id_: int) -> Sheet | None:
        """The account if it is the reader's, else None, whether it exists or not."""
        for source, generation in self.published.items():
            account = await service.account(id_, source, generation)
            if account is not None:
                return await self._sheet(account)
        return None

    async def _sheet(self, account: AccountView) -> Sheet | None:
        at = (account.source, self.published[account.source])
        linked = await service.premises_of_account(account.id, *at)
        today, reading = self.today, self.reading
        shared = len(linked) > 1 and (account.party is None or account.passed_on)
        foreign = await foreign_days(self.person, linked, at, today) if shared else ()
        right = right_to(account, linked, self.person, today, reading.closing, foreign)
        premises = [p for p in self.held if p.id in linked]
        sheet = await read_sheet(account, premises, right, at, reading.first_days)
        if sheet is None:
            return None
        old = stale(sheet.provenance.as_of, reading.freshness, today)
        return msgspec.structs.replace(sheet, old=old)


def _as_of_then(premises: PremisesView, decision: Decision) -> PremisesView:
    """Who lives there now, and where they pay, is no affair of whoever held it before."""
    if decision.stage is Stage.FULL:
        return premises
    return msgspec.structs.replace(premises, occupants=None, collection_account="")


async def read_sheet(
    account: AccountView,
    premises: list[PremisesView],
    right: Right,
    at: tuple[int, int],
    first_days: FirstDays,
) -> Sheet | None:
    """None: nothing may be read, or the source gave no balance. `at`: source and generation."""
    if not right.allowed or account.opening is None or account.closing is None:
        return None
    entries = await service.entries(account.id, *at)
    shown = statement(entries, account.opening, account.closing)
    origin = await provenance(*at)
    if right.spans:
        told_from = await first_days.told_from(at, otherwise=origin.balances)
        shown = within(shown, right.spans, told_from)
    return Sheet(
        account=account,
        premises=premises,
        statement=shown,
        provenance=origin,
        generation=at[1],
        spans=right.spans,
    )
