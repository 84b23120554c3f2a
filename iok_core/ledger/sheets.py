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
from iok_core.ledger.service import AccountView
from iok_core.ledger.statement import Statement, statement, within
from iok_core.premises.service import (
    PersonView,
    PremisesView,
    Span,
    held_on,
    person_view,
    premises_of,
)


class Reading(msgspec.Struct, frozen=True):
    """What every reader reads by."""

    clock: Clock
    freshness: Freshness


class Sheet(msgspec.Struct, frozen=True):
    """One settlement account with everything that stands beside its amounts."""

    account: AccountView
    premises: list[PremisesView]
    """Those of the account that the reader holds."""
    statement: Statement
    provenance: Provenance
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
    """A resident's eyes: what they hold on the day of the request."""

    person: PersonView
    held: list[PremisesView]
    published: Mapping[int, int]
    today: date
    freshness: Freshness

    @classmethod
    async def of(cls, person: int, published: Mapping[int, int], reading: Reading) -> Self:
        today = reading.clock.today()
        view = await person_view(person, published)
        now = set(held_on(view, today))
        held = [premises for premises in await premises_of(person, published) if premises.id in now]
        return cls(view, held, published, today, reading.freshness)

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
        right = right_to(account, linked, self.person, self.today)
        premises = [p for p in self.held if p.id in linked]
        sheet = await read_sheet(account, premises, right, at)
        if sheet is None:
            return None
        old = stale(sheet.provenance.as_of, self.freshness, self.today)
        return msgspec.structs.replace(sheet, old=old)


async def read_sheet(
    account: AccountView, premises: list[PremisesView], right: Right, at: tuple[int, int]
) -> Sheet | None:
    """None: nothing may be read, or the source gave no balance. `at`: source and generation."""
    if not right.allowed or account.opening is None or account.closing is None:
        return None
    entries = await service.entries(account.id, *at)
    whole = statement(entries, account.opening, account.closing)
    return Sheet(
        account=account,
        premises=premises,
        statement=within(whole, right.spans) if right.spans else whole,
        provenance=await provenance(*at),
        spans=right.spans,
    )
