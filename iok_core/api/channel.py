"""A channel carries notices to people outside the portal: by e-mail, by text message."""

from abc import abstractmethod
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

import msgspec

from iok_core.api.extension import Extension, OptionsT


class AddressKind(StrEnum):
    """Which of a person's addresses a channel sends to."""

    EMAIL = "email"
    PHONE = "phone"


class Message(msgspec.Struct, frozen=True, kw_only=True, tag="message"):
    """One notice for one person. It holds no amounts and no names of others."""

    id: str
    """The same at every attempt: a receiver that has seen it before may drop it."""
    address: str
    subject: str
    text: str
    language: str = "pl"


class DeliveryResult(StrEnum):
    SENT = "sent"
    """The other side has taken it over."""
    LATER = "later"
    """Not taken now, for certain: try again."""
    REFUSED = "refused"
    """Will never be taken: a wrong address, a forbidden text."""
    UNCERTAIN = "uncertain"
    """It may have been taken: the line broke before the answer came."""


class Delivered(msgspec.Struct, frozen=True, kw_only=True, tag="delivered"):
    """What became of one message."""

    id: str
    result: DeliveryResult
    detail: str = ""
    """What the other side said; no address and no text of the message. 200 characters are kept."""


class Channel(Extension[OptionsT]):
    """Runs in a process of its own, as plain blocking code."""

    address_kind: ClassVar[AddressKind]

    @abstractmethod
    def check(self) -> None:
        """Look, cheaply and without sending anything, whether a message could be sent.

        Raises:
            ConnectorError: it cannot, and why.
        """

    @abstractmethod
    def deliver(self, messages: Iterator[Message]) -> Iterator[Delivered]:
        """Take one message at a time and yield what became of it before the next one is taken.

        Each outcome is stored before the next message comes. The iterator ends when nothing waits.

        Raises:
            ConnectorError: nothing can be sent at all now; what was not answered waits.
        """
