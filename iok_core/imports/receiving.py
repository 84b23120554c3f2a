"""Takes what a connector sends, in its order, and puts it on the shelves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from iok_core import api
from iok_core.db import transaction
from iok_core.db.versioned import Shelf, StagedRow, by_shelf
from iok_core.imports.fingerprint import Fingerprint
from iok_core.imports.fitting import is_key, sorted_out
from iok_core.imports.identities import Identities, UnknownKeyError
from iok_core.imports.received import Message, Received
from iok_core.imports.staging import Staging
from iok_core.ledger import intake as ledger
from iok_core.meters import intake as meters
from iok_core.premises import intake as premises

SHELVES: dict[Shelf, api.DataKind] = {
    premises.PREMISES: api.DataKind.PREMISES,
    premises.PARTIES: api.DataKind.PARTIES,
    ledger.ACCOUNTS: api.DataKind.ACCOUNTS,
    ledger.ACCOUNT_PREMISES: api.DataKind.ACCOUNTS,
    premises.TITLES: api.DataKind.TITLES,
    ledger.ENTRIES: api.DataKind.ENTRIES,
    ledger.CHARGES: api.DataKind.CHARGES,
    ledger.BALANCES: api.DataKind.BALANCES,
    meters.METERS: api.DataKind.METERS,
    meters.READINGS: api.DataKind.METER_READINGS,
}
Stage = Callable[[Any], Iterable[StagedRow]]

_WITH_IDENTITY = (api.Premises, api.Party, api.Account, api.Meter)


class Receiver:
    """One run's way from messages to staged rows."""

    def __init__(self, source: int, staging: Staging) -> None:
        self.received = Received()
        self.fingerprint = Fingerprint([*SHELVES])
        self._staging = staging
        self._numbering = ledger.Numbering()
        self._identities = {
            kind: Identities(table, source)
            for tables in (premises.IDENTITIES, ledger.IDENTITIES, meters.IDENTITIES)
            for kind, table in tables.items()
        }
        self._stages = self._stages_of_records()

    async def load(self) -> None:
        for identities in self._identities.values():
            await identities.load()

    async def take(self, messages: Sequence[Message]) -> None:
        """Stages the records among the messages and notes the others."""
        of_type: dict[type, list[Any]] = {}
        for message in messages:
            of_type.setdefault(type(message), []).append(message)
        if not of_type.keys() <= api.RECORD_KINDS.keys():
            self._take_notes([one for one in messages if type(one) not in api.RECORD_KINDS])
            messages = [one for one in messages if type(one) in api.RECORD_KINDS]
        self.fingerprint.take_records(messages)
        records = {one: of_type[one] for one in of_type if one in api.RECORD_KINDS}
        await self._identify(records)
        rows = [row for kind, sent in records.items() for row in self._rows(kind, sent)]
        for on_one_shelf in by_shelf(rows):
            fit, misfits = sorted_out(on_one_shelf)
            for row, problem in misfits:
                self._reject_row(row, problem)
            for conflict in await self._staging.put(fit):
                self._reject_row(conflict.row, api.Problem.CONFLICTING_DUPLICATE)

    def _take_notes(self, notes: Sequence[Message]) -> None:
        self.fingerprint.take_notes(notes)
        for note in notes:
            self.received.note(note)

    async def _identify(self, records: Mapping[type[api.Record], Sequence[Any]]) -> None:
        keys = {
            kind: [record.key for record in records[kind] if is_key(record.key)]
            for kind in _WITH_IDENTITY
            if kind in records
        }
        if not any(keys.values()):
            return
        async with transaction(durable=False):
            await self._staging.require_ours()  # or another might make the same ones
            for kind, sent in keys.items():
                await self._identities[kind].make(sent)

    def _rows(self, kind: type[api.Record], records: Sequence[Any]) -> list[StagedRow]:
        self.received.count(api.RECORD_KINDS[kind], len(records))
        stage = self._stages[kind]
        rows: list[StagedRow] = []
        for record in records:
            try:
                rows += tuple(stage(record))  # or of one that fails the first rows would stay
            except UnknownKeyError as unknown:
                known = is_key(unknown.key)
                problem = api.Problem.UNKNOWN_REFERENCE if known else api.Problem.TOO_LONG
                self._reject(record, problem, unknown.key)
            except ValueError as error:
                self._reject(record, _unfit(record), str(error))
        return rows

    def _stages_of_records(self) -> dict[type[api.Record], Stage]:
        premises_id, party_id, account_id, meter_id = (
            self._identities[kind].find for kind in _WITH_IDENTITY
        )
        numbering = self._numbering
        return {
            api.Premises: lambda it: premises.stage_premises(it, premises_id(it.key)),
            api.Party: lambda it: premises.stage_party(it, party_id(it.key)),
            api.Title: lambda it: premises.stage_title(it, premises_id, party_id),
            api.Account: lambda it: ledger.stage_account(
                it, account_id(it.key), party_id, premises_id
            ),
            api.Entry: lambda it: (ledger.stage_entry(it, account_id, numbering),),
            api.Charge: lambda it: (ledger.stage_charge(it, account_id, premises_id, numbering),),
            api.Balance: lambda it: (ledger.stage_balance(it, account_id),),
            api.Meter: lambda it: (meters.stage_meter(it, meter_id(it.key), premises_id),),
            api.MeterReading: lambda it: (meters.stage_reading(it, meter_id),),
        }

    def _reject(self, record: api.Record, problem: api.Problem, value: str) -> None:
        self._note(api.RECORD_KINDS[type(record)], problem, value, _account(record))

    def _reject_row(self, row: StagedRow, problem: api.Problem) -> None:
        self._note(SHELVES[row.shelf], problem, row.key, self._account_of(row))

    def _account_of(self, row: StagedRow) -> str:
        """What the source calls the account of a row, where its shelf has one."""
        if "account" not in row.shelf.columns:
            return ""
        return self._identities[api.Account].key_of(row.values[row.shelf.columns.index("account")])

    def _note(self, kind: api.DataKind, problem: api.Problem, value: str, account: str) -> None:
        row = api.Rejected(kind=kind, problem=problem, source="", value=value[:80], account=account)
        self.received.reject(row)


def _unfit(record: api.Record) -> api.Problem:
    """What a figure is that no column takes."""
    reading = isinstance(record, api.MeterReading)
    return api.Problem.NOT_A_NUMBER if reading else api.Problem.NOT_AN_AMOUNT


def _account(record: api.Record) -> str:
    match record:
        case api.Account():
            return record.key
        case api.Entry() | api.Charge() | api.Balance():
            return record.account
    return ""
