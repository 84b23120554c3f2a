"""Who decided first, who comes late, and who is told what of it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from iok_core.db import fetch
from iok_core.imports import moving, releasing
from iok_core.imports.decisions import DecidedError, DecisionKind
from iok_core.imports.generations import ImportState
from iok_core.portal import Portal
from tests.imports.deciding import SOURCE, bring, state_of, wish
from tests.portal import people


@pytest.mark.parametrize("what", [releasing.release, releasing.reject])
def test_what_was_decided_is_told_to_whoever_comes_late(portal_folder: Path, what: Any) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        await releasing.reject(portal.deciding, held.run, wish("Suma jest zła"))
        with pytest.raises(DecidedError) as late:
            await what(portal.deciding, held.run, wish("Suma jest dobra"))
        assert late.value.by is not None
        assert (late.value.by.what, late.value.by.reason) == (DecisionKind.REJECT, "Suma jest zła")

    people(portal_folder, check)


def test_of_two_who_decide_at_once_one_wins_and_the_other_reads_why(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        tools = portal.deciding
        outcomes = await asyncio.gather(
            releasing.release(tools, held.run, wish("Puszczam")),
            releasing.reject(tools, held.run, wish("Odrzucam")),
            return_exceptions=True,
        )
        (lost,) = [one for one in outcomes if isinstance(one, DecidedError)]
        kept = await fetch("SELECT what, reason FROM import_decision")
        assert lost.by is not None
        assert [(lost.by.what, lost.by.reason)] == kept

    people(portal_folder, check)


def test_what_was_held_cannot_be_released_while_the_next_import_makes_room(
    base_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        held = await bring(portal, "wrong-totals")
        assert (await bring(portal, "changed")).state is ImportState.PUBLISHED
        with pytest.raises(DecidedError) as late:
            await releasing.release(portal.deciding, held.run, wish())
        assert late.value.by is None
        assert await state_of(held.run) is ImportState.SUPERSEDED

    people(base_folder, check)


def test_each_decision_has_a_row_in_the_audit_and_an_event_and_words_in_neither(
    base_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        tools = portal.deciding
        held = await bring(portal, "wrong-totals")
        await releasing.release(tools, held.run, wish("Kowalska dzwoniła"))
        await moving.undo(tools, SOURCE, wish("Kowalska dzwoniła"))
        await moving.redo(tools, SOURCE, wish("Kowalska dzwoniła"))
        held = await bring(portal, "older")
        await releasing.reject(tools, held.run, wish("Kowalska dzwoniła"))
        wanted = ["release", "undo", "redo", "reject"]
        decided = await fetch("SELECT id, gen, what FROM import_decision ORDER BY id")
        assert [what for _, _, what in decided] == wanted
        audited = await fetch(
            "SELECT action, actor_kind, actor, object_id, meta FROM audit "
            "WHERE action LIKE 'generation_%' AND action <> 'generation_publish' ORDER BY seq"
        )
        assert audited == [
            (f"generation_{what}", "staff", "7", SOURCE, f'{{"decision":{id_},"gen":{gen}}}')
            for id_, gen, what in decided
        ]
        events = await fetch("SELECT kind FROM event WHERE kind <> 'new_balance' ORDER BY id")
        told = ["import_released", "data_undone", "data_redone", "import_rejected"]
        assert [kind for (kind,) in events] == told
        everything = await fetch("SELECT meta FROM audit UNION ALL SELECT subject FROM event")
        assert "Kowalska" not in str(everything)

    people(base_folder, check)
