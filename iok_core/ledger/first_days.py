"""Since when the entries of a source tell of anybody: remembered, as it is looked for long."""

from datetime import date

from iok_core.ledger import service


class FirstDays:
    """One for each process: a published state of a database never changes."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], date | None] = {}

    async def of(self, at: tuple[int, int]) -> date | None:
        """Of a source and generation; None: there are no entries."""
        if at not in self._known:
            self._known[at] = await service.first_day(*at)
        return self._known[at]

    def forget(self) -> None:
        """It may be another database that is opened now."""
        self._known.clear()

    async def told_from(self, at: tuple[int, int], otherwise: date) -> date:
        """The first day of the month in which the entries begin: opening balances are of then."""
        return (await self.of(at) or otherwise).replace(day=1)
