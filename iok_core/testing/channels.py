"""Does a channel answer for each message before it takes the next?"""

from collections.abc import Sequence
from typing import Any

import msgspec

from iok_core.api import AddressKind, Channel, Delivered, Message
from iok_core.testing.answering import answers_for
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
    answered, faults = answers_for(channel(options).deliver, messages)
    require_none(faults)
    return answered
