"""What people saw at a moment, and before a generation, of two sources published in turn."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from iok_core.imports.service import Shown, shown, shown_before
from iok_core.imports.tables import Publication, Source
from iok_core.modules.tables import Module
from iok_core.portal import Portal
from tests.portal import people

COURSE = (("A", 1), ("A", 2), ("B", 7), ("A", 3), ("A", 1), ("A", 3))
"""One a day, from 1 January 2026: the third of A is undone in two steps, and comes back."""


def noon(day: int) -> datetime:
    return datetime(2026, 1, day, 12, tzinfo=UTC)


async def published() -> tuple[int, int]:
    """The two sources. Of A the first generation is kept no more."""
    ids = {}
    for name, whole_since, now in (("A", 2, 3), ("B", 7, 7)):
        module = Module(name=name, extension="files", options="{}")
        await module.save()
        row = Source(module=module.id, title=name, gen=9, published=now, whole_since=whole_since)
        await row.save()
        ids[name] = int(row.id)
    for day, (name, gen) in enumerate(COURSE, 1):
        await Publication.insert(Publication(source=ids[name], gen=gen, at=noon(day)))
    return ids["A"], ids["B"]


def test_what_a_generation_took_the_place_of_is_told_of_its_first_time(portal_folder: Path) -> None:
    async def check(_: Portal) -> None:
        a, b = await published()
        assert await shown(a, 3) == Shown(before=2, now=3)
        assert await shown(a, 1) == Shown(before=0, now=3)
        assert await shown(b, 7) == Shown(before=0, now=7)
        assert await shown(b, 3) is None

    people(portal_folder, check)


def test_x_8_what_people_saw_at_a_moment_is_told_while_it_is_kept(portal_folder: Path) -> None:
    async def check(_: Portal) -> None:
        a, b = await published()
        assert await shown_before(noon(4)) == {a: 2, b: 7}
        assert await shown_before(noon(4) + timedelta(seconds=1)) == {a: 3, b: 7}
        assert await shown_before(noon(6)) == {b: 7}
        assert await shown_before(noon(1)) == {}

    people(portal_folder, check)
