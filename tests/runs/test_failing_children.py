"""Each way in which a connector can fail ends the child and is named; nothing of it remains."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from iok_core.child.frames import Batch, Start
from iok_core.runs import child_process
from iok_core.runs.outcome import Outcome, RunProblem
from iok_core.runs.supervisor import Limits, run_child

TELL_PID = "open(folder + '/pid', 'w').write(str(os.getpid()))\n"
SHORT = Limits(wall=1.0, grace=0.3)
PATIENT = Limits(wall=30, grace=0.3)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state not in "ZX"


def await_death(pid: int) -> None:
    for _ in range(100):
        if not lives(pid):
            return
        time.sleep(0.02)
    pytest.fail(f"{pid} still lives")


def written_pid(path: Path) -> int:
    for _ in range(1500):
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.02)
    pytest.fail("no child came up")


@pytest.fixture(autouse=True)
def no_folder_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folders = tmp_path / "folders"
    folders.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folders))
    yield
    assert names_in(folders) == []


def assert_ended(outcome: Outcome, problem: RunProblem, detail: str) -> None:
    assert (outcome.problem, outcome.detail) == (problem, detail)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("os._exit(3)", "exit 3"),
        ("sys.exit(0)", "exit 0"),
        ("ctypes.string_at(0)", "SIGSEGV"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("os.close(int(sys.argv[1])); ctypes.pythonapi.sleep(60)", "closed its socket"),
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


async def test_a_chatty_child_is_ended_when_its_time_is_up(start_of: Any, kept: Any) -> None:
    body = "while True: yield Party(key='1', name='x' * 1000)"
    outcome = await run_child(start_of(body), kept, SHORT)
    assert_ended(outcome, RunProblem.TIMED_OUT, "")


async def test_a_child_without_heartbeat_is_ended_early(start_of: Any, kept: Any) -> None:
    limits = Limits(wall=20, silence=0.6, grace=0.3)
    outcome = await run_child(start_of("os.kill(os.getpid(), signal.SIGSTOP)"), kept, limits)
    assert_ended(outcome, RunProblem.SILENT, "")


async def test_a_heartbeat_keeps_a_quiet_child_alive(start_of: Any, kept: Any) -> None:
    limits = Limits(wall=60, silence=4)
    outcome = await run_child(start_of("time.sleep(5); yield self.tell('late')"), kept, limits)
    assert outcome.problem is None
    assert kept.told == ["late"]


async def end_once_it_works(start: Start, pid_file: Path) -> int:
    async def unheeding(_frame: object) -> None: ...

    task = asyncio.create_task(run_child(start, unheeding, PATIENT))
    pid = await asyncio.to_thread(written_pid, pid_file)
    task.cancel()
    async with asyncio.timeout(10):
        await asyncio.wait({task})
    assert task.cancelled()
    return pid


async def test_a_cancelled_pull_leaves_no_child(start_of: Any, tmp_path: Path) -> None:
    start = start_of(TELL_PID + "time.sleep(60)", folder=str(tmp_path))
    assert not lives(await end_once_it_works(start, tmp_path / "pid"))


async def test_a_child_deaf_to_everything_is_killed(start_of: Any, tmp_path: Path) -> None:
    """It ignores SIGTERM, and in a driver that keeps the GIL it finds no socket closed."""
    body = f"signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{TELL_PID}ctypes.pythonapi.sleep(60)"
    start = start_of(body, folder=str(tmp_path))
    assert not lives(await end_once_it_works(start, tmp_path / "pid"))


async def test_sigterm_lets_a_connector_sign_off(start_of: Any, tmp_path: Path) -> None:
    body = """
        try:
            open(folder + "/pid", "w").write(str(os.getpid()))
            time.sleep(60)
        finally:
            open(folder + "/signed off", "w").close()
    """
    await end_once_it_works(start_of(body, folder=str(tmp_path)), tmp_path / "pid")
    assert "signed off" in names_in(tmp_path)


async def test_programs_that_a_connector_started_end_with_it(
    start_of: Any, kept: Any, tmp_path: Path
) -> None:
    body = """
        program = subprocess.Popen(["sleep", "60"])
        open(folder + "/pid", "w").write(str(program.pid))
        os._exit(0)
    """
    await run_child(start_of(body, folder=str(tmp_path)), kept, PATIENT)
    await_death(written_pid(tmp_path / "pid"))


async def test_a_daemon_that_a_connector_left_holds_nothing_up(start_of: Any, kept: Any) -> None:
    body = """
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)
            os._exit(0)
        yield self.tell("done")
    """
    began = time.monotonic()
    outcome = await run_child(start_of(body), kept, PATIENT)
    assert outcome.problem is None
    assert time.monotonic() - began < 30


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


async def test_children_that_a_connector_forks_end_with_it(start_of: Any, tmp_path: Path) -> None:
    """They are as deaf as it is."""
    body = """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for number in range(3):
            forked = os.fork()
            while not forked: pass
            open(f"{folder}/pid{number}", "w").write(str(forked))
        open(folder + "/pid", "w").write(str(os.getpid()))
        while True: pass
    """
    await end_once_it_works(start_of(body, folder=str(tmp_path)), tmp_path / "pid")
    for number in range(3):
        await_death(written_pid(tmp_path / f"pid{number}"))


async def test_what_the_sink_raises_ends_the_child_and_reaches_the_caller(
    start_of: Any, tmp_path: Path
) -> None:
    async def full(frame: object) -> None:
        if isinstance(frame, Batch):
            raise OSError("disk full")

    body = TELL_PID + "for n in range(1000): yield Party(key=str(n), name='Jan')\ntime.sleep(60)"
    with pytest.raises(OSError, match="disk full"):
        await run_child(start_of(body, folder=str(tmp_path)), full, PATIENT)
    assert not lives(written_pid(tmp_path / "pid"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child at once")
def test_a_child_dies_with_its_parent(start_of: Any, tmp_path: Path) -> None:
    """The child holds the GIL for ever, so no heartbeat can find the socket closed."""
    start_of(TELL_PID + "ctypes.pythonapi.sleep(60)")
    script = f"""
        import asyncio, sys
        sys.path[:0] = {sys.path!r}
        from iok_core.child.frames import Start
        from iok_core.runs.supervisor import run_child
        async def sink(frame): ...
        options = {{"folder": {str(tmp_path)!r}}}
        start = Start(what="pull", extension="sample_connector:Sample", options=options)
        asyncio.run(run_child(start, sink))
    """
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen([sys.executable, "-c", dedent(script)], env=environment)
    child = written_pid(tmp_path / "pid")
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    await_death(child)
