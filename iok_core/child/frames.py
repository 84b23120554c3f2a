"""What parent and child say to each other: length-prefixed msgpack, at most 8 MiB a frame."""

import struct
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from iok_core.api import (
    AcceptedOccupants,
    AcceptedReading,
    AsOf,
    Checkpoint,
    ConnectorProblem,
    ControlTotal,
    Delivered,
    Document,
    Extract,
    Gone,
    Message,
    Record,
    Rejected,
    Remark,
    Step,
    TakenOver,
)

FRAME_LIMIT = 8 * 1024 * 1024
HEADER = struct.Struct("!I")

Work = Literal["check", "pull", "changes", "rest", "deliver", "take_over", "build"]

Note = AsOf | ControlTotal | Rejected | Remark

Item = Message | AcceptedOccupants | AcceptedReading
"""What an extension is asked to send on, one at a time."""
Outcome = Delivered | TakenOver


class Start(msgspec.Struct, frozen=True, kw_only=True, tag="start"):
    """The first frame from parent to child: what to do."""

    what: Work
    extension: str
    """`module:Class` of the extension."""
    options: dict[str, Any]
    checkpoint: str = ""
    """Where to begin, if only the changes or the rest are wanted."""
    memory: int = 1024**3
    """Bytes of address space that the child may take."""
    heartbeat: float = 2.0
    """Seconds between two signs of life."""


class Build(msgspec.Struct, frozen=True, tag="build"):
    """From parent to child for each document; answered by `Built` or `Declined`."""

    parameters: dict[str, Any]
    extract: Extract


class Built(msgspec.Struct, frozen=True, tag="built"):
    document: Document


class Declined(msgspec.Struct, frozen=True, tag="declined"):
    """The report type wants other parameters."""

    problems: dict[str, str]


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """Parent to child, where things are sent on: this one; None: nothing else waits."""

    item: Item | None


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """What became of the one in hand."""

    outcome: Outcome


class Batch(msgspec.Struct, frozen=True, tag="batch"):
    """Records, and what is gone, in the order in which the connector yielded them."""

    records: Sequence[Record | Gone]


class Notes(msgspec.Struct, frozen=True, tag="notes"):
    """What the connector says about its records, in its order; not in step with the batches."""

    notes: Sequence[Note]


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """The connector says that its source cannot be read."""

    problem: ConnectorProblem
    source: str
    detail: str


class Raised(msgspec.Struct, frozen=True, kw_only=True, tag="raised"):
    """The connector raised what the contract does not know."""

    exception: str
    traceback: str


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """The work is complete; `counts` says how many of each type were sent, by its tag."""

    counts: dict[str, int]


class Heartbeat(msgspec.Struct, frozen=True, tag="heartbeat"):
    """The child is alive, though nothing else may come for long."""


Frame = Answer | Batch | Notes | Step | Checkpoint | Failed | Raised | Done | Heartbeat

ReportFrame = Built | Declined | Failed | Raised | Heartbeat


class FrameTooLargeError(ValueError):
    """One frame would exceed, or claims to exceed, `FRAME_LIMIT`."""


def packed(payload: bytes) -> bytes:
    if len(payload) > FRAME_LIMIT:
        raise FrameTooLargeError(f"{len(payload)} bytes, at most {FRAME_LIMIT}")
    return HEADER.pack(len(payload)) + payload


def payload_length(header: bytes) -> int:
    (length,) = HEADER.unpack(header)
    if length > FRAME_LIMIT:
        raise FrameTooLargeError(f"{length} bytes, at most {FRAME_LIMIT}")
    return int(length)
