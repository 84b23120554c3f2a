"""Does a connector take accepted things over, each once, and answer for each in its turn?"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from iok_core.api import (
    AcceptedOccupants,
    AcceptedReading,
    Capability,
    Connector,
    TakenOver,
    TakeOverResult,
)
from iok_core.testing.answering import answers_for
from iok_core.testing.declarations import faults_of_colour, faults_of_declaration, require_none

_TAKES = {
    AcceptedOccupants: Capability.TAKES_OCCUPANTS,
    AcceptedReading: Capability.TAKES_READINGS,
}
_TAKEN = (TakeOverResult.TAKEN, TakeOverResult.TAKEN_BEFORE)


def check_taking(
    connector: type[Connector[Any]],
    options: msgspec.Struct,
    accepted: Sequence[AcceptedOccupants | AcceptedReading],
) -> list[TakenOver]:
    """Hands all of them over for real, in this process, twice; gives the answers of the first time.

    Raises:
        AssertionError: it names all that is wrong.
    """
    declared = [
        *faults_of_declaration(connector),
        *faults_of_colour(connector, generators=("take_over",)),
    ]
    needed = {_TAKES[type(one)] for one in accepted} - connector.capabilities
    declared += [f"it does not declare {one}" for one in sorted(needed)]
    require_none(declared)
    first, faults = answers_for(connector(options).take_over, accepted)
    again, more = answers_for(connector(options).take_over, accepted)
    require_none([*faults, *more, *_changed(first, again)])
    return first


def _changed(first: Sequence[TakenOver], again: Sequence[TakenOver]) -> Iterator[str]:
    """What comes again under the same id must not fail, and cannot be told apart by the portal."""
    for before, now in zip(first, again, strict=False):
        if before.result in _TAKEN and now.result not in _TAKEN:
            yield f"{before.id} was taken, and the second time it was {now.result}"
