"""Brings one payer with one flat and one charge."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec

from iok_core.api import (
    Account,
    AccountKind,
    AsOf,
    Balance,
    Capability,
    Connector,
    ControlTotal,
    DataKind,
    Entry,
    Measure,
    Party,
    Premises,
    PremisesKind,
    Record,
    Title,
    TitleKind,
)

CHARGED = Decimal("420.44")


class SampleOptions(msgspec.Struct, frozen=True, kw_only=True):
    day: Annotated[date, msgspec.Meta(title="As of")] = date(2026, 10, 31)


class SampleConnector(Connector[SampleOptions]):
    name: ClassVar[str] = "sample"
    title: ClassVar[str] = "Sample"
    options_type: ClassVar[type[msgspec.Struct]] = SampleOptions
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.BALANCES, Capability.ENTRIES, Capability.TITLES, Capability.CONTROL_TOTALS}
    )

    def check(self) -> None:
        return

    def pull(self) -> Iterator[Record | AsOf | ControlTotal]:
        yield Premises(key="1", symbol="1", kind=PremisesKind.FLAT, building="Krótka 2", number="1")
        yield Party(key="1", name="Testowa Anna")
        yield Account(key="1", kind=AccountKind.OPERATING, party="1", premises=("1",))
        yield Title(premises="1", party="1", kind=TitleKind.OWNERSHIP, since=date(2020, 1, 1))
        yield Entry(account="1", booking_date=self.options.day, text="Opłaty", debit=CHARGED)
        yield Balance(account="1", opening=Decimal(0), closing=CHARGED)
        yield AsOf(kind=DataKind.ENTRIES, day=self.options.day)
        yield AsOf(kind=DataKind.BALANCES, day=self.options.day)
        for kind in (
            DataKind.PREMISES,
            DataKind.PARTIES,
            DataKind.ACCOUNTS,
            DataKind.TITLES,
            DataKind.ENTRIES,
            DataKind.BALANCES,
        ):
            one = Decimal(1)
            yield ControlTotal(kind=kind, measure=Measure.ROWS, declared=one, found=one)
