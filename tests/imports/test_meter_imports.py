"""Meters in whole pulls and in ones that bring changes alone, with real children."""

from collections.abc import Callable

import msgspec

from iok_core.api import DataKind, RemarkCode
from iok_core.db import fetch
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import ReasonCode
from tests.databases import on_sqlite
from tests.imports.journal import FIRST, Journal, then

pytestmark = on_sqlite
BEFORE = msgspec.structs.replace(FIRST, meters={"ZW1": ["10", "9"]})


def test_d_6_p_2_a_reading_that_fell_is_told_and_holds_nothing_back(
    journal: Callable[..., None],
) -> None:
    async def work(one: Journal) -> None:
        line = await one.bring_in(BEFORE)
        assert (line.state, line.why) == (ImportState.PUBLISHED, [])
        assert [(said.code, said.detail) for said in line.said] == [
            (RemarkCode.READING_FELL, "ZW1")
        ]
        line = await one.bring_in(then(meters={"ZW1": ["10", "9", "12"]}))
        assert line.state is ImportState.PUBLISHED
        rows = await fetch("SELECT thousandths, since_gen FROM meter_reading ORDER BY day")
        assert [*map(tuple, rows)] == [(10_000, 1), (9_000, 1), (12_000, line.gen)]

    journal(work)


def test_p_2_readings_of_a_meter_that_is_gone_hold_a_delta(journal: Callable[..., None]) -> None:
    async def work(one: Journal) -> None:
        await one.bring_in(BEFORE)
        held = await one.bring_in(then(gone=[(2, DataKind.METERS, "ZW1")]))
        assert ReasonCode.ROWS_REJECTED in {reason.code for reason in held.why}
        rows = await fetch("SELECT kind, problem FROM rejected_row")
        assert [*map(tuple, rows)] == [("meter_readings", "unknown_reference")] * 2

    journal(work)
