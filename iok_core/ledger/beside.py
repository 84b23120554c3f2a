"""What other subjects tell a resident beside their amounts, for pages that know none of these."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from iok_core.ledger.sheets import Reader, Sheet


class NotChargedYet(Protocol):
    """A number of occupants that was accepted, and the one that the accounting system has."""

    @property
    def declared(self) -> int: ...

    @property
    def charged(self) -> int | None: ...


DeclaredBy = Callable[[int, int, Mapping[int, int]], Awaitable[NotChargedYet | None]]
"""Of a person and premises, at the published generations."""


class NotBooked(Protocol):
    """A payment that somebody has declared and no entry shows: beside the balance, in no sum."""

    @property
    def submission(self) -> int: ...

    @property
    def number(self) -> str: ...

    @property
    def person(self) -> int: ...

    @property
    def amount(self) -> int: ...

    @property
    def paid_on(self) -> date: ...

    @property
    def taken(self) -> bool: ...


NotBookedOf = Callable[[Reader, Sequence[Sheet]], Awaitable[Mapping[int, Sequence[NotBooked]]]]
"""By account, what this reader is told of."""


class SharedNumber(Protocol):
    """A number of occupants that another holder has declared, and this one has to confirm."""

    @property
    def href(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def declared(self) -> int: ...

    @property
    def since(self) -> date | None: ...


WaitsFor = Callable[[Reader], Awaitable[Sequence[SharedNumber]]]
