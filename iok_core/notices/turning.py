"""Reads what has happened and tells everybody whom it concerns."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from iok_core.api import AddressKind
from iok_core.db import DatabaseUnavailable
from iok_core.db.clock import WARSAW
from iok_core.db.portions import portions
from iok_core.events.kinds import EventKind
from iok_core.events.service import EventRow, is_repeated, mark_told, untold
from iok_core.identity.service import everybody_with_access, person_of, with_access
from iok_core.imports.service import Shown, published_sources, shown
from iok_core.ledger.changes import changed_accounts, readable_accounts
from iok_core.losses.mailed_codes import person_told_of
from iok_core.noticeboard.reach import persons_told
from iok_core.notices.channels import channels
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import ABOUT_CO_HOLDERS, ABOUT_ONE_PERSON, COPIES, NoticeKind
from iok_core.notices.mailbox import mailbox_person
from iok_core.notices.planning import Telling, tell
from iok_core.premises.desk import acting_in
from iok_core.premises.standings import holding

_log = logging.getLogger(__name__)

_AT_ONCE = 100
_SECONDS_TO_SKIP = 60.0
_SOURCE = "new balances of source %s: %s persons looked at, %s told"


class Turning:
    """An event that fails does not keep the others: it is tried again a minute later."""

    def __init__(self, ctx: NoticeContext) -> None:
        self._ctx = ctx
        self._skipped: dict[int, float] = {}

    async def turn(self) -> None:
        """Everything that waits. What concerns one person never waits for what concerns many."""
        await self._of_one_person()
        await self._of_everybody()
        await self._announced()
        await self._declared()
        for event in await self._waiting([EventKind.NEW_BALANCE]):
            with self._containing(event):
                async for _ in self._new_balance(event):
                    await self._of_one_person()
                await mark_told(event.id, self._ctx.clock.now())

    async def _of_one_person(self) -> None:
        for event in await self._waiting(list(ABOUT_ONE_PERSON.keys() | COPIES.keys())):
            with self._containing(event):
                person, kind = await _person(event), ABOUT_ONE_PERSON.get(event.kind)
                if person is not None and kind is not None:
                    await tell(self._ctx, await self._telling(event, kind), [person])
                if event.kind in COPIES:
                    await self._copy_to_mailbox(event)
                await mark_told(event.id, self._ctx.clock.now())

    async def _copy_to_mailbox(self, event: EventRow) -> None:
        """Always: while no channel may work, it waits for the first."""
        found = [one for one in await channels() if one.address_kind is AddressKind.EMAIL]
        ways = [one for one in found if one.active] or found[:1]
        telling = Telling(event, COPIES[event.kind], ways)
        await tell(self._ctx, telling, [await mailbox_person(self._ctx.clock)])

    async def _of_everybody(self) -> None:
        """Who may sign in reads that the regulations will change."""
        for event in await self._waiting([EventKind.REGULATIONS_ANNOUNCED]):
            with self._containing(event):
                telling, last = await self._telling(event, NoticeKind.REGULATIONS_ANNOUNCED), 0
                while portion := await with_access(after=last, limit=_AT_ONCE):
                    await tell(self._ctx, telling, portion)
                    last = portion[-1]
                    await self._of_one_person()
                await mark_told(event.id, self._ctx.clock.now())

    async def _announced(self) -> None:
        """At whom an announcement is aimed, if it has not been withdrawn meanwhile."""
        for event in await self._waiting([EventKind.ANNOUNCED]):
            with self._containing(event):
                telling = await self._telling(event, NoticeKind.ANNOUNCED)
                aimed = await persons_told(event.subject["announcement"], self._ctx.clock.today())
                for portion in portions(aimed, _AT_ONCE):
                    await tell(self._ctx, telling, portion)
                    await self._of_one_person()
                await mark_told(event.id, self._ctx.clock.now())

    async def _declared(self) -> None:
        """Who holds the same premises on the day of it, and no figure."""
        for event in await self._waiting(list(ABOUT_CO_HOLDERS)):
            with self._containing(event):
                telling = await self._telling(event, ABOUT_CO_HOLDERS[event.kind])
                person, premises = event.subject["person"], event.subject["premises"]
                day = event.at.astimezone(WARSAW).date()
                others = await holding(premises, await published_sources(), day) - {person}
                able = others & set(await everybody_with_access())
                await tell(self._ctx, telling, sorted(able))
                await mark_told(event.id, self._ctx.clock.now())

    async def _new_balance(self, event: EventRow) -> AsyncIterator[None]:
        """In portions, each a short transaction; after each, others get their turn."""
        source, gen = event.subject["source"], event.subject["gen"]
        log = None if await is_repeated(event.id) else await shown(source, gen)
        if log is None or not _is_news(log, gen):
            return
        changed = await changed_accounts(source, log.before, gen)
        telling, last, told, looked_at = await self._telling(event, NoticeKind.NEW_BALANCE), 0, 0, 0
        while changed and (portion := await acting_in(source, after=last, limit=_AT_ONCE)):
            concerned = [p for p in portion if changed & await self._accounts(p, source, gen)]
            told += await tell(self._ctx, telling, concerned)
            last, looked_at = portion[-1], looked_at + len(portion)
            _log.info(_SOURCE, source, looked_at, told)
            await asyncio.sleep(0)
            yield

    async def _accounts(self, person: int, source: int, gen: int) -> frozenset[int]:
        return await readable_accounts(person, source, gen, self._ctx.clock.today())

    async def _telling(self, event: EventRow, kind: NoticeKind) -> Telling:
        return Telling(event, kind, [one for one in await channels() if one.active])

    async def _waiting(self, kinds: list[EventKind]) -> list[EventRow]:
        now = asyncio.get_running_loop().time()
        found = await untold(kinds, _AT_ONCE)
        return [event for event in found if self._skipped.get(event.id, now) <= now]

    @contextmanager
    def _containing(self, event: EventRow) -> Iterator[None]:
        try:
            yield
        except DatabaseUnavailable:
            raise
        except Exception:  # noqa: BLE001 - one event's affair, and told
            _log.exception("event %s could not be told", event.id)
            self._skipped[event.id] = asyncio.get_running_loop().time() + _SECONDS_TO_SKIP


async def _person(event: EventRow) -> int | None:
    """None: somebody at the office, who gets no notices; or nobody that is known."""
    if "loss" in event.subject:
        return await person_told_of(event.subject["loss"])
    named = event.subject.get("person")
    return named if named is not None else await person_of(event.subject.get("identity", 0))


def _is_news(log: Shown, gen: int) -> bool:
    """The first data of a source change nothing; what was undone meanwhile is nobody's news."""
    return log.before > 0 and log.now >= gen
