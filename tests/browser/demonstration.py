"""`iok demo` as anybody starts it: a process of its own, stopped at the end."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
from playwright.sync_api import Cookie

from iok_core.audit.origin import Origin
from iok_core.demo.portal import EXPORT, MODULE
from iok_core.identity import service as identity
from iok_core.identity.credentials import Credentials
from iok_core.identity.service import Issued, Role
from iok_core.imports.sources import source_of
from iok_core.modules import service as modules
from iok_core.portal import Portal
from iok_core.premises import desk
from iok_core.premises.service import Basis
from tests.browser.exported import Exported, Payer
from tests.portal import people
from tests.processes import free_port

T = TypeVar("T")

PREMISES = 24
RESIDENT = "Wymyślona-Źródłopodobna Łucja"  # the payers of demo.json
NEW_RESIDENT = "Zmyśleni Ewa i Jan"
SECONDS_TO_START = 120
SECONDS_TO_STOP = 20


class Slip(msgspec.Struct, frozen=True):
    """What somebody takes home from the desk."""

    payer: Payer
    identifier: str
    start_password: str


class Demonstration(msgspec.Struct, frozen=True):
    folder: Path
    url: str
    sign_ins: dict[str, Any]
    """demo.json"""
    exported: Exported
    slips: list[Slip]
    """Accesses that nobody has used yet."""
    unserved: list[Payer]
    """Payers that nobody acts for yet."""
    new_clerk: Issued
    """Somebody new at the office, with a start password."""
    clerk: list[Cookie] = []
    """Of the member of staff in demo.json, once they have signed in."""

    def do(self, work: Callable[[Portal], Awaitable[T]]) -> T:
        """Works on it beside the process. In this thread runs the event loop of the browser."""
        with ThreadPoolExecutor(1) as beside:
            return beside.submit(people, self.folder, work).result()

    def take_payer(self) -> Payer:
        """One with a single account, for whom nobody has acted before."""
        payer = next(payer for payer in self.unserved if len(payer.accounts) == 1)
        self.unserved.remove(payer)
        return payer

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        address = f"file:{self.folder / 'iok.sqlite'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def account(self, number: str) -> int:
        """The id in addresses of an account that the files call by this number."""
        return int(self.rows("SELECT id FROM account WHERE source_key = ?", number)[0][0])

    def party(self, key: str) -> int:
        return int(self.rows("SELECT id FROM party WHERE source_key = ?", key)[0][0])

    def premises(self, symbol: str) -> int:
        return int(self.rows("SELECT id FROM premises WHERE source_key = ?", symbol)[0][0])

    def resident_accounts(self) -> tuple[str, ...]:
        """Numbers of the accounts of the resident in demo.json."""
        return next(p.accounts for p in self.exported.payers() if p.name == RESIDENT)


@contextmanager
def demonstrated(folder: Path) -> Iterator[Demonstration]:
    port = free_port()
    log = folder.with_suffix(".log")
    command = [sys.executable, "-m", "iok_core", "demo", "--port", str(port), "--dir", str(folder)]
    with (
        log.open("wb") as told,
        subprocess.Popen(
            [*command, "--premises", str(PREMISES)],
            stdout=told,
            stderr=told,
            env=os.environ | {"IOK_IDENTITY__SESSION__CONFIRMED_FOR": "PT2H"},
        ) as demo,
    ):
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}/readyz", demo, log)
            yield _opened(folder)
        finally:
            _stop(demo)


def _opened(folder: Path) -> Demonstration:
    sign_ins = json.loads((folder / "demo.json").read_text("utf-8"))
    exported = Exported.read(folder / EXPORT)
    payers = [p for p in exported.payers() if p.name not in (RESIDENT, NEW_RESIDENT)]
    slips, clerk = people(folder, lambda portal: _give_out(portal, sign_ins, payers[:3]))
    return Demonstration(folder, sign_ins["url"], sign_ins, exported, slips, payers[3:], clerk)


async def _give_out(
    portal: Portal, sign_ins: dict[str, Any], payers: list[Payer]
) -> tuple[list[Slip], Issued]:
    """As the desk does it, so that a page's test needs no page of the desk."""
    clerk = await Credentials.by_identifier(sign_ins["staff"]["identifier"])
    module = await modules.by_name(MODULE)
    assert clerk is not None
    assert module is not None
    source = (await source_of(module)).id
    by = clerk.origin("")
    new = await identity.add_staff(portal.identity, "Ewa Nowa", Role.DESK, operator="tester")
    return [await _slip(portal, source, payer, by) for payer in payers], new


async def _slip(portal: Portal, source: int, payer: Payer, by: Origin) -> Slip:
    party = await desk.party_by_key(source, payer.key)
    assert party is not None
    person = await desk.add_person(
        payer.name, party, Basis.SELF, by_identity=None, clock=portal.clock
    )
    request = identity.IssueRequest(
        person=person,
        document=identity.DocumentKind.PASSPORT,
        identity_checked=True,
        after_issue=0,
    )
    issued = await identity.issue_access(portal.identity, request, by=by)
    assert isinstance(issued, identity.Issued)
    return Slip(payer, issued.identifier, issued.start_password)


def _wait_until_ready(url: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while demo.poll() is None and time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, timeout=1).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    raise RuntimeError(f"iok demo did not start:\n{log.read_text('utf-8')}")


def _stop(demo: subprocess.Popen[bytes]) -> None:
    demo.terminate()
    try:
        demo.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        demo.kill()
