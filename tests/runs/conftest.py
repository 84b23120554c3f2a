"""Connectors written to disk, as a child finds them, and a sink that keeps what came."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Literal

import pytest

from iok_core.api import Remark, Step
from iok_core.child.frames import Batch, Notes, Start

HEAD = """
import ctypes, os, resource, signal, subprocess, sys, time
from typing import Annotated
import msgspec
from iok_core.api import *

class Options(msgspec.Struct, kw_only=True):
    rows: int = 3
    folder: str = ""

class Sample(Connector[Options]):
    name = "sample"
    title = "Sample"
    options_type = Options
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        raise ConnectorError(ConnectorProblem.MISSING_FILE, "salda.csv", "?" * 300)

    def tell(self, text):
        return Remark(code=RemarkCode.UNASSIGNED, detail=str(text))

    def pull(self):
        rows, folder = self.options.rows, self.options.folder
        yield Step(done=0, total=rows)
"""

StartOf = Callable[..., Start]


class Kept:
    """A sink."""

    def __init__(self) -> None:
        self.frames: list[Batch | Notes | Step] = []

    async def __call__(self, frame: Batch | Notes | Step) -> None:
        self.frames.append(frame)

    @property
    def records(self) -> list[object]:
        return [one for frame in self.frames if isinstance(frame, Batch) for one in frame.records]

    @property
    def notes(self) -> list[object]:
        return [one for frame in self.frames if isinstance(frame, Notes) for one in frame.notes]

    @property
    def told(self) -> list[str]:
        return [one.detail for one in self.notes if isinstance(one, Remark)]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def start_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StartOf:
    """What to send to a child whose connector's `pull` has the given body."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(
        body: str,
        *,
        what: Literal["check", "pull"] = "pull",
        memory: int = 1024**3,
        **options: object,
    ) -> Start:
        (tmp_path / "sample_connector.py").write_text(HEAD + indent(dedent(body), " " * 8))
        return Start(
            what=what,
            connector="sample_connector:Sample",
            options=options,
            memory=memory,
            heartbeat=0.1,
        )

    return write
