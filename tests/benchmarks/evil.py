"""What a badly behaved plugin costs the others: p99 of the home page beside it, against idle.

`python3 run.py bench evil [KIND …]`. One web process serves a demonstration; a client asks for the
home page of its resident, over and over, with a short rest. In turns nothing else runs; a worker
brings in what one evil connector yields, started and staged as always; and, as the reference, two
strangers stand in for worker and plugin, who rank as low and only keep the processors busy. All
stays up all the while, so that turns can be short and the machine's own moods fall on each alike.

How to read it: `beside` is what the plugin costs, `strangers` what this machine's scheduler lets
any two busy processes cost; only what `beside` has above both the aim and `strangers` is ours.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import dedent, indent

import click
import httpx
import msgspec

from iok_core.audit.origin import Origin
from iok_core.child.confine import be_last, give_way
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
SECONDS = 1.5
ROUNDS = 20
REST = 0.01
SECONDS_UNTIL_AT_WORK = 0.5
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
"""
PULL = """
class {name}(Evil):
    def pull(self):
{body}
"""
STRANGER = "from iok_core.child.confine import {rank}\n{rank}()\nwhile True: pass"
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


def connector(kind: str) -> str:
    return kind.title().replace(" ", "")


def module() -> str:
    bodies = {connector(kind): indent(dedent(body), " " * 8) for kind, body in EVIL.items()}
    return HEAD + "".join(PULL.format(name=name, body=body) for name, body in bodies.items())


async def worker(folder: Path) -> None:
    """Reads kinds from stdin; one evil import after the other for a turn, then an empty line."""
    give_way()
    async with running(build_portal(load(folder, {}), "worker")) as portal:
        while kind := (await asyncio.to_thread(sys.stdin.readline)).strip():
            await evil_turn(portal, kind)
            click.echo()


async def evil_turn(portal: Portal, kind: str) -> None:
    end = time.monotonic() + SECONDS_UNTIL_AT_WORK + SECONDS
    source = int((await fetch("SELECT id FROM source"))[0][0])
    while (left := end - time.monotonic()) > 0:
        limits = Limits(wall=left, grace=0.2)
        importing = msgspec.structs.replace(portal.import_handler.importing, child_limits=limits)
        await importing.bring_in(await order(portal, source, kind), _unheeding)


async def order(portal: Portal, source: int, kind: str) -> Order:
    request = Request(await module_named("ksiegowosc", portal.plugins), Origin.system())
    return Order(
        run=await request_import(request, audit=portal.audit, clock=portal.clock),
        source=source,
        start=Start(what="pull", extension=f"evil_connector:{connector(kind)}", options={}),
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


@contextlib.contextmanager
def working(folder: Path) -> Iterator[subprocess.Popen[str]]:
    (folder / "evil_connector.py").write_text(module())
    path = os.pathsep.join([str(folder), *filter(None, sys.path)])
    command = [sys.executable, __file__, "--worker", str(folder)]
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # or, where sessions share the processor, all this would give way
    ) as process:
        yield process


def asked_beside(client: httpx.Client, process: "subprocess.Popen[str]", kind: str) -> list[float]:
    commands, answers = process.stdin, process.stdout
    assert commands is not None
    assert answers is not None
    print(kind, file=commands, flush=True)
    time.sleep(SECONDS_UNTIL_AT_WORK)
    found = asked(client, SECONDS)
    answers.readline()
    return found


def asked_beside_strangers(client: httpx.Client) -> list[float]:
    with contextlib.ExitStack() as stack:
        for rank in (give_way.__name__, be_last.__name__):
            command = [sys.executable, "-c", STRANGER.format(rank=rank)]
            stranger = stack.enter_context(subprocess.Popen(command, start_new_session=True))
            stack.callback(stranger.kill)
        time.sleep(SECONDS_UNTIL_AT_WORK)
        return asked(client, SECONDS)


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def measured(folder: Path, port: int, token: str, kinds: Sequence[str]) -> None:
    address = f"http://127.0.0.1:{port}"
    with (
        serving(folder, port),
        working(folder) as process,
        httpx.Client(base_url=address, cookies={COOKIE: token}, timeout=60) as client,
    ):
        asked(client, 2)
        click.echo(f"{'':14}{'idle ms':>10}{'beside':>9}{'strangers':>11}   p99, {ROUNDS} turns")
        for kind in kinds:
            idle: list[float] = []
            beside: list[float] = []
            strangers: list[float] = []
            for _ in range(ROUNDS):
                idle += asked(client, SECONDS)
                beside += asked_beside(client, process, kind)
                strangers += asked_beside_strangers(client)
            quiet = p99(idle)
            loud, by_strangers = p99(beside) / quiet, p99(strangers) / quiet
            click.echo(f"{kind:14}{quiet:10.1f}{loud:8.2f}x{by_strangers:10.2f}x")
    click.echo(f"aim: beside at most {AIM}x")


def main() -> None:
    if sys.argv[1:2] == ["--worker"]:
        asyncio.run(worker(Path(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        token = asyncio.run(demonstration(folder, PREMISES))
        measured(folder, 18181, token, sys.argv[1:] or [*EVIL])


if __name__ == "__main__":
    main()
