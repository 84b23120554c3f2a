"""Whatever the accounting system does, pages show the last good data, or say there are none."""

import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from textwrap import dedent, indent

import msgspec
import pytest

from iok_core.audit.origin import Origin
from iok_core.child.frames import Start
from iok_core.db import execute
from iok_core.imports.attempts import Order
from iok_core.imports.generations import ImportState
from iok_core.imports.history import ImportLine, of_run
from iok_core.imports.requests import Request, module_of_plugin, request_import
from iok_core.imports.sources import source_of
from iok_core.portal import Portal
from iok_core.runs import leases
from iok_core.runs.carrying_out import Progress, carry_out
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome
from iok_core.runs.supervisor import Limits
from tests.imports.bringing import EXPORTS, bring_in, options_of
from tests.offices import imported, payer, text_of
from tests.portal import LivePortal, live_portal
from tests.portals import Portals

EXPORT_A = "a-semicolon-cp1250"
HEAD = """
import ctypes, os, signal, socket, sys, time
import msgspec
from iok_core.api import *

class Broken(Connector[NoOptions]):
    name = "broken"
    title = "Broken"
    options_type = NoOptions
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        pass

    def pull(self):
        yield Premises(key="L-1", symbol="L-1", kind=PremisesKind.FLAT, building="Lipowa 1")
"""
BODIES = {
    "refuses connections": "socket.create_connection(('127.0.0.1', 1), 1)",
    "hangs": "time.sleep(60)",
    "is frozen": "os.kill(os.getpid(), signal.SIGSTOP)",
    "drips": """
        while True:
            time.sleep(0.05)
            yield Party(key="K1", name="Jan")
    """,
    "sends garbage": 'os.write(int(sys.argv[1]), b"\\xff" * 64); time.sleep(60)',
    "breaks off in mid-frame": 'os.write(int(sys.argv[1]), b"\\0\\0\\1\\0ab"); os._exit(1)',
    "crashes": "ctypes.string_at(0)",
    "ends without a word": "os._exit(0)",
    "raises": "{}['saldo']",
    "says that it cannot": "raise ConnectorError(ConnectorProblem.UNREACHABLE, 'db.example.pl')",
}
SHORT = Limits(wall=1.5, silence=1.0, grace=0.2)
NOTHING_YET = "Dane księgowe nie zostały jeszcze wczytane"


def missing_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def unreadable_file(folder: Path) -> None:
    (folder / "salda.csv").unlink()
    (folder / "salda.csv").mkdir()


def page_instead_of_a_file(folder: Path) -> None:
    (folder / "salda.csv").write_text("<!doctype html><title>502 Bad Gateway</title>")


def empty_file(folder: Path) -> None:
    (folder / "zapisy.csv").write_text("")


def half_of_the_entries(folder: Path) -> None:
    """In good order, and what is there can be read: only the guard can tell."""
    lines = (folder / "zapisy.csv").read_text("cp1250").splitlines(keepends=True)
    (folder / "zapisy.csv").write_text("".join(lines[: len(lines) // 2]), "cp1250")


def other_encoding(folder: Path) -> None:
    text = (folder / "lokale.csv").read_text("cp1250")
    (folder / "lokale.csv").write_text(text, "utf-16")


FILES: dict[str, Callable[[Path], None]] = {
    "has no folder": missing_folder,
    "has a file that cannot be read": unreadable_file,
    "sends a page instead of a file": page_instead_of_a_file,
    "sends an empty file": empty_file,
    "sends half of the entries": half_of_the_entries,
    "writes in another encoding": other_encoding,
}


class House:
    """A served portal, before its first import or later, and a resident who looks."""

    def __init__(self, live: LivePortal, folder: Path, *, later: bool) -> None:
        self.live = live
        self.later = later
        self._folder = folder
        if later:
            live.do(partial(imported, export=EXPORT_A))
            self.browser = live.browser_of(live.do(lambda portal: payer(portal, "K0004")))
        else:
            self.browser = live.browser_of(live.resident())
        self.good = self.words()

    def words(self) -> str:
        return text_of(self.browser.open("/").text)

    def suffer(self, fault: str) -> ImportLine:
        self.resume()
        if fault in BODIES:
            return self.live.do(self.pulling(fault))
        export = shutil.copytree(EXPORTS / EXPORT_A, self._folder / re.sub(r"\W", "-", fault))
        FILES[fault](export)
        options = {**options_of(EXPORT_A), "folder": str(export)}
        return self.live.do(lambda portal: bring_in(portal, options))

    def resume(self) -> None:
        """After some failures in a row a module waits for somebody."""
        self.live.do(lambda _: execute("UPDATE module SET failures = 0"))

    def pulling(self, fault: str) -> Callable[[Portal], Awaitable[ImportLine]]:
        body = indent(dedent(BODIES[fault]), " " * 8)
        (self._folder / "broken_connector.py").write_text(HEAD + body)
        return pulled


async def pulled(portal: Portal) -> ImportLine:
    """An import by the broken connector, as the worker does it."""
    module = await module_of_plugin(
        "files", options_of(EXPORT_A), Path(), plugins=portal.plugins, clock=portal.clock
    )
    request = Request(module, Origin.system())
    run = await request_import(request, audit=portal.audit, clock=portal.clock)
    importing = msgspec.structs.replace(portal.import_handler.importing, child_limits=SHORT)

    async def handle(claim: Claim, progress: Progress) -> Outcome:
        order = Order(
            run=claim.run,
            source=(await source_of(module)).id,
            start=Start(
                what="pull", extension="broken_connector:Broken", options={}, heartbeat=0.1
            ),
            abilities=frozenset(),
            by=Origin.system(),
        )
        return (await importing.bring_in(order, progress))[1]

    claim = await leases.claim(portal.clock, run)
    assert claim is not None
    await carry_out(claim, handle, portal.clock)
    line = await of_run(run)
    assert line is not None
    return line


@pytest.fixture(scope="module", params=["before", "later"])
def house(
    request: pytest.FixtureRequest, portals: Portals, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        with live_portal(portals.copy("sqlite", folder / "lipowa")) as live:
            yield House(live, folder, later=request.param == "later")


@pytest.mark.in_turns(3)
@pytest.mark.parametrize("fault", [*BODIES, *FILES])
def test_s20_when_the_accounting_system(house: House, fault: str) -> None:
    line = house.suffer(fault)
    assert line.state in (ImportState.FAILED, ImportState.HELD)
    assert house.words() == house.good
    if house.later:
        assert "Stan na 30 września 2026" in house.good
    else:
        assert NOTHING_YET in house.good
        assert " zł" not in house.good
        assert NOTHING_YET in text_of(house.browser.open("/rozliczenia").text)


def test_s20_nobody_waits_while_the_accounting_system_hangs(house: House) -> None:
    """The page has come before the import is given up."""
    house.resume()
    running = "SELECT count(*) FROM run WHERE state = 'running'"
    portal = house.live._client.blocking_portal
    hanging = portal.start_task_soon(house.pulling("hangs"), house.live._portal)
    while house.live.rows(running) == [(0,)]:
        assert not hanging.done()
    assert house.words() == house.good
    assert house.live.rows(running) == [(1,)]
    assert hanging.result().problem in ("timed_out", "silent")
