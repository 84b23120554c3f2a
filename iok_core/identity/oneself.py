"""Nobody at the office acts on their own access, or on one to what is theirs (K06-11)."""

from collections.abc import Collection

from iok_core.audit.actions import Action, ActorKind, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.tables import Staff
from iok_core.premises.desk import acting_as, acting_for


async def own_among(ctx: IdentityContext, by: Origin, persons: Collection[int]) -> set[int]:
    """Those who are this member of staff, or act today for a payer for whom they do."""
    own = await _person_of(by)
    if own is None:
        return set()
    today = ctx.clock.today()
    parties = {one.party for one in await acting_as([own]) if one.today(today)}
    beside = {one.person for one in await acting_for(parties) if one.today(today)}
    return ({own} | beside) & set(persons)


async def staff_who_is(person: int) -> int | None:
    row = await Staff.select(Staff.id).where(Staff.person == person).first()
    return int(row["id"]) if row else None


async def declare_resident(
    ctx: IdentityContext, person: int, staff: int | None, *, by: Origin
) -> None:
    """Who of the office this person is; None: nobody. Of one human there is one of each.

    Raises LookupError: there is no such member of staff, and ConstraintViolated: no such person.
    """
    async with transaction():
        await hold("access of person", person)
        await Staff.update({Staff.person: None}).where(Staff.person == person)
        if staff is not None:
            known = Staff.id == staff
            if not await Staff.update({Staff.person: person}).where(known).returning(Staff.id):
                raise LookupError(f"nobody at the office is number {staff}")
        await ctx.log.record(
            Action.STAFF_RESIDENT,
            by=by,
            on=ObjectKind.PERSON,
            object_id=person,
            meta={"staff": staff or 0},
        )


async def _person_of(by: Origin) -> int | None:
    if by.kind is not ActorKind.STAFF:
        return None
    row = await Staff.select(Staff.person).where(Staff.id == int(by.actor)).first()
    return row["person"] if row else None
