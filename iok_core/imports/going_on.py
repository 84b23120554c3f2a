"""Receives what does not begin with nothing: a pull that was cut off, or changes alone."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from iok_core import api
from iok_core.db.versioned import Shelf
from iok_core.imports.received import Message
from iok_core.imports.receiving import SHELVES, Receiver
from iok_core.imports.staging import Staging
from iok_core.ledger import intake as ledger
from iok_core.meters import intake as meters
from iok_core.premises import intake as premises

IDENTIFIED: dict[type[api.Record], Shelf] = {
    api.Premises: premises.PREMISES,
    api.Party: premises.PARTIES,
    api.Account: ledger.ACCOUNTS,
    api.Meter: meters.METERS,
}
_NUMBERED = ((ledger.ENTRIES, "booking_date", 1), (ledger.CHARGES, "period", -1))
_SHELF_OF = {kind: shelf for shelf, kind in reversed(SHELVES.items())}


class LaterReceiver(Receiver):
    """Knows what the generation holds already: it can be referred to, numbers go on after it."""

    def __init__(self, source: int, staging: Staging) -> None:
        super().__init__(source, staging)
        self._recalled: set[int] = set()

    async def load(self) -> None:
        await super().load()
        for kind, shelf in IDENTIFIED.items():
            found = await self._staging.found(shelf, "t.key")
            self._identities[kind].sent_before(key for (key,) in found)

    async def take(self, messages: Sequence[Message]) -> None:
        await self._recall(m.account for m in messages if isinstance(m, api.Entry | api.Charge))
        await super().take(messages)

    async def _recall(self, keys: Iterable[str]) -> None:
        """Where the numbers of these accounts' entries and charges go on."""
        wanted = self._identities[api.Account].known(keys) - self._recalled
        self._recalled |= wanted
        for shelf, day, sign in _NUMBERED:
            columns = f"t.account, t.{day}, t.ordinal, t.key"
            for account, on, place, key in await self._staging.found(shelf, columns, wanted):
                self._numbering.goes_on_after(sign * account, on, place, key)


class ChangesReceiver(LaterReceiver):
    """Of a run that brings only what has changed; each key comes once, as it is now."""

    async def take(self, messages: Sequence[Message]) -> None:
        for gone, group in groupby(messages, key=lambda message: type(message) is api.Gone):
            part = list(group)
            if gone:
                await self._take_away([one for one in part if isinstance(one, api.Gone)])
            else:
                await super().take([one for one in part if self._has_key(one)])
                await self._unlink([one for one in part if isinstance(one, api.Account)])

    def _has_key(self, message: Message) -> bool:
        """One without could be a new entry or an old one that was sent again."""
        if not isinstance(message, api.Entry | api.Charge) or message.key:
            return True
        self.received.count(api.RECORD_KINDS[type(message)])
        self._reject(message, api.Problem.MISSING_VALUE, message.account)
        return False

    async def _take_away(self, gone: Sequence[api.Gone]) -> None:
        for kind, shelf in _SHELF_OF.items():
            keys = [one.key for one in gone if one.kind is kind]
            if keys:
                self.received.count(kind, len(keys))
            await self._staging.close(shelf, keys)
        for record, shelf in IDENTIFIED.items():
            keys = [one.key for one in gone if one.kind is SHELVES[shelf]]
            self._identities[record].gone(keys)
        await self._keep_links({key.key: () for key in gone if key.kind is api.DataKind.ACCOUNTS})

    async def _unlink(self, accounts: Sequence[api.Account]) -> None:
        await self._keep_links({account.key: account.premises for account in accounts})

    async def _keep_links(self, premises_of: dict[str, Sequence[str]]) -> None:
        """Ends the other links of these accounts to premises: they have no key in the source."""
        ids = self._identities[api.Account].known(premises_of)
        kept = {ledger.link_key(key, one) for key, linked in premises_of.items() for one in linked}
        found = await self._staging.found(ledger.ACCOUNT_PREMISES, "t.key", ids)
        others = [key for (key,) in found if key not in kept]
        await self._staging.close(ledger.ACCOUNT_PREMISES, others)
