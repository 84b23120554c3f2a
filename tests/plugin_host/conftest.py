"""Plugins written to disk as pip would leave them, found through their entry points."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

CONNECTOR = """
from typing import ClassVar
import msgspec
from iok_core.api import *

class Options(msgspec.Struct, kw_only=True):
    rows: int = 1

class Sample(Connector[Options]):
    name = "{connector}"
    title = "Sample"
    options_type = Options
    capabilities = frozenset({{Capability.BALANCES}})

    def check(self):
        pass

    def pull(self):
        for number in range(self.options.rows):
            yield Party(key=str(number), name="Jan")

@hookimpl
def iok_connectors():
    return [Sample]
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install the module `{name}_plugin` and its metadata."""
    monkeypatch.syspath_prepend(tmp_path)
    written: list[str] = []

    def write(
        name: str,
        source: str | None = None,
        *,
        requires: str | None = "iok>=0.1,<1",
        entry_points: str | None = None,
    ) -> None:
        module = f"{name}_plugin"
        written.append(module)
        text = CONNECTOR.format(connector=name) if source is None else dedent(source)
        (tmp_path / f"{module}.py").write_text(text)
        metadata = tmp_path / f"iok_{name}-1.2.dist-info"
        metadata.mkdir()
        requirement = f"Requires-Dist: {requires}\n" if requires else ""
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: iok-{name}\nVersion: 1.2\n{requirement}"
        )
        listed = entry_points or f"{name} = {module}\n"
        (metadata / "entry_points.txt").write_text(f"[iok.plugins]\n{listed}")

    yield write
    for module in written:
        sys.modules.pop(module, None)
