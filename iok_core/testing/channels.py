"""Does a channel answer for each message before it takes the next?"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from iok_core.api import AddressKind, Channel, Delivered, Message
from iok_core.testing.declarations import faults_of_colour, faults_of_declaration, require_none


def check_channel(
    channel: type[Channel[Any]], options: msgspec.Struct, messages: Sequence[Message]
) -> list[Delivered]:
    """Delivers the messages for real, in this process, and gives what became of each.

    Raises:
        AssertionError: it names all that is wrong.
    """
    declared = [
        *faults_of_declaration(channel),
        *faults_of_colour(channel, generators=("deliver",)),
    ]
    if not isinstance(getattr(channel, "address_kind", None), AddressKind):
        declared.append("address_kind: an AddressKind")
    require_none(declared)
    answered: list[Delivered] = []
    faults: list[str] = []
    for outcome in channel(options).deliver(_one_by_one(messages, answered, faults)):
        answered.append(outcome)  # noqa: PERF402 - the messages look at it meanwhile
    if [one.id for one in answered] != [one.id for one in messages]:
        faults.append("the outcomes are not one for each message, in their order")
    require_none(faults)
    return answered


def _one_by_one(
    messages: Sequence[Message], answered: list[Delivered], faults: list[str]
) -> Iterator[Message]:
    for number, message in enumerate(messages):
        if len(answered) < number:
            faults.append(f"message {message.id} was taken before the one before it was answered")
        yield message
