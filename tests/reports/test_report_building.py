"""S21: a report type that fails costs one answer, and the next one is made as ever."""

import os
import signal
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from iok_core.api import Document, Table, WrongParametersError
from iok_core.reports.building import BuildError, BuildProblem, ReportBuilder
from tests.reports.conftest import LIMITS, OrderOf
from tests.reports.report_types import CANARY

FAILURES = {
    "raises": BuildProblem.RAISED,
    "garbage": BuildProblem.RAISED,
    "exits": BuildProblem.CRASHED,
    "dies": BuildProblem.CRASHED,
    "floods": BuildProblem.TOO_LARGE,
    "huge": BuildProblem.TOO_LARGE,
    "many_rows": BuildProblem.TOO_LARGE,
    "long_text": BuildProblem.TOO_LARGE,
    "float": BuildProblem.GARBLED,
    "text_for_amount": BuildProblem.GARBLED,
    "part_of_a_grosz": BuildProblem.GARBLED,
    "amount_beyond_counting": BuildProblem.GARBLED,
    "number_of_a_million_zeros": BuildProblem.GARBLED,
    "number_of_many_digits": BuildProblem.TOO_LARGE,
    "short_row": BuildProblem.GARBLED,
    "no_title": BuildProblem.GARBLED,
}


def cell(document: Document) -> Any:
    return column(document)[0]


def column(document: Document) -> list[Any]:
    (section,) = document.sections
    (table,) = section.parts
    assert isinstance(table, Table)
    return [row.cells[0] for row in table.rows]


async def test_s21_every_way_to_fail_is_told_and_leaves_the_report_type_usable(
    builder: ReportBuilder, order_of: OrderOf
) -> None:
    told = {}
    for way in FAILURES:
        with pytest.raises(BuildError) as failure:
            await builder.build(order_of(way))
        told[way] = failure.value.problem
    assert told == FAILURES
    assert cell(await builder.build(order_of("pid"))) > 0


async def test_s21_a_report_that_hangs_is_ended_with_its_process(order_of: OrderOf) -> None:
    builder = ReportBuilder(LIMITS)
    pid = int(cell(await builder.build(order_of("pid"))))
    hurried = ReportBuilder(msgspec.structs.replace(LIMITS, seconds=1))
    hurried._benches = builder._benches
    with pytest.raises(BuildError) as failure:
        await hurried.build(order_of("hangs"))
    assert failure.value.problem is BuildProblem.TIMED_OUT
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    await builder.close()


async def test_a_process_stays_for_the_next_document_and_is_replaced_when_it_is_gone(
    builder: ReportBuilder, order_of: OrderOf
) -> None:
    first, second = [cell(await builder.build(order_of("pid"))) for _ in range(2)]
    assert first == second
    os.kill(int(first), signal.SIGKILL)
    (bench,) = builder._benches.values()
    assert bench._child is not None
    await bench._child.exits_within(10)
    assert cell(await builder.build(order_of("pid"))) != first


async def test_a_report_that_declines_says_what_to_choose_and_goes_on(
    builder: ReportBuilder, order_of: OrderOf
) -> None:
    pid = cell(await builder.build(order_of("pid")))
    with pytest.raises(WrongParametersError) as declined:
        await builder.build(order_of("declines"))
    assert declined.value.problems == {"way": "Wybierz inaczej", "nie-ma": "W ogóle nie"}
    assert cell(await builder.build(order_of("pid"))) == pid


async def test_prv7_the_log_blames_the_plugin_by_its_code_and_tells_no_data(
    builder: ReportBuilder, order_of: OrderOf, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(BuildError):
        await builder.build(order_of("raises"))
    assert "report type trial of plugin trials failed" in caplog.text
    assert "report_types.py" in caplog.text
    assert CANARY not in caplog.text


async def test_a_child_that_somebody_waits_for_lets_pages_go_first_and_does_not_come_last(
    builder: ReportBuilder, order_of: OrderOf
) -> None:
    told = column(await builder.build(order_of("scheduling")))
    assert told == [min(19, os.nice(0) + 5), os.SCHED_BATCH]


async def test_an_amount_leaves_as_whole_grosze_and_a_number_as_it_is(
    builder: ReportBuilder, order_of: OrderOf
) -> None:
    assert type(cell(await builder.build(order_of("pid")))) is Decimal
