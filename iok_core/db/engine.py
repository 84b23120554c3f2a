"""What the portal asks of its database, whichever it is."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

from iok_core.db.last_work import Work
from iok_core.db.statements import Args, Row

Converters = Mapping[type, Callable[[Any], Any]]


class Engine(Protocol):
    """Made by `open_database`; usable between start_ and close_connection_pool.

    SQL comes compiled, in the engine's own way of writing placeholders.
    """

    engine_type: str
    converters: Converters
    """For values that this database gives as something else than a Struct's field wants."""

    async def start_connection_pool(self) -> None: ...

    async def close_connection_pool(self) -> None: ...

    def transaction_exists(self) -> bool: ...

    def transaction(self, *, durable: bool | None = None) -> AbstractAsyncContextManager[Any]:
        """Durable when not said, or as the one that it is nested into."""
        ...

    def snapshot(self) -> AbstractAsyncContextManager[Any]: ...

    def before_commit(self, work: Work) -> None:
        """Raises TransactionError outside a transaction."""
        ...

    async def hold(self, name: str, number: int) -> None:
        """Raises TransactionError outside a transaction, and in a snapshot."""
        ...

    def rows(self, sql: str, args: Args) -> Awaitable[list[Row]]: ...

    def raw_rows(self, sql: str, args: Args) -> Awaitable[list[Row]]:
        """With values as the database keeps them, for whoever applies `converters`."""
        ...

    def raw_table(self, sql: str, args: Args) -> Awaitable[tuple[list[str], list[Row]]]:
        """The same, and before it the names of the columns."""
        ...

    def changed(self, sql: str, args: Args) -> Awaitable[int]:
        """The number of rows that the statement changed."""
        ...

    def changed_by_many(self, sql: str, rows: Sequence[Args]) -> Awaitable[int]: ...

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Sequence[Args]
    ) -> Awaitable[None]: ...

    async def truncate_wal(self) -> bool: ...

    def files(self) -> list[Path]:
        """Where it keeps everything, its log last; none where that is another program's affair."""
        ...
