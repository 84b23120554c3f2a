"""Limits that the child puts on itself before it imports the plugin."""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_NICENESS = 10


def confine(memory: int, parent: int) -> None:
    """`memory` in bytes; `parent` is the process whose end must be this one's end."""
    die_with(parent)
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS refuses a limit below what it has mapped already
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def die_with(parent: int) -> None:
    """On Linux at once; elsewhere the next heartbeat finds the socket closed."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked to be told
        os._exit(1)
