"""What a badly behaved plugin costs the others: p99 of the home page beside it, against idle.

`python3 run.py bench evil`. One web process serves a demonstration; a client asks for the home page
of its resident, over and over, with a short rest. In turns nothing else runs, and one evil
connector does, started by the supervisor as a worker starts it, its records staged. Each evil
period stands between two idle ones and is compared with both.

How to read it: the ratio is what the plugin costs; the milliseconds are this machine's.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from textwrap import dedent, indent

import click
import httpx
import msgspec

from iok_core.audit.origin import Origin
from iok_core.child.frames import Start
from iok_core.db import fetch
from iok_core.imports.attempts import Order
from iok_core.imports.requests import Request, module_named, request_import
from iok_core.operations.serving import web
from iok_core.portal import Portal, build_portal, running
from iok_core.runs.supervisor import Limits
from iok_core.settings import FOLDER_VARIABLE, load
from tests.benchmarks.page import COOKIE, demonstration

AIM = 1.2
PREMISES = 60
SECONDS = 6.0
ROUNDS = 3
REST = 0.01
HEAD = """
import os, signal, subprocess, sys, time
from iok_core.api import *

class Evil(Connector[NoOptions]):
    name = "evil"
    title = "Evil"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
"""
EVIL = {
    "loops": "while True: pass",
    "forks": """
        for _ in range(8):
            if os.fork() == 0:
                while True: pass
        while True: pass
    """,
    "leaks": "kept = []\nwhile True: kept.append(bytes(1_000_000))",
    "prints": 'while True: print("x" * 1000)',
    "sends": 'number = 0\nwhile True:\n    number += 1\n    yield Party(key=str(number), name="x")',
    "writes files": 'while True:\n    with open("f", "wb") as f: f.write(bytes(50_000_000))',
    "is deaf": "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
}


async def worker(folder: Path, seconds: float) -> None:
    """One evil import after the other until the time is over."""
    end = time.monotonic() + seconds
    async with running(build_portal(load(folder, {}), "worker")) as portal:
        source = int((await fetch("SELECT id FROM source"))[0][0])
        while (left := end - time.monotonic()) > 0:
            importing = msgspec.structs.replace(
                portal.import_handler.importing, child_limits=Limits(wall=left, grace=0.2)
            )
            await importing.bring_in(await order(portal, source), _unheeding)


async def order(portal: Portal, source: int) -> Order:
    request = Request(await module_named("ksiegowosc", portal.plugins), Origin.system())
    return Order(
        run=await request_import(request, audit=portal.audit, clock=portal.clock),
        source=source,
        start=Start(what="pull", extension="evil_connector:Evil", options={}),
        abilities=frozenset(),
        by=Origin.system(),
    )


async def _unheeding(_: object) -> None:
    """Nobody looks."""


@contextlib.contextmanager
def serving(folder: Path, port: int) -> Iterator[None]:
    environment = {**os.environ, FOLDER_VARIABLE: str(folder)}
    process = subprocess.Popen(web("127.0.0.1", port).command, env=environment)
    try:
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def asked(client: httpx.Client, seconds: float) -> list[float]:
    """Milliseconds of each request in so much time."""
    found = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        if client.get("/").status_code != httpx.codes.OK:
            raise ValueError("the home page does not answer")
        found.append((time.perf_counter() - began) * 1000)
        time.sleep(REST)
    return found


def asked_beside(client: httpx.Client, folder: Path, kind: str) -> list[float]:
    (folder / "evil_connector.py").write_text(HEAD + indent(dedent(EVIL[kind]), " " * 8))
    command = [sys.executable, __file__, "worker", str(folder), str(SECONDS + 3)]
    path = os.pathsep.join([str(folder), *filter(None, sys.path)])
    evil = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})
    time.sleep(2)  # until its child is at work
    found = asked(client, SECONDS)
    evil.wait()
    return found


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def measured(folder: Path, port: int, token: str) -> None:
    address = f"http://127.0.0.1:{port}"
    with (
        serving(folder, port),
        httpx.Client(base_url=address, cookies={COOKIE: token}, timeout=60) as client,
    ):
        asked(client, 2)
        click.echo(f"{'':14}{'idle ms':>10}{'beside ms':>11}{'ratio':>8}   p99, {ROUNDS} rounds")
        for kind in EVIL:
            idle, beside = [asked(client, SECONDS)], []
            for _ in range(ROUNDS):
                beside.append(asked_beside(client, folder, kind))
                idle.append(asked(client, SECONDS))
            ratios = [
                p99(times) / p99(before + after)
                for times, (before, after) in zip(beside, pairwise(idle), strict=True)
            ]
            quiet, loud = p99([*chain(*idle)]), p99([*chain(*beside)])
            click.echo(f"{kind:14}{quiet:10.1f}{loud:11.1f}{statistics.median(ratios):8.2f}")
    click.echo(f"aim: a ratio of at most {AIM}")


def main() -> None:
    if sys.argv[1:2] == ["worker"]:
        asyncio.run(worker(Path(sys.argv[2]), float(sys.argv[3])))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        token = asyncio.run(demonstration(folder, PREMISES))
        measured(folder, 18181, token)


if __name__ == "__main__":
    main()
