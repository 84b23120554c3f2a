"""From an entry point on disk to records from its process."""

from pathlib import Path
from typing import Any

from iok_core.api import Party
from iok_core.child.frames import Batch
from iok_core.plugin_host import load_plugins
from iok_core.runs.supervisor import run_child


async def test_an_installed_connector_delivers_from_its_own_process(
    install: Any, tmp_path: Path
) -> None:
    install("acme")
    came: list[object] = []

    async def sink(frame: object) -> None:
        came.append(frame)

    start = load_plugins("0.4.1").connectors["acme"].start("pull", {"rows": "2"}, tmp_path)
    outcome = await run_child(start, sink)
    assert outcome.problem is None
    assert came == [Batch([Party(key="0", name="Jan"), Party(key="1", name="Jan")])]
