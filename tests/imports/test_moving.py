"""Undo and redo: what residents see moves, and nothing else."""

import asyncio
from pathlib import Path

import pytest

from iok_core.db import execute
from iok_core.imports import moving, releasing
from iok_core.imports.course import course_of
from iok_core.imports.decisions import DecidedError
from iok_core.imports.generations import ImportState
from iok_core.imports.moving import NothingToShowError
from iok_core.imports.publishing import provenance
from iok_core.portal import Portal
from tests.imports.deciding import SOURCE, bring, wish
from tests.imports.seeing import seen
from tests.portal import people


def test_p7_an_undo_shows_what_was_shown_before_and_a_redo_what_was_undone(
    base_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        base, origin = await seen(), await provenance(SOURCE, 1)
        await bring(portal, "changed")
        changed = await seen()
        assert changed != base
        assert await moving.undo(portal.deciding, SOURCE, wish()) == 1
        assert await seen() == base
        assert await provenance(SOURCE, 1) == origin  # loaded when it first came, not now
        assert await moving.redo(portal.deciding, SOURCE, wish()) == 2
        assert await seen() == changed

    people(base_folder, check)


def test_an_undo_goes_back_step_by_step_and_never_beyond_the_first(base_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        tools = portal.deciding
        await bring(portal, "changed")
        held = await bring(portal, "older")
        await releasing.release(tools, held.run, wish())
        with pytest.raises(NothingToShowError):
            await moving.redo(tools, SOURCE, wish())
        assert [await moving.undo(tools, SOURCE, wish()) for _ in range(2)] == [2, 1]
        with pytest.raises(NothingToShowError):
            await moving.undo(tools, SOURCE, wish())
        assert [await moving.redo(tools, SOURCE, wish()) for _ in range(2)] == [2, 3]
        with pytest.raises(NothingToShowError):
            await moving.redo(tools, SOURCE, wish())

    people(base_folder, check)


def test_after_a_new_publication_what_was_undone_does_not_come_back(base_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal, "changed")
        await moving.undo(portal.deciding, SOURCE, wish())
        held = await bring(portal, "older")
        await releasing.release(portal.deciding, held.run, wish())
        with pytest.raises(NothingToShowError):
            await moving.redo(portal.deciding, SOURCE, wish())
        assert await moving.undo(portal.deciding, SOURCE, wish()) == 1

    people(base_folder, check)


def test_only_what_is_still_whole_can_be_shown_again(base_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        await bring(portal, "changed")
        await execute("UPDATE source SET whole_since = 2")
        with pytest.raises(NothingToShowError):
            await moving.undo(portal.deciding, SOURCE, wish())

    people(base_folder, check)


def test_of_two_who_undo_at_once_one_does(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        for variant in ("", "changed", "older"):
            line = await bring(portal, variant)
            if line.state is ImportState.HELD:
                await releasing.release(portal.deciding, line.run, wish())
        outcomes = await asyncio.gather(
            moving.undo(portal.deciding, SOURCE, wish(seen=3)),
            moving.undo(portal.deciding, SOURCE, wish(seen=3)),
            return_exceptions=True,
        )
        assert {type(one) for one in outcomes} == {DecidedError, int}
        assert (await course_of(SOURCE)).now == 2

    people(portal_folder, check)
