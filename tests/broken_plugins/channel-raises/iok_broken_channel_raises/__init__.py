from collections.abc import Iterator
from typing import Any

from iok_core.api import AddressKind, Channel, Delivered, Message, NoOptions, hookimpl


class Broken(Channel[NoOptions]):
    name = "channel-raises"
    title = "Broken"
    options_type = NoOptions
    address_kind = AddressKind.EMAIL

    def check(self) -> None:
        return

    def deliver(self, messages: Iterator[Message]) -> Iterator[Delivered]:
        for message in messages:
            raise LookupError(message.id)
        yield from ()


@hookimpl
def iok_channels() -> list[type[Channel[Any]]]:
    return [Broken]
