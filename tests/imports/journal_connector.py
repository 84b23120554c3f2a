"""A connector of an invented source that keeps a journal: it can tell changes, and go on.

The source is `book.json`, which a test writes; what was asked of it is added to `asked.txt`.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import msgspec

from iok_core import api

DAY = date(2026, 9, 1)
ACCOUNT = "204-1"


class Line(msgspec.Struct):
    amount: int
    since: int = 1
    """The revision in which it became what it is."""
    key: str | None = ""
    """What a record has instead of its own key."""


class Book(msgspec.Struct):
    revision: int = 1
    lines: dict[str, Line] = {}
    gone: list[tuple[int, api.DataKind, str]] = []
    """Revision, kind and key."""
    flats: tuple[str, ...] = ("L-1",)
    meters: dict[str, list[str]] = {}
    """What each showed, from DAY on day by day."""
    day: date = DAY
    reaches_back_to: int = 1
    missing: int = 0
    """How many lines the totals declare beyond those that are there."""
    checkpoint_after: int = -1
    waits_after: int = -1


class Options(msgspec.Struct, frozen=True, kw_only=True):
    folder: str


class JournalConnector(api.Connector[Options]):
    name: ClassVar[str] = "journal"
    title: ClassVar[str] = "Journal"
    options_type: ClassVar[type[msgspec.Struct]] = Options
    capabilities: ClassVar[frozenset[api.Capability]] = frozenset(
        {api.Capability.CHANGES, api.Capability.REPEATABLE_CHECKPOINTS}
    )

    @property
    def folder(self) -> Path:
        return Path(self.options.folder)

    def check(self) -> None:
        self._opened("check")

    def pull(self) -> Iterator[api.Record | api.Told]:
        book = self._opened("pull")
        yield from self._from(book, 0)

    def pull_rest(self, after: str) -> Iterator[api.Record | api.Told]:
        book = self._opened(f"rest after {after}")
        if after != f"{book.revision}:{book.checkpoint_after}":
            raise api.ConnectorError(api.ConnectorProblem.STALE_CHECKPOINT, "book.json")
        yield from self._from(book, int(after.partition(":")[2]))

    def pull_changes(self, since: str) -> Iterator[api.Record | api.Gone | api.Told]:
        book = self._opened(f"changes since {since}")
        known = int(since.partition(":")[0])
        if known < book.reaches_back_to:
            raise api.ConnectorError(api.ConnectorProblem.STALE_CHECKPOINT, "book.json")
        for revision, kind, key in book.gone:
            if revision > known:
                yield api.Gone(kind=kind, key=key)
        yield from (entry(k, one) for k, one in book.lines.items() if one.since > known)
        yield account(book)
        yield balance(book)
        yield from readings(book)
        yield from said(book)

    def _opened(self, asked: str) -> Book:
        with (self.folder / "asked.txt").open("a") as file:
            file.write(f"{asked}\n")
        return msgspec.json.decode((self.folder / "book.json").read_bytes(), type=Book)

    def _from(self, book: Book, place: int) -> Iterator[api.Record | api.Told]:
        for number, record in enumerate(records(book)):
            if number == book.checkpoint_after > place:
                yield api.Checkpoint(text=f"{book.revision}:{number}")
            if number >= place:
                yield record
            if number == book.waits_after > place:
                yield api.Step(done=number, total=0)
                time.sleep(60)
        yield from said(book)


def records(book: Book) -> Iterator[api.Record]:
    for key in book.flats:
        yield api.Premises(key=key, symbol=key, kind=api.PremisesKind.FLAT, building="Krótka 1")
    yield api.Party(key="K1", name="Testowa Anna")
    yield account(book)
    for key, line in book.lines.items():
        yield entry(key, line)
    yield balance(book)
    for key in book.meters:
        medium = api.Medium.COLD_WATER
        yield api.Meter(key=key, premises=book.flats[0], number=key, medium=medium)
    yield from readings(book)


def readings(book: Book) -> Iterator[api.MeterReading]:
    for key, shown in book.meters.items():
        for at, value in enumerate(shown):
            day = DAY + timedelta(at)
            yield api.MeterReading(meter=key, day=day, value=Decimal(value))


def account(book: Book) -> api.Account:
    return api.Account(key=ACCOUNT, kind=api.AccountKind.OPERATING, party="K1", premises=book.flats)


def entry(key: str, line: Line) -> api.Entry:
    own = key if line.key == "" else line.key
    text, amount = f"Zapis {own or 'bez klucza'}", Decimal(line.amount)
    return api.Entry(account=ACCOUNT, booking_date=DAY, text=text, debit=amount, key=own)


def balance(book: Book) -> api.Balance:
    closing = Decimal(sum(line.amount for line in book.lines.values()))
    return api.Balance(account=ACCOUNT, opening=Decimal(0), closing=closing)


def said(book: Book) -> Iterator[api.Told]:
    counts = {
        api.DataKind.PREMISES: len(book.flats),
        api.DataKind.PARTIES: 1,
        api.DataKind.ACCOUNTS: 1,
        api.DataKind.ENTRIES: len(book.lines),
        api.DataKind.BALANCES: 1,
    }
    if book.meters:
        counts[api.DataKind.METERS] = len(book.meters)
        counts[api.DataKind.METER_READINGS] = sum(map(len, book.meters.values()))
    for kind, count in counts.items():
        declared = count + (book.missing if kind is api.DataKind.ENTRIES else 0)
        yield api.ControlTotal(
            kind=kind,
            measure=api.Measure.ROWS,
            declared=Decimal(declared),
            found=Decimal(count),
        )
    yield api.AsOf(kind=api.DataKind.ENTRIES, day=book.day)
    yield api.AsOf(kind=api.DataKind.BALANCES, day=book.day)
    yield api.Checkpoint(text=f"{book.revision}:end")
