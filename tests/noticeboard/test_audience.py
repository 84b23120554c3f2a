"""Whom an announcement is aimed at, by the titles that the data tell of."""

import pytest

from iok_core.api import TitleKind
from iok_core.noticeboard.audience import Audience, membership_unknown, reached, reaches
from iok_core.noticeboard.kinds import Group, Reach
from iok_core.premises.holders import Place
from iok_core.premises.standings import Standing

OWNER = Standing(1, 11, "Lipowa 1", "A", "ownership", member=True)
RIGHT = Standing(2, 12, "Lipowa 1", "B", "cooperative_ownership", member=False)
TENANT = Standing(3, 13, "Lipowa 3", "", "tenancy", member=True)
LESSEE = Standing(4, 14, "Lipowa 3", "", "lease", member=None)
GARAGE = Standing(5, 15, "Garaże", "", "garage_agreement", member=None)
NOBODY = Standing(6, 16, "Lipowa 1", "A", "none", member=None)
ALL = [OWNER, RIGHT, TENANT, LESSEE, GARAGE, NOBODY]


def in_places(*places: tuple[str, str]) -> Audience:
    return Audience(Reach.PLACES, Group.EVERYBODY, tuple(Place(*place) for place in places))


@pytest.mark.parametrize(
    ("audience", "persons"),
    [
        (Audience(), {1, 2, 3, 4, 5, 6}),
        (in_places(("Lipowa 1", "")), {1, 2, 6}),
        (in_places(("Lipowa 1", "A")), {1, 6}),
        (in_places(("Lipowa 1", "B"), ("Lipowa 3", "")), {2, 3, 4}),
        (in_places(("Lipowa", "")), set()),
        (Audience(Reach.PREMISES, premises=(13, 15)), {3, 5}),
        (Audience(group=Group.MEMBERS), {1, 3}),
        (Audience(group=Group.OWNERS), {1, 2}),
        (Audience(group=Group.TENANTS), {3, 4}),
        (Audience(Reach.PLACES, Group.OWNERS, (Place("Lipowa 1", "A"),)), {1}),
    ],
)
def test_k02_9_it_reaches_whom_it_is_aimed_at(audience: Audience, persons: set[int]) -> None:
    assert reached(audience, ALL) == persons


def test_k02_9_every_kind_of_title_is_an_owners_a_tenants_or_neither() -> None:
    neither = {TitleKind.GARAGE_AGREEMENT, TitleKind.EXPECTANCY, TitleKind.NONE}
    for kind in TitleKind:
        one = [Standing(1, 1, "", "", kind.value, member=None)]
        groups = {g for g in (Group.OWNERS, Group.TENANTS) if reached(Audience(group=g), one)}
        assert len(groups) == (kind not in neither), kind


def test_k02_9_only_what_is_for_everybody_reaches_who_holds_nothing() -> None:
    assert reaches(Audience(), [])
    assert not reaches(Audience(group=Group.MEMBERS), [])
    assert not reaches(in_places(("Lipowa 1", "")), [])


def test_k02_9_of_whom_the_data_do_not_tell_whether_they_are_members_is_counted() -> None:
    twice = [*ALL, Standing(4, 17, "Lipowa 5", "", "ownership", member=True)]
    assert membership_unknown(Audience(group=Group.MEMBERS), twice) == {5, 6}
    assert membership_unknown(Audience(group=Group.OWNERS), twice) == set()
