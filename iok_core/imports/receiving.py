"""Takes what a connector sends, in its order, and puts it on the shelves."""

from collections import Counter
from collections.abc import Iterable, Sequence

from iok_core import api
from iok_core.db import transaction
from iok_core.db.versioned import Shelf, StagedRow
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
        self._finds = tuple(self._identities[kind].find for kind in _WITH_IDENTITY)

    async def load(self) -> None:
        for identities in self._identities.values():
            await identities.load()

    async def take(self, messages: Sequence[Message]) -> None:
        """Stages the records among the messages and notes the others."""
        records: list[api.Record] = []
        notes: list[Message] = []
        for message in messages:
            if type(message) in api.RECORD_KINDS:
                records.append(message)  # type: ignore[arg-type]  # the keys are the record types
            else:
                notes.append(message)
                self.received.note(message)
        self.fingerprint.take_notes(notes)
        if not records:
            return
        self.fingerprint.take_records(records)
        for record_type, number in Counter(map(type, records)).items():
            self.received.count(api.RECORD_KINDS[record_type], number)
        await self._identify(records)
        fit, misfits = sorted_out([row for record in records for row in self._rows(record)])
        for row, problem in misfits:
            self._reject_row(row, problem)
        for conflict in await self._staging.put(fit):
            self._reject_row(conflict.row, api.Problem.CONFLICTING_DUPLICATE)

    async def _identify(self, records: Sequence[api.Record]) -> None:
        keys: dict[type, list[str]] = {}
        for record in records:
            if isinstance(record, _WITH_IDENTITY) and is_key(record.key):
                keys.setdefault(type(record), []).append(record.key)
        if not keys:
            return
        async with transaction(durable=False):
            await self._staging.require_ours()  # or another might make the same ones
            for kind, sent in keys.items():
                await self._identities[kind].make(sent)

    def _rows(self, record: api.Record) -> Sequence[StagedRow]:
        try:
            return self._stage(record)
        except UnknownKeyError as unknown:
            known = is_key(unknown.key)
            problem = api.Problem.UNKNOWN_REFERENCE if known else api.Problem.TOO_LONG
            self._reject(record, problem, unknown.key)
        except ValueError as error:
            self._reject(record, _unfit(record), str(error))
        return ()

    def _stage(self, record: api.Record) -> Sequence[StagedRow]:
        """The kinds that come by the hundred thousand are asked for first."""
        premises_id, _, account_id, meter_id = self._finds
        match record:
            case api.Entry():
                return (ledger.stage_entry(record, account_id, self._numbering),)
            case api.Charge():
                return (ledger.stage_charge(record, account_id, premises_id, self._numbering),)
            case api.Balance():
                return (ledger.stage_balance(record, account_id),)
            case api.MeterReading():
                return (meters.stage_reading(record, meter_id),)
        return [*self._stage_register(record)]

    def _stage_register(self, record: api.Record) -> Iterable[StagedRow]:
        premises_id, party_id, account_id, meter_id = self._finds
        match record:
            case api.Premises():
                return premises.stage_premises(record, premises_id(record.key))
            case api.Party():
                return premises.stage_party(record, party_id(record.key))
            case api.Title():
                return premises.stage_title(record, premises_id, party_id)
            case api.Account():
                account = account_id(record.key)
                return ledger.stage_account(record, account, party_id, premises_id)
            case api.Meter():
                return (meters.stage_meter(record, meter_id(record.key), premises_id),)
        return ()

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
