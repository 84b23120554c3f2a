"""P-6: a worker killed -9 with something in its hand loses nothing and doubles nothing."""

import asyncio
import os
import signal
import subprocess
import sys
from textwrap import dedent

import pytest

from tests.databases import on_sqlite
from tests.handovers.flat import Flat
from tests.handovers.peer import Peer

pytestmark = on_sqlite

POINTS = {
    "between claim and connector": ("iok_core.runs.carrier", "Carrier.carry", 0),
    "within the commit": ("iok_core.submissions.handing_over", "add_step", 1),
}
"""Where, and whether the accounting system has it by then."""

WORKER = """
    import asyncio, importlib, os, signal, sys
    sys.path[:0] = {path!r}
    from pathlib import Path
    from iok_core.chores import handing_over
    from iok_core.portal import build_portal, running
    from iok_core.settings import load

    place = importlib.import_module({module!r})
    *within, name = {name!r}.split(".")
    for part in within:
        place = getattr(place, part)

    async def killed(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, killed)

    async def main():
        async with running(build_portal(load(Path({folder!r}), {{}}), "worker")) as portal:
            await handing_over(portal).rounds.once()

    asyncio.run(main())
"""


@pytest.mark.parametrize("point", POINTS)
async def test_p_6_a_worker_killed_at_a_point_sends_it_again_under_the_same_id(
    flat: Flat, peer: Peer, point: str
) -> None:
    module, name, kept = POINTS[point]
    await flat.is_brought_by("http", url=peer.url)
    await flat.accepted()
    folder = str(flat.portal.settings.folder)
    source = dedent(WORKER).format(path=sys.path, module=module, name=name, folder=folder)
    assert await _ended([sys.executable, "-c", source]) == -signal.SIGKILL
    assert len(peer.kept) == kept
    assert [state for state, *_ in await flat.states()] == ["sending"]
    await flat.hands_over_until_settled()
    await _assert_once(flat, peer, tries=1 + kept)


async def test_p_6_iok_worker_killed_while_the_accounting_system_keeps_it_doubles_nothing(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url, seconds=20)
    await flat.accepted()
    folder = str(flat.portal.settings.folder)
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(  # noqa: ASYNC220 - nothing else is to run
        [sys.executable, "-m", "iok_core", "--dir", folder, "worker"],
        stderr=subprocess.DEVNULL,
        env=environ,
    )
    peer.when_kept = process.kill
    assert await asyncio.to_thread(process.wait, 60) == -signal.SIGKILL
    peer.when_kept = None
    await flat.hands_over_until_settled()
    await _assert_once(flat, peer, tries=2)


async def _ended(command: list[str]) -> int:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: ASYNC220 - nothing else is to run
    return await asyncio.to_thread(process.wait, 60)


async def _assert_once(flat: Flat, peer: Peer, tries: int) -> None:
    assert (len(peer.kept), len(peer.tries), len(set(peer.tries))) == (1, tries, 1)
    why = "before" if tries > 1 else ""
    assert await flat.states() == [("taken", 2, 1, why)]
    assert await flat.audited() == [("submission_take_over", "system", "done")]
