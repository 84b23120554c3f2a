"""How the work of one run ended."""

from enum import StrEnum

import msgspec

from iok_core.api import ConnectorProblem


class RunProblem(StrEnum):
    """Ways to fail that no connector declares."""

    RAISED = "raised"
    """It raised something that the contract does not know."""
    CRASHED = "crashed"
    """Its process ended by itself, by a signal or in mid-work."""
    TIMED_OUT = "timed_out"
    """It was not ready within the time allowed."""
    SILENT = "silent"
    """Not even a heartbeat came: stopped, or stuck in a driver."""
    GARBLED = "garbled"
    """What came is not what the contract says, or part of it was lost."""
    INTERNAL = "internal"
    """The portal's own code failed, or nothing handles such a run."""
    LOST = "lost"
    """Its worker was gone, three times."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    problem: ConnectorProblem | RunProblem | None = None
    """None: done, and everything that was sent has reached the sink."""
    source: str = ""
    detail: str = ""
    """For the person who mends it; English, as the connector or its driver said it."""
    counts: dict[str, int] = {}
    """How many of each type came, by its tag."""
    log: str = ""
    """The end of what the child printed, then the traceback where there is one."""
