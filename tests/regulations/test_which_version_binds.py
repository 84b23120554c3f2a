"""Versions that begin on one day, and one published late: which binds, and what it changed."""

from datetime import date
from pathlib import Path

from iok_core.portal import Portal
from iok_core.regulations import service as regulations
from iok_core.regulations.service import VersionView
from tests.portal import people
from tests.regulations.publishing import next_version, published

FIRST_DAYS = (
    *(date(2026, 6, 1), date(2026, 6, 1), date(2026, 3, 1)),
    *(date(2099, 1, 10), date(2099, 1, 10), date(2099, 5, 1)),
)
"""Of the versions 2 to 7; the first binds since 1 December 2023."""


async def publish_all(portal: Portal) -> None:
    for day in FIRST_DAYS:
        await published(next_version(), day)(portal)


def number(found: VersionView | None) -> int | None:
    return None if found is None else found.number


def test_k13_1_of_versions_that_begin_on_one_day_the_later_binds(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await publish_all(portal)
        days = [date(2023, 11, 30), date(2026, 2, 28), date(2026, 5, 31), date(2026, 6, 1)]
        binding = [number(await regulations.in_force(day)) for day in days]
        assert binding == [None, 1, 4, 3]
        coming = [number(await regulations.announced(day)) for day in (*days, date(2099, 5, 1))]
        assert coming == [1, 4, 3, 6, None]

    people(portal_folder, check)


def test_k13_1_a_version_is_compared_with_what_bound_before_it(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await publish_all(portal)
        versions = await regulations.all_versions()
        assert [one.number for one in versions] == [7, 6, 5, 4, 3, 2, 1]
        assert await regulations.versions() == [7, 6, 5, 4, 3, 2, 1]
        before = {one.number: number(regulations.predecessor(one, versions)) for one in versions}
        assert before == {1: None, 2: 1, 3: 2, 4: 1, 5: 3, 6: 5, 7: 6}

    people(portal_folder, check)
