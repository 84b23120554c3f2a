"""Limits that the child puts on itself before it imports the plugin."""

import ctypes
import os
import platform
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LAST, _AFTER_PAGES = 19, 5
_LAST_SESSION = 15
"""Niceness; a session of 19 would hardly get on beside a few busy ones."""
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
"""Number of a system call that neither Python nor the C library has a name for."""
_IDLE_DISK = 3 << 13


def confine(memory: int, parent: int, *, waited_for: bool) -> None:
    """`memory` in bytes; `parent` is the process whose end must be this one's end.

    `waited_for`: somebody looks at a page until this process has answered.
    """
    die_with(parent)
    if waited_for:
        give_way()
    else:
        be_last()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS refuses a limit below what it has mapped already
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def be_last() -> None:
    """Whatever this process and its own do, others get the processor and the disk first.

    SCHED_IDLE and not niceness alone: who is merely nice ends its slice before somebody who wakes
    up gets the processor, and eight of them together have the share of one who is not.
    """
    os.nice(_LAST)
    if sys.platform != "linux":
        return
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    _niceness_of_session(_LAST_SESSION)
    if (number := _IOPRIO_SET.get(platform.machine())) is not None:
        ctypes.CDLL(None).syscall(number, 1, 0, _IDLE_DISK)


def give_way() -> None:
    """For what works behind the pages: they go first."""
    os.nice(_AFTER_PAGES)
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        _niceness_of_session(_AFTER_PAGES)


def _niceness_of_session(niceness: int) -> None:
    """Where sessions share the processor, a process's own counts only within its session."""
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(niceness), "ascii")


def die_with(parent: int) -> None:
    """On Linux at once; elsewhere the next heartbeat finds the socket closed."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked to be told
        os._exit(1)
