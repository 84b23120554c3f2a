"""However a child ends, nothing of it remains: no process, no folder, nothing that waits for it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from iok_core.child.frames import Batch, Start
from iok_core.runs.supervisor import Limits, run_child
from tests.processes import alive, await_death

pytestmark = pytest.mark.usefixtures("no_folder_remains")
TELL_PID = "open(folder + '/pid', 'w').write(str(os.getpid()))\n"
PATIENT = Limits(wall=30, grace=0.3)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def written_pid(path: Path) -> int:
    for _ in range(1500):
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.02)
    pytest.fail("no child came up")


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
    assert not alive(await end_once_it_works(start, tmp_path / "pid"))


async def test_a_child_deaf_to_everything_is_killed(start_of: Any, tmp_path: Path) -> None:
    """It ignores SIGTERM, and in a driver that keeps the GIL it finds no socket closed."""
    body = f"signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{TELL_PID}ctypes.pythonapi.sleep(60)"
    start = start_of(body, folder=str(tmp_path))
    assert not alive(await end_once_it_works(start, tmp_path / "pid"))


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
    assert not alive(written_pid(tmp_path / "pid"))


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
