"""Hands what waits in an outbox to a module's process, one thing at a time."""

import asyncio
from typing import Generic, Protocol, TypeVar

from iok_core.child.frames import Item, Start
from iok_core.modules.secrets import SecretMissingError
from iok_core.modules.service import ExtensionMissingError
from iok_core.runs.carrier import Carrier, CarrierLostError, Patience, carrier

ClaimT = TypeVar("ClaimT")
ItemT = TypeVar("ItemT", bound=Item)
AnswerT = TypeVar("AnswerT")
GivenT_contra = TypeVar("GivenT_contra", contravariant=True)

UnusableError = (ExtensionMissingError, SecretMissingError)
"""Why no process can be started at all."""


class Errand(Protocol, Generic[ClaimT, ItemT, GivenT_contra]):
    """What a subject sends on through one module, and what it makes of each outcome.

    Each method but the first two settles the claim.
    """

    async def next(self) -> tuple[ClaimT, ItemT] | None: ...

    async def start(self) -> Start:
        """Raises one of UnusableError."""
        ...

    async def answered(self, claim: ClaimT, item: ItemT, answer: GivenT_contra) -> None: ...

    async def lost(self, claim: ClaimT, item: ItemT, lost: CarrierLostError) -> None: ...

    async def interrupted(self, claim: ClaimT) -> None:
        """The worker ends with it in hand."""
        ...

    async def unusable(self, claim: ClaimT, error: Exception) -> None: ...


async def run_errand(
    errand: Errand[ClaimT, ItemT, AnswerT],
    answers: type[AnswerT],
    patience: Patience,
    stop: asyncio.Event,
) -> int:
    """Until nothing waits, the process is lost, or `stop` is set; how many were answered."""
    in_hand = await errand.next()
    if in_hand is None:
        return 0
    try:
        start = await errand.start()
    except UnusableError as error:
        await errand.unusable(in_hand[0], error)
        return 0
    answered = 0
    async with carrier(start, patience) as child:
        while in_hand is not None:
            if not await _carried(child, errand, answers, *in_hand):
                return answered
            answered += 1
            in_hand = None if stop.is_set() else await errand.next()
        await child.finish()
    return answered


async def _carried(
    child: Carrier,
    errand: Errand[ClaimT, ItemT, AnswerT],
    answers: type[AnswerT],
    claim: ClaimT,
    item: ItemT,
) -> bool:
    """False: the process can carry nothing more."""
    try:
        answer = await child.carry(item, answers)
    except CarrierLostError as lost:
        await errand.lost(claim, item, lost)
        return False
    except asyncio.CancelledError:
        await asyncio.shield(errand.interrupted(claim))
        raise
    await errand.answered(claim, item, answer)
    return True
