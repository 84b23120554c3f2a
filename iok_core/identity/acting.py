"""Who acts for a payer, on what basis and until when: what the desk may write down."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from iok_core.audit.origin import Origin
from iok_core.identity.context import IdentityContext
from iok_core.identity.document_numbers import holds_document_number
from iok_core.premises import desk
from iok_core.premises.desk import ActingChange, NewActing
from iok_core.premises.service import Basis


class ActingFlaw(StrEnum):
    DOCUMENT_NUMBER = "document_number"
    """No text keeps a PESEL, or the number of an identity card or a passport."""
    NO_GROUNDS = "no_grounds"
    NO_END = "no_end"
    """Who acts for somebody else does so for a time: the access ends with it (K06-9)."""
    ENDS_IN_THE_PAST = "ends_in_the_past"


class FlawedActingError(ValueError):
    def __init__(self, *found: ActingFlaw) -> None:
        super().__init__(", ".join(found))
        self.flaws = found


def acting_flaws(
    basis: Basis, grounds: str, until: date | None, today: date
) -> Iterator[tuple[str, ActingFlaw]]:
    """What keeps it from being recorded, each with the field that it is in."""
    if holds_document_number(grounds):
        yield "grounds", ActingFlaw.DOCUMENT_NUMBER
    if basis is not Basis.SELF and not grounds.strip():
        yield "grounds", ActingFlaw.NO_GROUNDS
    if basis is not Basis.SELF and until is None:
        yield "until", ActingFlaw.NO_END
    if until is not None and until < today:
        yield "until", ActingFlaw.ENDS_IN_THE_PAST


def name_flaws(name: str) -> Iterator[tuple[str, ActingFlaw]]:
    if holds_document_number(name):
        yield "name", ActingFlaw.DOCUMENT_NUMBER


async def let_act(ctx: IdentityContext, new: NewActing, *, by: Origin) -> int:
    """The person's id. Raises FlawedActingError."""
    found = [*name_flaws(new.name)]
    found += acting_flaws(new.basis, new.grounds, new.until, ctx.clock.today())
    _raise_for(found)
    return await desk.let_act(new, by=by, audit=ctx.log, clock=ctx.clock)


async def change_acting(ctx: IdentityContext, change: ActingChange, *, by: Origin) -> bool:
    """False: this person does not act for the party today. Raises FlawedActingError."""
    _raise_for([*acting_flaws(change.basis, change.grounds, change.until, ctx.clock.today())])
    return await desk.change_acting(change, by=by, audit=ctx.log, clock=ctx.clock)


def _raise_for(found: list[tuple[str, ActingFlaw]]) -> None:
    if found:
        raise FlawedActingError(*(flaw for _, flaw in found))
