"""The cases of the last weeks, the earliest first: so that their numbers ascend."""

from collections.abc import Sequence

import msgspec

from iok_core.demo.correspondence import declarations, faults, messages
from iok_core.demo.correspondence.desk import Desk, Writer


class Writers(msgspec.Struct, frozen=True):
    resident: Writer
    """Of demo.json."""
    neighbour: Writer
    """In the same building."""
    others: Sequence[Writer]
    """Three of another building."""


async def correspond(desk: Desk, who: Writers, photo: int) -> None:
    """`photo`: of the first of the others, in no case yet."""
    resident, (first, second, third) = who.resident, who.others
    await messages.amount(desk, first)
    await faults.radiator(desk, resident)
    await messages.bicycles(desk, second)
    await faults.damp_stain(desk, first, photo)
    await declarations.persons_accepted(desk, resident)
    await messages.balcony(desk, resident)
    await faults.front_door(desk, who.others)
    await faults.drain(desk, third)
    await faults.staircase_light(desk, who.neighbour, resident)
    await declarations.persons_waiting(desk, second)
    await faults.intercom(desk, third, second)
    await declarations.payment(desk, resident)
    await messages.no_code(desk)
    await declarations.readings(desk, resident)
