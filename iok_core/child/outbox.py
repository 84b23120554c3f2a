"""Gathers what a connector yields into batches of a good size."""

import time
from collections import Counter

import msgspec

from iok_core.api import RECORD_KINDS, AsOf, Checkpoint, ControlTotal, Gone, Rejected, Remark, Step
from iok_core.child.channel import Channel
from iok_core.child.frames import Batch, Done, Notes

_ITEMS = 1000
_BYTES = 256 * 1024
_SECONDS_BETWEEN_STEPS = 0.25
_SECONDS_BETWEEN_CHECKPOINTS = 1.0
_RECORD_TYPES = (*RECORD_KINDS, Gone)
_NOTE_TYPES = (AsOf, ControlTotal, Rejected, Remark)
_TAGS: dict[type, str] = {
    struct: str(struct.__struct_config__.tag) for struct in (*_RECORD_TYPES, *_NOTE_TYPES)
}

_encoder = msgspec.msgpack.Encoder()


class _Gathered:
    """Items already encoded, because only so is their size known."""

    def __init__(self) -> None:
        self.items: list[msgspec.Raw] = []
        self.size = 0

    def add(self, encoded: bytes) -> bool:
        self.items.append(msgspec.Raw(encoded))
        self.size += len(encoded)
        return len(self.items) >= _ITEMS or self.size >= _BYTES

    def take(self) -> list[msgspec.Raw]:
        items, self.items, self.size = self.items, [], 0
        return items


class Outbox:
    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._records = _Gathered()
        self._notes = _Gathered()
        self._counts: Counter[str] = Counter()
        self._step: Step | None = None
        self._next_step = 0.0
        self._checkpoint: Checkpoint | None = None
        self._next_checkpoint = 0.0

    def put(self, item: object) -> None:
        if type(item) in _RECORD_TYPES:
            self._checkpoint = None  # one that was too soon is no longer where we are
            if self._add(item, self._records):
                self._send_records()
        elif type(item) in _NOTE_TYPES:
            if self._add(item, self._notes):
                self._send_notes()
        elif type(item) is Step:
            self._step = item
            self._send_step()
        elif type(item) is Checkpoint:
            self._checkpoint = item
            if time.monotonic() >= self._next_checkpoint:
                self._send_checkpoint()
        else:
            raise TypeError(f"pull() yielded {type(item).__qualname__}, which no connector may")

    def close(self) -> None:
        self._send_all()
        self._send_checkpoint()
        self._next_step = 0.0
        self._send_step()
        self._channel.send(Done(counts=dict(self._counts)))

    def _add(self, item: object, gathered: _Gathered) -> bool:
        self._counts[_TAGS[type(item)]] += 1
        return gathered.add(_encoder.encode(item))

    def _send_all(self) -> None:
        self._send_records()
        self._send_notes()

    def _send_checkpoint(self) -> None:
        """After everything that was yielded before it."""
        if self._checkpoint is not None:
            self._send_all()
            self._channel.send(self._checkpoint)
            self._checkpoint = None
            self._next_checkpoint = time.monotonic() + _SECONDS_BETWEEN_CHECKPOINTS

    def _send_records(self) -> None:
        if self._records.items:
            self._channel.send(Batch(self._records.take()))  # type: ignore[arg-type]  # encoded

    def _send_notes(self) -> None:
        if self._notes.items:
            self._channel.send(Notes(self._notes.take()))  # type: ignore[arg-type]  # encoded

    def _send_step(self) -> None:
        """A connector may step for every row; a person reads four a second at best."""
        now = time.monotonic()
        if self._step is not None and now >= self._next_step:
            self._channel.send(self._step)
            self._step, self._next_step = None, now + _SECONDS_BETWEEN_STEPS
