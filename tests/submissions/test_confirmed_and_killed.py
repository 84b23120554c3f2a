"""Whatever number was confirmed is there, once, though the web process is killed -9 right then.

It dies as soon as it has answered one resident "sent"; others send at the same moment, so that the
blow falls somewhere on their way. Who has no answer sends the same page again, to the next process.
"""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from subprocess import PIPE
from textwrap import dedent

import httpx
import pytest

from iok_core.db import fetch
from tests.browsing import Browser
from tests.offices import imported, payer
from tests.operations.servers import answers, browser_at
from tests.portal import Access, people
from tests.portals import Portals
from tests.processes import free_port, wait_until
from tests.reports.reading import EXPORT_A
from tests.submissions.writing import NEW, review, sent_id

TIMES = {"sqlite": 10, "postgres": 1}
THOROUGH = 50
SEED = 20261127
KEYS = ("K0004", "K0008")
REVIEW = f"{NEW}/usterka/sprawdz"
READY = """
    import asyncio, os, sys
    sys.path[:0] = {path!r}
    from pathlib import Path
    from granian.server.embed import Server
    from iok_core.app import create_app
    from iok_core.settings import load

    app = create_app(load(Path({folder!r}), {{}}))
    for _ in sys.stdin:
        if not (pid := os.fork()):
            server = Server(app, port={port}, interface="asgi", log_enabled=False)
            asyncio.run(server.serve())
        print(pid, flush=True)
        os.waitpid(pid, 0)
"""


@pytest.fixture
def times(database_kind: str) -> int:
    return THOROUGH if "IOK_THOROUGH" in os.environ else TIMES[database_kind]


@pytest.fixture
def folder(portals: Portals, database_kind: str, tmp_path: Path) -> Path:
    made = portals.copy(database_kind, tmp_path / "lipowa")
    settings = made / "iok.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[submissions]\nin_a_day = 1000\n")
    people(made, lambda portal: imported(portal, EXPORT_A))
    return made


class Web:
    """Processes that serve the pages one after the other, each a fork of one that is ready to."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        source = dedent(READY).format(path=sys.path, folder=str(folder), port=port)
        self._ready = subprocess.Popen(
            [sys.executable, "-c", source], stdin=PIPE, stdout=PIPE, text=True, bufsize=1
        )
        self.start()

    def start(self) -> None:
        assert self._ready.stdin is not None
        assert self._ready.stdout is not None
        self._ready.stdin.write("\n")
        self._serves = int(self._ready.stdout.readline())
        wait_until(lambda: answers(self.url))

    def kill(self) -> None:
        os.kill(self._serves, signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        with self._ready:
            self._ready.kill()


@contextmanager
def started(folder: Path) -> Iterator[Web]:
    served = Web(folder)
    try:
        yield served
    finally:
        served.close()


def test_s08_every_confirmed_number_outlives_a_kill_and_none_is_given_twice(
    folder: Path, times: int
) -> None:
    residents = [people(folder, partial(payer, key=key)) for key in KEYS]
    chance = random.Random(SEED)  # noqa: S311 (seeded, no secret)
    with started(folder) as served:
        browsers = [signed_in(served.url, who) for who in residents]
        confirmed = [one for _ in range(times) for one in sent_and_killed(browsers, served, chance)]
    kept = people(folder, lambda _: fetch("SELECT id, number FROM submission ORDER BY id"))
    assert sorted(confirmed) == [id_ for id_, _ in kept]
    ordinals = [int(re.sub(r"/\d{4}$", "", number)) for _, number in kept]
    assert ordinals == list(range(1, times * len(KEYS) + 1))


def signed_in(url: str, who: Access) -> Browser:
    browser = browser_at(url)
    browser.sign_in(who.identifier, who.password)
    return browser


def sent_and_killed(browsers: list[Browser], served: Web, chance: random.Random) -> list[int]:
    """What was confirmed to each of them, at the first or at the second attempt."""
    chance.shuffle(browsers)
    for browser in browsers:
        review(browser)
    first, *others = browsers
    with ThreadPoolExecutor(len(others)) as threads:
        pause = [chance.random() / 50 for _ in others]
        meanwhile = [threads.submit(attempt, *one) for one in zip(others, pause, strict=True)]
        made = sent_id(first.submit(REVIEW))
        served.kill()
        told = [one.result() for one in meanwhile]
    served.start()
    again = [sent_id(other.submit(REVIEW)) for other in others]
    assert all(id_ in (None, twice) for id_, twice in zip(told, again, strict=True))
    return [made, *again]


def attempt(browser: Browser, pause: float) -> int | None:
    """None: the line went dead."""
    time.sleep(pause)
    try:
        return sent_id(browser.http.post(REVIEW, data=browser.form(REVIEW)))
    except httpx.TransportError:
        return None
