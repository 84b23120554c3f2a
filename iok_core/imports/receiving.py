"""Takes what a connector sends, in its order, and puts it on the shelves."""

from collections.abc import Iterator, Sequence

from iok_core import api
from iok_core.db import transaction
from iok_core.db.versioned import Shelf, StagedRow
from iok_core.imports.identities import Identities, UnknownKeyError
from iok_core.imports.received import Message, Received
from iok_core.imports.staging import Staging
from iok_core.ledger import intake as ledger
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
}


class Receiver:
    """One run's way from messages to staged rows."""

    def __init__(self, source: int, staging: Staging) -> None:
        self.received = Received()
        self._staging = staging
        self._numbering = ledger.Numbering()
        self._identities = {
            kind: Identities(table, source)
            for tables in (premises.IDENTITIES, ledger.IDENTITIES)
            for kind, table in tables.items()
        }

    async def load(self) -> None:
        for identities in self._identities.values():
            await identities.load()

    async def take(self, messages: Sequence[Message]) -> None:
        """Stages the records among the messages and notes the others."""
        records: list[api.Record] = []
        for message in messages:
            if type(message) in api.RECORD_KINDS:
                records.append(message)  # type: ignore[arg-type]  # the keys are the record types
            else:
                self.received.note(message)
        if not records:
            return
        await self._identify(records)
        rows = [row for record in records for row in self._rows(record)]
        for conflict in await self._staging.put(rows):
            kind = SHELVES[conflict.row.shelf]
            self._reject(kind, api.Problem.CONFLICTING_DUPLICATE, conflict.row.key)

    async def _identify(self, records: Sequence[api.Record]) -> None:
        async with transaction(durable=False):
            for kind, identities in self._identities.items():
                await identities.make(
                    record.key
                    for record in records
                    if isinstance(record, api.Premises | api.Party | api.Account)
                    and type(record) is kind
                )

    def _rows(self, record: api.Record) -> list[StagedRow]:
        kind = api.RECORD_KINDS[type(record)]
        self.received.count(kind)
        try:
            return list(self._stage(record))
        except UnknownKeyError as unknown:
            self._reject(kind, api.Problem.UNKNOWN_REFERENCE, unknown.key)
        except ValueError as error:
            self._reject(kind, api.Problem.NOT_AN_AMOUNT, str(error))
        return []

    def _stage(self, record: api.Record) -> Iterator[StagedRow]:
        premises_id, party_id, account_id = (
            self._identities[kind].find for kind in (api.Premises, api.Party, api.Account)
        )
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
            case api.Entry():
                return ledger.stage_entry(record, account_id, self._numbering)
            case api.Charge():
                return ledger.stage_charge(record, account_id, premises_id, self._numbering)
            case api.Balance():
                return ledger.stage_balance(record, account_id)

    def _reject(self, kind: api.DataKind, problem: api.Problem, value: str) -> None:
        self.received.reject(api.Rejected(kind=kind, problem=problem, source="", value=value[:80]))
