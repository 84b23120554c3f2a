"""Whom something is aimed at: pure, no I/O."""

from collections.abc import Collection, Iterable

import msgspec

from iok_core.api import TitleKind
from iok_core.noticeboard.kinds import Circle, Group, Reach
from iok_core.premises.holders import Place
from iok_core.premises.standings import Standing

OWNING = frozenset({TitleKind.OWNERSHIP, TitleKind.COOPERATIVE_OWNERSHIP})
RENTING = frozenset({TitleKind.TENANCY, TitleKind.LEASE})


class Audience(msgspec.Struct, frozen=True):
    reach: Reach = Reach.ALL
    group: Group = Group.EVERYBODY
    places: tuple[Place, ...] = ()
    premises: tuple[int, ...] = ()

    @property
    def everybody(self) -> bool:
        """Also who holds no premises today."""
        return self.reach is Reach.ALL and self.group is Group.EVERYBODY


def reaches(audience: Audience, standings: Iterable[Standing]) -> bool:
    """Of one person's standings, whether any is meant."""
    return audience.everybody or any(means(audience, one) for one in standings)


def means(audience: Audience, standing: Standing) -> bool:
    return _stands_there(audience, standing) and _belongs(audience.group, standing)


def reached(audience: Audience, standings: Iterable[Standing]) -> set[int]:
    """The persons whom it is meant for by premises that they hold."""
    return {one.person for one in standings if means(audience, one)}


def membership_unknown(audience: Audience, standings: Collection[Standing]) -> set[int]:
    """Who would be reached if they were members, of which the data say nothing."""
    if audience.group is not Group.MEMBERS:
        return set()
    there = {one.person for one in standings if one.member is None and _stands_there(audience, one)}
    return there - reached(audience, standings)


def _stands_there(audience: Audience, standing: Standing) -> bool:
    match audience.reach:
        case Reach.ALL:
            return True
        case Reach.PREMISES:
            return standing.premises in audience.premises
        case Reach.PLACES:
            return any(
                place.building == standing.building and place.staircase in ("", standing.staircase)
                for place in audience.places
            )


def _belongs(group: Group, standing: Standing) -> bool:
    match group:
        case Group.EVERYBODY:
            return True
        case Group.MEMBERS:
            return standing.member is True
        case Group.OWNERS:
            return standing.title in OWNING
        case Group.TENANTS:
            return standing.title in RENTING


def admits(circle: Circle, standings: Collection[Standing]) -> bool:
    """By the standings of one person, none for a stranger."""
    match circle:
        case Circle.PUBLIC:
            return True
        case Circle.HOLDERS:
            return bool(standings)
        case Circle.MEMBERS:
            return any(_belongs(Group.MEMBERS, one) for one in standings)
