"""What fails in a process of its own ends there, and in the right state."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from iok_core.api import Delivered, Extract, Message, NoOptions
from iok_core.child.frames import Work
from iok_core.plugin_host import PluginRegistry, load_plugins
from iok_core.reports.building import BuildError, Order, ReportBuilder
from iok_core.reports.limits import ReportLimits
from iok_core.runs.carrier import CarrierLostError, Patience, carrier
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.runs.supervisor import Limits, run_child
from tests.plugin_host.broken import all_installed

SHORT = Limits(wall=1.2, silence=5, grace=0.3)
PATIENT = Limits(wall=20, silence=10, grace=0.3)

ENDS: dict[tuple[str, Work], tuple[Limits, str | None, str]] = {
    ("check-hangs", "check"): (SHORT, "timed_out", ""),
    ("pull-raises", "pull"): (PATIENT, "raised", "KeyError"),
    ("pull-hangs", "pull"): (SHORT, "timed_out", ""),
    ("pull-segfaults", "pull"): (PATIENT, "crashed", "SIGSEGV"),
    ("pull-deaf", "pull"): (SHORT, "timed_out", ""),
    ("pull-floods", "pull"): (SHORT, "timed_out", ""),
    ("pull-prints", "pull"): (PATIENT, None, ""),
}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PluginRegistry]:
    site = tmp_path_factory.mktemp("children") / "site"
    with all_installed(site):
        yield load_plugins("0.1.0", require=_not_the_killer)


def _not_the_killer(candidate: object) -> None:
    from iok_core.plugin_host.problems import PluginProblem
    from iok_core.plugin_host.refusal import PluginRefusedError

    if getattr(candidate, "name", "") == "import-kills":
        raise PluginRefusedError(PluginProblem.IMPORT_KILLS)


@pytest.mark.parametrize("way", ENDS, ids=lambda way: way[0])
async def test_p4_s21_a_child_that_fails_ends_within_its_limits(
    registry: PluginRegistry, way: tuple[str, Work]
) -> None:
    limits, problem, detail = ENDS[way]

    async def sink(_frame: object) -> None:
        await asyncio.sleep(0)

    start = registry.connectors[way[0]].start(way[1], {}, Path())
    outcome: Outcome = await run_child(start, sink, limits)
    assert (outcome.problem, outcome.detail) == (problem, detail)
    assert len(outcome.log) < 100_000


@pytest.mark.parametrize(
    ("name", "problem"), [("report-raises", "raised"), ("report-floods", "too_large")]
)
async def test_p4_a_report_that_fails_is_named_and_its_process_is_gone(
    registry: PluginRegistry, name: str, problem: str
) -> None:
    start = registry.report_types[name].start("build", {}, Path())
    nothing = Extract(accounts=(), today=date(2026, 10, 31))
    builder = ReportBuilder(ReportLimits(memory_mib=256))
    try:
        with pytest.raises(BuildError) as failed:
            await builder.build(Order(name, name, start, NoOptions(), nothing))
    finally:
        await builder.close()
    assert failed.value.problem == problem


async def test_p4_a_channel_that_raises_loses_its_process_and_says_so(
    registry: PluginRegistry,
) -> None:
    start = registry.channels["channel-raises"].start("deliver", {}, Path())
    message = Message(id="1", address="anna@example.pl", subject="s", text="t")
    with pytest.raises(CarrierLostError) as lost:
        async with carrier(start, Patience(message=20, goodbye=1, silence=10, grace=0.3)) as child:
            await child.carry(message, Delivered)
    assert lost.value.outcome.problem is RunProblem.RAISED
    assert not lost.value.untouched
