"""S22, S27: a worker killed -9 anywhere loses nothing and tells nothing twice.

Each point is a real process that kills itself there; the next relay finds what it left.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from iok_core.db import fetch
from tests.databases import on_sqlite
from tests.notices import smtp_peer as does
from tests.notices.posting import Post
from tests.notices.smtp_peer import Peer

pytestmark = on_sqlite

POINTS = {
    "before the notice": ("iok_core.notices.planning", "_insert", 0),
    "between notice and delivery": ("iok_core.notices.planning", "_plan", 0),
    "between notices and event": ("iok_core.notices.turning", "mark_told", 0),
    "between claim and DATA": ("iok_core.runs.carrier", "Carrier.carry", 1),
    "between answer and commit": ("iok_core.notices.outbox", "settle", 1),
}
"""Where, and how many sends nobody can know the end of."""

WORKER = """
    import asyncio, importlib, os, signal, sys
    sys.path[:0] = {path!r}
    from pathlib import Path
    from iok_core.portal import build_portal, running
    from iok_core.settings import load

    module, name = {point!r}
    place = importlib.import_module(module)
    *within, name = name.split(".")
    for part in within:
        place = getattr(place, part)

    async def killed(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, killed)

    async def main():
        async with running(build_portal(load(Path({folder!r}), {{}}), "worker")) as portal:
            await portal.relay.once()

    asyncio.run(main())
"""


async def worker(post: Post, source: str) -> int:
    """The exit status of a worker process on the same database."""
    folder = str(post.portal.settings.folder)
    process = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-c", source], cwd=folder, stderr=subprocess.DEVNULL
    )
    return await _ended(process)


async def _ended(process: subprocess.Popen[bytes]) -> int:
    return await asyncio.to_thread(process.wait, 30)


@pytest.mark.parametrize("point", POINTS)
async def test_s22_a_worker_killed_at_a_point_loses_nothing_and_doubles_no_notice(
    post: Post, peer: Peer, point: str
) -> None:
    module, name, unknown = POINTS[point]
    post.clock.at = datetime.now(UTC)
    await post.smtp(peer.port)
    person = await post.person("a@example.pl")
    await post.password_changed(person)
    source = dedent(WORKER).format(
        path=sys.path, point=(module, name), folder=str(post.portal.settings.folder)
    )
    assert await worker(post, source) == -signal.SIGKILL
    await post.sends_until_settled()
    await _assert_once(post, peer, person, unknown)


@pytest.mark.parametrize("when", ["DATA", "dot"])
async def test_s22_a_worker_killed_while_a_mail_is_on_the_line_loses_nothing(
    post: Post, peer: Peer, when: str
) -> None:
    """`iok worker` itself, killed by the server at that moment."""
    post.clock.at = datetime.now(UTC)
    await post.smtp(peer.port, timeout=20)
    person = await post.person("a@example.pl")
    await post.password_changed(person)
    folder = post.portal.settings.folder
    process = started(folder)
    if when == "dot":
        peer.in_data = process.kill
    else:
        peer.at_data = process.kill
        peer.acts["a@example.pl"] = deque([does.HANG_BEFORE_DATA])
    assert await _ended(process) == -signal.SIGKILL
    peer.in_data = peer.at_data = None
    await post.sends_until_settled()
    await _assert_once(post, peer, person, 1)


async def test_s27_sigterm_lets_the_mail_in_hand_go_out_and_leaves_no_lease(
    post: Post, peer: Peer
) -> None:
    post.clock.at = datetime.now(UTC)
    await post.smtp(peer.port, timeout=20)
    for number in range(2):
        peer.acts[f"a{number}@example.pl"] = deque([does.SLOW])
        await post.password_changed(await post.person(f"a{number}@example.pl"))
    process = started(post.portal.settings.folder)
    peer.in_data = lambda: os.kill(process.pid, signal.SIGTERM)
    assert await _ended(process) == 0
    assert sorted(await post.states()) == [("sent", 1, 0, ""), ("waiting", 0, 0, "")]
    assert await fetch("SELECT lease_owner FROM delivery") == [("",), ("",)]


def started(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "iok_core", "--dir", str(folder), "worker"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


async def _assert_once(post: Post, peer: Peer, person: int, unknown: int) -> None:
    assert await post.notices() == [(person, "password_changed")]
    ((state, _, ambiguous, _),) = await post.states()
    assert (state, ambiguous) == ("sent", unknown)
    assert 1 <= len(peer.reached) <= 1 + ambiguous
    assert len({mail["Message-ID"] for mail in peer.mails}) == 1
