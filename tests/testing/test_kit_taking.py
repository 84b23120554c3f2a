"""The kit names what is wrong with a connector that takes things over."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from iok_core.api import (
    AcceptedOccupants,
    AcceptedReading,
    Capability,
    Connector,
    NoOptions,
    Record,
    TakenOver,
    TakeOverResult,
)
from iok_core.testing import check_taking

ACCEPTED = [
    AcceptedOccupants(
        id=str(number), submission="1/2026", accepted_on=date(2026, 11, 27), premises="L1",
        occupants=number,
    )
    for number in range(3)
]  # fmt: skip
TAKEN = TakeOverResult.TAKEN
Things = Iterator[AcceptedOccupants | AcceptedReading]


class Taker(Connector[NoOptions]):
    name = "taker"
    title = "Taker"
    options_type = NoOptions
    capabilities = frozenset({Capability.TAKES_OCCUPANTS})

    def check(self) -> None:
        return

    def pull(self) -> Iterator[Record]:
        yield from ()

    def take_over(self, accepted: Things) -> Iterator[TakenOver]:
        for one in accepted:
            yield TakenOver(id=one.id, result=TAKEN)


class Hasty(Taker):
    def take_over(self, accepted: Things) -> Iterator[TakenOver]:
        for one in list(accepted):
            yield TakenOver(id=one.id, result=TAKEN)


class Forgetful(Taker):
    def take_over(self, accepted: Things) -> Iterator[TakenOver]:
        next(accepted)
        yield TakenOver(id="0", result=TAKEN)


class Once(Taker):
    seen: set[str] = set()  # noqa: RUF012 - it outlives each instance

    def take_over(self, accepted: Things) -> Iterator[TakenOver]:
        for one in accepted:
            result = TakeOverResult.REFUSED if one.id in self.seen else TAKEN
            self.seen.add(one.id)
            yield TakenOver(id=one.id, result=result)


class Silent(Taker):
    capabilities = frozenset()


class Unwritten(Connector[NoOptions]):
    name = "unwritten"
    title = "Unwritten"
    options_type = NoOptions
    capabilities = frozenset({Capability.TAKES_OCCUPANTS})

    def check(self) -> None:
        return

    def pull(self) -> Iterator[Record]:
        yield from ()


def test_k02_7_a_connector_that_takes_each_in_its_turn_passes() -> None:
    assert [one.result for one in check_taking(Taker, NoOptions(), ACCEPTED)] == [TAKEN] * 3


@pytest.mark.parametrize(
    ("connector", "fault"),
    [
        (Hasty, "taken before the one before it"),
        (Forgetful, "not one for each, in their order"),
        (Once, "0 was taken, and the second time it was refused"),
        (Silent, "does not declare takes_occupants"),
        (Unwritten, "take_over must be a plain def with yield"),
    ],
)
def test_p_6_what_is_wrong_is_named(connector: type[Connector[Any]], fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        check_taking(connector, NoOptions(), ACCEPTED)
