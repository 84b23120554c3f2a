"""A source's registers and ledger, written straight into the tables of a portal as published."""

import secrets
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from iok_core.api import DataKind
from iok_core.db import execute, transaction
from iok_core.db.versioned import OPEN
from iok_core.imports.tables import Publication, Snapshot, Source
from iok_core.ledger.tables import (
    Account,
    AccountPremises,
    AccountVersion,
    Balance,
    Charge,
    Entry,
)
from iok_core.meters.tables import Meter, MeterReading, MeterVersion
from iok_core.modules.tables import Module
from iok_core.portal import Portal
from iok_core.premises.tables import (
    Party,
    PartyVersion,
    Person,
    Premises,
    PremisesVersion,
    Representation,
    Title,
)

LONG_AGO = date(2001, 1, 1)
_KINDS = (DataKind.ENTRIES, DataKind.CHARGES, DataKind.BALANCES, DataKind.BANK_STATEMENTS)


class Register:
    """Rows of one source; `publish` shows the next generation."""

    def __init__(self, portal: Portal, source: int) -> None:
        self.portal = portal
        self.source = source
        self.gen = 1

    @property
    def published(self) -> dict[int, int]:
        return {self.source: self.gen}

    @classmethod
    async def open(cls, portal: Portal) -> "Register":
        async with transaction():
            module = Module(name=secrets.token_hex(8), extension="files", options="{}")
            await module.save()
            source = Source(module=module.id, title="Księgowość", gen=1)
            await source.save()
            register = cls(portal, int(source.id))
            await register.publish(1)
        return register

    async def publish(self, gen: int) -> None:
        now, today = self.portal.clock.now(), self.portal.clock.today()
        await Publication.insert(Publication(source=self.source, gen=gen, at=now))
        await Snapshot.insert(
            *(Snapshot(source=self.source, gen=gen, kind=kind, as_of=today) for kind in _KINDS)
        )
        await execute("UPDATE source SET published = {} WHERE id = {}", gen, self.source)
        self.gen = gen

    async def premises(self, key: str, kind: str = "flat", **given: Any) -> int:
        id_ = await _identity(Premises(source=self.source, source_key=key))
        known = {"building": "Lipowa 1", "number": key, "symbol": key, "occupants": 3} | given
        await self._version(PremisesVersion, key, premises=id_, kind=kind, **known)
        return id_

    async def party(self, key: str) -> int:
        id_ = await _identity(Party(source=self.source, source_key=key))
        await self._version(PartyVersion, key, party=id_, name=f"Strona {key}", form="person")
        return id_

    async def title(
        self, premises: int, party: int, since: date = LONG_AGO, until: date | None = None,
        kind: str = "ownership", share: tuple[int, int] = (1, 1),
    ) -> None:  # fmt: skip
        await self._version(
            Title, f"{premises}|{party}|{since}|{kind}", premises=premises, party=party,
            since=since, until=until, kind=kind,
            share_numerator=share[0], share_denominator=share[1],
        )  # fmt: skip

    async def account(
        self, key: str, premises: Sequence[int], party: int | None = None,
        kind: str = "operating", balance: tuple[int, int] = (0, 0),
    ) -> int:  # fmt: skip
        id_ = await _identity(Account(source=self.source, source_key=key))
        await self._version(AccountVersion, key, account=id_, kind=kind, party=party)
        for one in premises:
            await self._version(AccountPremises, f"{key}|{one}", account=id_, premises=one)
        opening, closing = balance
        await self._version(Balance, key, account=id_, opening=opening, closing=closing)
        return id_

    async def entry(self, account: int, day: date, text: str, debit: int = 0) -> None:
        key = secrets.token_hex(8)
        await self._version(
            Entry, key, account=account, booking_date=day, text=text, debit=debit, credit=0
        )

    async def charge(self, account: int, premises: int, month: date, component: str,
                     amount: int = 100) -> None:  # fmt: skip
        await self._version(
            Charge, secrets.token_hex(8), account=account, premises=premises,
            period=month.replace(day=1), component=component, amount=amount,
        )  # fmt: skip

    async def meter(self, key: str, premises: int, **given: Any) -> int:
        id_ = await _identity(Meter(source=self.source, source_key=key))
        known = {"number": key, "medium": "cold_water", "room": "kuchnia", "unit": "m3"} | given
        await self._version(MeterVersion, key, meter=id_, premises=premises, **known)
        return id_

    async def reading(self, meter: int, day: date, shown: str, kind: str = "actual") -> None:
        await self._version(
            MeterReading, f"{meter}|{day}|{kind}", meter=meter, day=day, kind=kind,
            thousandths=int(Decimal(shown) * 1000),
        )  # fmt: skip

    async def _version(self, table: Any, key: str, **values: Any) -> None:
        await table.insert(
            table(
                source=self.source, key=key, since_gen=self.gen, until_gen=OPEN, digest=0, **values
            )
        )

    async def acts(self, person: int, party: int, until: date | None = None) -> None:
        await Representation.insert(
            Representation(person=person, party=party, basis="self", since=LONG_AGO, until=until)
        )

    async def person(self, name: str, party: int) -> int:
        """Somebody without an access who acts for that party."""
        inserted = await Person.insert(Person(name=name, created_at=self.portal.clock.now()))
        await self.acts(int(inserted[0]["id"]), party)
        return int(inserted[0]["id"])


async def _identity(row: Any) -> int:
    await row.save()
    return int(row.id)
