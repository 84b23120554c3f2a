"""Each way in which a connector can fail ends the child and is named."""

import time
from typing import Any

import pytest

from iok_core.runs import child_process
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.runs.supervisor import Limits, run_child

pytestmark = pytest.mark.usefixtures("no_folder_remains")
SHORT = Limits(wall=1.0, grace=0.3)
PATIENT = Limits(wall=30, grace=0.3)

ALONE, CALL = "sys.setswitchinterval(60)", "ctypes.pythonapi"
"""No heartbeat gets its turn in between, which would fail at the closed socket: exit 1."""


def assert_ended(outcome: Outcome, problem: RunProblem, detail: str) -> None:
    assert (outcome.problem, outcome.detail) == (problem, detail)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("os._exit(3)", "exit 3"),
        ("sys.exit(0)", "exit 0"),
        ("ctypes.string_at(0)", "SIGSEGV"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        (f"{ALONE}; {CALL}.close(int(sys.argv[1])); {CALL}.sleep(60)", "closed its socket"),
    ],
)
async def test_a_child_that_ends_in_mid_work_has_crashed(
    start_of: Any, kept: Any, body: str, detail: str
) -> None:
    outcome = await run_child(start_of(body), kept, PATIENT)
    assert_ended(outcome, RunProblem.CRASHED, detail)


async def test_a_segfault_leaves_its_place_in_the_log(start_of: Any, kept: Any) -> None:
    outcome = await run_child(start_of("ctypes.string_at(0)"), kept, PATIENT)
    assert "sample_connector.py" in outcome.log


async def test_an_exception_is_named_and_its_place_stands_in_the_log(
    start_of: Any, kept: Any
) -> None:
    outcome = await run_child(start_of("print('hej')\n{}['pesel']"), kept)
    assert_ended(outcome, RunProblem.RAISED, "KeyError")
    assert outcome.log.startswith("hej\nTraceback")
    assert "sample_connector.py" in outcome.log


async def test_something_else_than_a_record_is_refused(start_of: Any, kept: Any) -> None:
    outcome = await run_child(start_of("yield {'key': 1}"), kept)
    assert_ended(outcome, RunProblem.RAISED, "TypeError")
    assert "yielded dict" in outcome.log


async def test_a_record_of_wrong_types_never_reaches_the_sink(start_of: Any, kept: Any) -> None:
    outcome = await run_child(start_of("yield Party(key=7, name='Jan')"), kept)
    detail = "Expected `str`, got `int` - at `$.records[0].key`"
    assert_ended(outcome, RunProblem.GARBLED, detail)
    assert kept.records == []


@pytest.mark.parametrize(
    "noise", ['b"\\xff" * 64', 'b"\\0\\0\\0\\7garbage"', 'b"\\0\\0\\0\\1\\xc0"']
)
async def test_garbage_on_the_socket_is_told_from_work(
    start_of: Any, kept: Any, noise: str
) -> None:
    body = f"yield self.tell(os.write(int(sys.argv[1]), {noise})); time.sleep(9)"
    outcome = await run_child(start_of(body), kept, PATIENT)
    assert outcome.problem is RunProblem.GARBLED


async def test_a_lost_frame_is_noticed(start_of: Any, kept: Any) -> None:
    body = """
        from iok_core.child.frames import Done, packed
        done = Done(counts={"party": 1000})
        os.write(int(sys.argv[1]), packed(msgspec.msgpack.encode(done)))
        time.sleep(9)
    """
    outcome = await run_child(start_of(body), kept, PATIENT)
    assert_ended(outcome, RunProblem.GARBLED, "sent {'party': 1000}, came {}")


async def test_a_hang_is_ended_when_its_time_is_up(start_of: Any, kept: Any) -> None:
    began = time.monotonic()
    outcome = await run_child(start_of("time.sleep(60)"), kept, SHORT)
    assert_ended(outcome, RunProblem.TIMED_OUT, "")
    assert 1.0 <= time.monotonic() - began < 30


async def test_a_child_without_heartbeat_is_ended_early(start_of: Any, kept: Any) -> None:
    limits = Limits(wall=20, silence=0.6, grace=0.3)
    outcome = await run_child(start_of("os.kill(os.getpid(), signal.SIGSTOP)"), kept, limits)
    assert_ended(outcome, RunProblem.SILENT, "")


async def test_a_heartbeat_keeps_a_quiet_child_alive(start_of: Any, kept: Any) -> None:
    limits = Limits(wall=60, silence=4)
    outcome = await run_child(start_of("time.sleep(5); yield self.tell('late')"), kept, limits)
    assert outcome.problem is None
    assert kept.told == ["late"]


async def test_a_flood_of_memory_hits_the_limit_of_the_child(start_of: Any, kept: Any) -> None:
    body = "x = [bytes(10_000_000) for _ in range(100)]"
    outcome = await run_child(start_of(body, memory=500_000_000), kept, PATIENT)
    assert_ended(outcome, RunProblem.RAISED, "MemoryError")


async def test_a_child_that_prints_without_end_is_ended_when_its_time_is_up(
    start_of: Any, kept: Any
) -> None:
    outcome = await run_child(start_of('while True: print("x" * 1000)'), kept, SHORT)
    assert_ended(outcome, RunProblem.TIMED_OUT, "")
    assert len(outcome.log) <= 64 * 1024


async def test_what_is_printed_without_end_is_read_with_rests(
    start_of: Any, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the worker would do nothing else: here it never comes back after the first piece."""
    monkeypatch.setattr(child_process, "_SECONDS_BETWEEN_READS", 60)
    body = """
        os.set_blocking(1, False)
        written = 0
        while True:
            try:
                written += os.write(1, b"x" * 65536)
            except BlockingIOError:
                break
        time.sleep(0.2)
        yield self.tell(written)
    """
    await run_child(start_of(body), kept, PATIENT)
    assert int(kept.told[0]) < 10_000_000
