"""The office of a portal with payers, and every route of its staff with what to send there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import httpx
import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access, file_objection
from iok_core.db import execute, fetch
from iok_core.identity.issue_batches import newest_batch
from iok_core.identity.mass_issue import BatchIssued, MassIssue, issue_batch
from iok_core.identity.permissions import Role
from iok_core.imports.requests import Request, module_named, request_import
from iok_core.imports.service import published_sources
from iok_core.portal import Portal
from iok_core.premises.desk import add_person
from iok_core.premises.holders import Place
from iok_core.premises.service import Basis
from iok_core.web.gates import Gate
from tests.browsing import Browser
from tests.portal import Access, LivePortal, add_clerk
from tests.premises.payers import add_payers

TO_COME = "2099-01-01"
BLOCK = {"clause": "12", "reason": "Pismo z 2.03", "since": TO_COME, "step": "confirm"}
ATTORNEY = {"basis": "power_of_attorney", "grounds": "Pismo z 2.03", "until": TO_COME}
BATCH = {
    "place": "Lipowa 14|",
    "after_batch": "{newest_batch}",
    "checks_on_handing_over": "1",
    "adds_payers": "1",
    "paper": "strip",
}
ON_THE_LIST = {"p{got_slip}": "1", "seen": "1", "seen_document": "id_card", "signed": "1"}
ISSUE = {"paper": "sheet", "identity_checked": "1", "document": "id_card", "after_issue": "0"}


class Route(msgspec.Struct, frozen=True):
    """One route of the staff, and a form that it takes as it stands."""

    method: str
    path: str
    """As declared, types left out: /biuro/kontrahenci/{party}."""
    form: dict[str, str] = {}
    audited: str = ""
    """The action that the audit must hold afterwards."""


ROUTES = (
    Route("GET", "/biuro"),
    Route("GET", "/biuro/osoby", audited="persons_view"),
    Route("GET", "/biuro/osoby.csv", audited="persons_export"),
    Route("GET", "/biuro/kontrahenci/{party}", audited="party_view"),
    Route(
        "POST",
        "/biuro/kontrahenci/{party}/osoby",
        {"name": "Jan Ćwikłowski", "basis": "self"},
        audited="person_add",
    ),
    Route("GET", "/biuro/osoby/{person}/dostep", audited="person_view"),
    Route("POST", "/biuro/osoby/{person}/dostep", ISSUE, audited="access_issue"),
    Route("GET", "/biuro/osoby/{person}/dostep/potwierdzenie"),
    Route("POST", "/biuro/osoby/{person}/dostep/wreczenie", audited="access_hand_over"),
    Route("POST", "/biuro/osoby/{person}/dostep/potwierdzenie", audited="access_receipt"),
    Route("GET", "/biuro/kontrahenci/{party}/osoby/{person}", audited="person_view"),
    Route("POST", "/biuro/kontrahenci/{party}/osoby/{person}", ATTORNEY, audited="acting_change"),
    Route("GET", "/biuro/wydania"),
    Route("GET", "/biuro/wydania/nowe"),
    Route("POST", "/biuro/wydania/nowe", BATCH, audited="access_batch_issue"),
    Route("GET", "/biuro/wydania/{issue_batch}"),
    Route("GET", "/biuro/wydania/{issue_batch}/lista"),
    Route(
        "POST", "/biuro/wydania/{issue_batch}/wreczenie", ON_THE_LIST, audited="access_hand_over"
    ),
    Route("GET", "/biuro/osoby/{person}/blokady", audited="person_view"),
    Route("GET", "/biuro/osoby/{person}/blokady/nowa", audited="person_view"),
    Route("POST", "/biuro/osoby/{person}/blokady/nowa", BLOCK, audited="access_block"),
    Route("GET", "/biuro/blokady/{block}/pismo", audited="person_view"),
    Route("GET", "/biuro/blokady/{block}/zdejmij", audited="person_view"),
    Route(
        "POST", "/biuro/blokady/{block}/zdejmij", {"reason": "Pomyłka"}, audited="access_unblock"
    ),
    Route("GET", "/biuro/blokady/{block}/sprzeciw", audited="person_view"),
    Route(
        "POST",
        "/biuro/blokady/{block}/sprzeciw",
        {"text": "To nie ja"},
        audited="objection_file",
    ),
    Route(
        "POST",
        "/biuro/blokady/{block}/sprzeciw/decyzja",
        {"outcome": "dismiss", "answer": "Bez zmian"},
        audited="objection_decide",
    ),
    Route("GET", "/biuro/blokady", audited="blocks_view"),
    Route("GET", "/biuro/blokady.csv", audited="blocks_export"),
    Route("GET", "/biuro/importy"),
    Route("POST", "/biuro/importy", {"module": "{module}"}, audited="import_run"),
    Route("GET", "/biuro/importy/{run}"),
    Route("GET", "/biuro/osoby/{person}/pracownik"),
    Route("POST", "/biuro/osoby/{person}/pracownik", {"employee": "1"}, audited="staff_resident"),
)
POSTS = [route for route in ROUTES if route.method == "POST"]


class Desk:
    """A portal with payers, one of whom has somebody who acts, and a run that has ended."""

    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.parties = live.do(add_payers)
        self.party = self.parties["K-1"]
        self.person = live.do(self._add_person)
        self.run = live.do(_ended_run)
        self.block = live.do(self._add_block)

    async def _add_person(self, portal: Portal) -> int:
        return await add_person(
            "Maria Ćwikłowska", self.party, Basis.SELF, by_identity=None, clock=portal.clock
        )

    async def _add_block(self, portal: Portal) -> int:
        """That does not hold yet: whoever comes can still be given an access."""
        since = date.fromisoformat(TO_COME) + timedelta(days=1)
        new = NewBlock(
            person=self.person, clause=Clause.LOSS, reason="Zgubiony wydruk", since=since
        )
        block = await block_access(portal.identity, new, by=Origin.operator("tester"))
        assert isinstance(block, int)
        return block

    def browser_of(self, role: Role = Role.DESK) -> Browser:
        return self.live.browser_of(self.live.clerk(role))

    def send(self, browser: Browser, route: Route, **more: str) -> httpx.Response:
        """As one of our own pages would, whether or not this visitor is shown its form."""
        path = self.fill(route.path)
        if route.method == "GET":
            return browser.open(path)
        form = {self.fill(name): self.fill(value) for name, value in route.form.items()} | more
        return browser.http.post(path, data={"_csrf": token_of(browser), **form})

    def ready(self, route: Route) -> None:
        """Everything that it names is there."""
        for text in (route.path, *route.form, *route.form.values()):
            self.fill(text)

    def fill(self, text: str) -> str:
        known = {"party": self.party, "person": self.person, "run": self.run, "block": self.block}
        if "/dostep/" in text:
            known["person"] = self.holder
        if "batch}" in text or "got_slip" in text:
            known["issue_batch"], known["got_slip"] = self.batch
            known["newest_batch"] = self.live.rows("SELECT max(id) FROM issue_batch")[0][0]
        if "/sprzeciw" in text:
            known["block"] = self.objection if "/decyzja" in text else self.objectable
        return text.format(**known, module=1)

    @cached_property
    def objectable(self) -> int:
        """A block that nobody asked for."""

        async def blocked(portal: Portal) -> int:
            new = NewBlock(
                person=self.person,
                clause=Clause.END_OF_SETTLEMENTS,
                reason="Zbycie lokalu",
                since=date.fromisoformat(TO_COME),
            )
            block = await block_access(portal.identity, new, by=Origin.operator("tester"))
            assert isinstance(block, int)
            return block

        return self.live.do(blocked)

    @cached_property
    def objection(self) -> int:
        """The same block, objected to."""
        block, by = self.objectable, Origin.operator("tester")
        self.live.do(lambda portal: file_objection(portal.identity, block, "To pomyłka", by=by))
        return block

    @cached_property
    def holder(self) -> int:
        """Somebody with a slip from the desk in their hand, and nothing recorded of it."""
        holder = self.live.newcomer().person
        assert holder is not None
        self.live.rows("UPDATE identity SET start_used_at = created_at WHERE person = {}", holder)
        return holder

    @cached_property
    def batch(self) -> tuple[int, int]:
        """Slips of a building that wait for being handed over: the batch, and one of them."""
        issued = self.live.do(self._issue_batch)
        rows = "SELECT min(person) FROM identity WHERE issue_batch = {}"
        return issued.batch, self.live.rows(rows, issued.batch)[0][0]

    async def _issue_batch(self, portal: Portal) -> BatchIssued:
        clerk = await add_clerk(portal)
        wanted = MassIssue(
            place=Place("Rynek 1", ""),
            after_batch=await newest_batch(),
            checks_on_handing_over=True,
        )
        await add_person(
            "Adam Sklepowy",
            self.parties["000417"],
            Basis.SELF,
            by_identity=None,
            clock=portal.clock,
        )
        by = Origin.staff(clerk.staff or 0)
        issued = await issue_batch(portal.identity, wanted, await published_sources(), by=by)
        assert isinstance(issued, BatchIssued)
        return issued

    def audit_of(self, access: Access, action: str) -> list[tuple[Any, ...]]:
        return self.live.rows(
            "SELECT object_kind, object_id, result, meta FROM audit "
            "WHERE actor_kind = 'staff' AND actor = {} AND action = {} ORDER BY seq",
            str(access.staff),
            action,
        )

    @contextmanager
    def no_place_for_hashing(self) -> Iterator[None]:
        """As when many sign in at once: whoever comes now is told that the portal is busy."""
        places = self.live.serving.identity.hashing._places
        taken = 0
        while places.acquire(blocking=False):
            taken += 1
        yield
        places.release(taken)

    def issue_number(self) -> str:
        rows = self.live.rows("SELECT issue_number FROM identity WHERE person = {}", self.person)
        return str(rows[0][0] if rows else 0)


def token_of(browser: Browser) -> str:
    """From the form that every page has: the one that signs out."""
    browser.open("/haslo")
    return browser._forms["/wyloguj"]["_csrf"]


def staff_handlers(live: LivePortal) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every route that opens to staff only, as the application has it."""
    for route in live._client.app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            gate = handler.opt.get("gate")
            if isinstance(gate, Gate) and gate.kind == "staff":
                for method in handler.http_methods:
                    yield str(method), route.path_format, handler


async def _ended_run(portal: Portal) -> int:
    module = await module_named("ksiegowosc", portal.plugins)
    run = await request_import(
        Request(module, Origin.system()), audit=portal.audit, clock=portal.clock
    )
    await execute("UPDATE run SET state = 'failed', problem = 'missing_file' WHERE id = {}", run)
    return run


async def audit_refuses(_: Portal) -> None:
    """From now on nothing can be written into the audit."""
    await execute(
        "CREATE TRIGGER audit_full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
    )


async def acts(_: Portal) -> dict[str, list[tuple[Any, ...]]]:
    """What the office's acts leave behind, apart from the audit."""
    tables = (
        "person representation staff identity issue_batch session block lifting run event source"
    )
    return {table: await fetch(f"SELECT * FROM {table} ORDER BY id") for table in tables.split()}
