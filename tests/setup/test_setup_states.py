"""How a module stands: one state, one reason, whatever is known of it."""

from datetime import UTC, datetime

import pytest

from iok_core.modules.service import FAILURES_BEFORE_PAUSE, ModuleRow
from iok_core.setup.states import ModuleState, StateReason, Work, standing

WORKED = datetime(2026, 11, 20, tzinfo=UTC)


def module(
    *, active: bool = True, failures: int = 0, worked: bool = True, problem: str = ""
) -> ModuleRow:
    return ModuleRow(
        id=1,
        extension="files",
        plugin="files",
        name="files",
        title="Księgowość",
        options="{}",
        active=active,
        created_at=WORKED,
        failures=failures,
        worked_at=WORKED if worked else None,
        problem=problem,
        problem_source="",
        problem_detail="",
    )


@pytest.mark.parametrize(
    ("row", "work", "state", "reason"),
    [
        (module(), Work.NOTHING, ModuleState.READY, ""),
        (module(), Work.OTHER, ModuleState.WAITING, ""),
        (module(), Work.CHECK, ModuleState.CHECKING, ""),
        (module(active=False, worked=False), Work.NOTHING, ModuleState.NEW, ""),
        (module(worked=False), Work.NOTHING, ModuleState.NEW, ""),
        (module(active=False), Work.NOTHING, ModuleState.PAUSED, StateReason.BY_STAFF),
        (
            module(problem="unreachable", failures=1),
            Work.NOTHING,
            ModuleState.NEEDS_ATTENTION,
            StateReason.RUN_FAILED,
        ),
        (
            module(problem="unreachable", failures=FAILURES_BEFORE_PAUSE),
            Work.NOTHING,
            ModuleState.PAUSED,
            StateReason.FAILED_OFTEN,
        ),
        (
            module(problem="unreachable", failures=FAILURES_BEFORE_PAUSE),
            Work.CHECK,
            ModuleState.CHECKING,
            "",
        ),
    ],
)
def test_p4_a_module_has_one_state_and_its_reason(
    row: ModuleRow, work: Work, state: ModuleState, reason: str
) -> None:
    found = standing(row, work, is_there=True)
    assert (found.state, found.reason) == (state, reason)


@pytest.mark.parametrize("work", Work)
def test_p4_a_module_without_its_plugin_needs_attention_whatever_else(work: Work) -> None:
    found = standing(module(active=False, failures=9), work, is_there=False)
    assert (found.state, found.reason) == ("needs_attention", "extension_missing")
