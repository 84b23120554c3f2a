"""A connector brings the data of one accounting system into the portal."""

from abc import abstractmethod
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from iok_core.api.controls import AsOf, Checkpoint, ControlTotal, Rejected, Remark, Step
from iok_core.api.extension import Extension, OptionsT
from iok_core.api.handover import AcceptedOccupants, AcceptedReading, TakenOver
from iok_core.api.records import Gone, Record

Told = AsOf | ControlTotal | Rejected | Remark | Step | Checkpoint
"""What may come beside the records at any time."""


class Capability(StrEnum):
    """What a connector's source has, and what the connector can do beyond a whole pull."""

    BALANCES = "balances"
    ENTRIES = "entries"
    CHARGES = "charges"
    TITLES = "titles"
    METERS = "meters"
    """Meters and their readings; a cooperative may have none all the same."""
    CONTROL_TOTALS = "control_totals"
    LAST_BANK_STATEMENT = "last_bank_statement"
    CHANGES = "changes"
    """`pull_changes` is there: it brings only what has changed since a checkpoint."""
    REPEATABLE_CHECKPOINTS = "repeatable_checkpoints"
    """`pull_rest` is there: it goes on where a pull was cut off."""
    TAKES_OCCUPANTS = "takes_occupants"
    """`take_over` is there: it takes numbers of occupants that the office has accepted."""
    TAKES_READINGS = "takes_readings"
    """The same for what meters showed."""


class ConnectorProblem(StrEnum):
    """Why the system behind an extension cannot be worked with at all."""

    UNREACHABLE = "unreachable"
    SIGN_IN_REFUSED = "sign_in_refused"
    MISSING_FILE = "missing_file"
    MISSING_COLUMN = "missing_column"
    UNDECODABLE = "undecodable"
    WRONG_LAYOUT = "wrong_layout"
    WRONG_OPTIONS = "wrong_options"
    STALE_CHECKPOINT = "stale_checkpoint"
    """The source cannot go on from this checkpoint; the portal then makes a whole pull."""


class ConnectorError(Exception):
    """Raised when the system as a whole cannot be worked with, whatever is asked of it."""

    def __init__(self, problem: ConnectorProblem, source: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {source}: {detail}")
        self.problem = problem
        self.source = source
        """File, table, address or option that the problem is about; never a secret."""
        self.detail = detail
        """For the person who mends it: column, byte, line. At most 200 characters are kept."""


class Connector(Extension[OptionsT]):
    """Reads one accounting system. Runs in a process of its own, as plain blocking code."""

    capabilities: ClassVar[frozenset[Capability]]

    @abstractmethod
    def check(self) -> None:
        """Look, cheaply and without changing anything, whether a pull can begin.

        Raises:
            ConnectorError: it cannot, and why.
        """

    @abstractmethod
    def pull(self) -> Iterator[Record | Told]:
        """Yield the whole state of the source, kind by kind in the order of `DataKind`.

        What a record refers to must have been yielded before it, and entries of one day appear to
        residents in the order in which they were yielded. `AsOf`, `ControlTotal`,
        `Rejected`, `Remark`, `Step` and `Checkpoint` may come at any time. Ending normally says
        that the source was read to its end.

        Raises:
            ConnectorError: the source as a whole cannot be read; nothing of it is kept.
        """

    # The next three are no abstract methods: only who declares the capability writes them, and a
    # plugin that declares and does not write is refused. They stand here for type checkers.

    def pull_changes(self, since: str) -> Iterator[Record | Gone | Told]:
        """Yield what is new, changed or gone since a checkpoint: each key once, as it is now.

        Only with `Capability.CHANGES`, and then every entry and charge needs a key. Control totals
        and as-of days are those of the whole source; days that are not told stay. What refers to
        something that goes has to go or change as well.

        Raises:
            ConnectorError: as in `pull`; STALE_CHECKPOINT where the source does not remember.
        """
        raise NotImplementedError("write pull_changes(since), or do not declare CHANGES")

    def pull_rest(self, after: str) -> Iterator[Record | Told]:
        """Yield exactly what the same `pull` has yielded, or would have, after a checkpoint.

        Only with `Capability.REPEATABLE_CHECKPOINTS`.

        Raises:
            ConnectorError: as in `pull`; STALE_CHECKPOINT where the source is another by now.
        """
        raise NotImplementedError(
            "write pull_rest(after), or do not declare REPEATABLE_CHECKPOINTS"
        )

    def take_over(
        self, accepted: Iterator[AcceptedOccupants | AcceptedReading]
    ) -> Iterator[TakenOver]:
        """Take one accepted thing at a time and yield what became of it before the next one.

        Only with `Capability.TAKES_OCCUPANTS` or `TAKES_READINGS`, and only if every option whose
        `Meta(extra={"take_over": True})` marks it is set. Each outcome is stored before the next
        comes. What was not answered for comes again with the same `id`.

        Raises:
            ConnectorError: nothing can be taken at all now; everything waits.
        """
        raise NotImplementedError("write take_over(accepted), or do not declare TAKES_…")
