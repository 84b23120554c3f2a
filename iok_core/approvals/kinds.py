"""What a subject declares of an act that may need a second person."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec

from iok_core.approvals.outcomes import Done, Refused
from iok_core.audit.origin import Origin
from iok_core.web.i18n import Msgid


class ApprovalKind(msgspec.Struct, frozen=True, kw_only=True):
    """Declared by a subject, gathered where the portal is put together.

    The payload is a Struct of plain values. It holds whatever the act depends on, so that the
    act refuses when that has changed since somebody read it.
    """

    code: str
    title: Msgid
    permission: str
    """Of whoever asks, and of the second person."""
    payload: type[msgspec.Struct]
    needed: Callable[[Any, Origin], Awaitable[bool]]
    """Does this one need a second person? Within a transaction; holds what it reads."""
    refusal: Callable[[Any, Origin], Awaitable[str | None]]
    """Why the act would be refused now, if it would be."""
    carry_out: Callable[[Any, Origin], Awaitable[Done | Refused]]
    """Does it in the transaction of the approval, as an act of whoever asked; or why not."""
    sentences: Callable[[Any], Awaitable[Sequence[str]]]
    """Exactly what will happen, for whoever decides."""
    refusals: Mapping[str, Msgid]
    shown_at: Callable[[Any], str] | None = None
    """Of an act that whoever asked does only after the approval: the page that shows it whole,
    and on which it is done."""

    def read(self, payload: str) -> msgspec.Struct | None:
        """None: an earlier release of the portal wrote it, whose Struct was another one."""
        try:
            return msgspec.json.decode(payload, type=self.payload)
        except msgspec.ValidationError:
            return None


def canonical(payload: msgspec.Struct) -> str:
    return msgspec.json.encode(payload, order="sorted").decode()


def digest(code: str, payload: str) -> str:
    return hashlib.sha256(f"{code}\n{payload}".encode()).hexdigest()
