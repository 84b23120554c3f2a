"""Who lives in the house of tests/house.py, and how they came there.

Each is made as the portal itself would, but for a password that nobody has to remember.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from iok_core.api import Audience
from iok_core.approvals import service as approvals
from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access
from iok_core.db import fetch, transaction
from iok_core.demands.service import DemandKind
from iok_core.demo.portal import Demonstration
from iok_core.identity.factors.dropping import drop_factors
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.mass_issue import BatchIssued, MassIssue, issue_batch
from iok_core.identity.service import DocumentKind, Issued, IssueRequest, Role, issue_access
from iok_core.identity.staff_acts import NewColleague, StandingChange, change_standing
from iok_core.identity.staff_approvals import ADD
from iok_core.imports.service import published_sources
from iok_core.losses.breaches import open_breach
from iok_core.losses.kinds import Caller, Happened
from iok_core.losses.reporting import report_in_words
from iok_core.noticeboard.attachments import attachments_of
from iok_core.notices.turning import Turning
from iok_core.portal import Portal
from iok_core.premises.desk import add_person
from iok_core.premises.holders import places
from iok_core.premises.service import Basis
from iok_core.regulations import service as regulations
from iok_core.reports import batches
from iok_core.reports.offers import offer
from tests.announced import announced, documented, planned_break
from tests.browsing import URL
from tests.demanded import demanded
from tests.house import (
    BLOCKED,
    DISABLED,
    ENDED,
    FORMER,
    HALFWAY,
    INSIDE,
    NEIGHBOUR,
    NEWCOMER,
    OF_THE_OFFICE,
    RESIDENT,
    UNDECIDED,
    UNENROLLED,
    Actor,
    House,
)
from tests.portal import add_clerk, people
from tests.portals import Portals
from tests.wrote_in import wrote_in

ACTORS = "actors.json"
PREMISES = 24
NO_CLOSING_VIEW = """
[premises]
closing_months = 0
until_settled = false
"""
"""Whose title has ended has lost everything at once."""


@contextmanager
def inhabited(portals: Portals, kind: str, folder: Path, more: str = "") -> Iterator[House]:
    """In `folder`, which is new, on the database of that kind. `more`: settings."""
    actors = settled(portals, kind, folder, more)
    with portals.serve(folder) as live:
        yield House(live, actors)


def settled(portals: Portals, kind: str, folder: Path, more: str = "") -> dict[str, Actor]:
    """Everybody lives there; nothing serves it yet."""
    portals.copy(kind, folder, "inhabited", _fill)
    with (folder / "iok.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{more}")
    return msgspec.json.decode((folder / ACTORS).read_bytes(), type=dict[str, Actor])


def _fill(folder: Path) -> None:
    file = folder / "iok.toml"
    settings = file.read_text("utf-8")
    file.write_text(f"demonstration = true\n{settings}\n{NO_CLOSING_VIEW}", "utf-8")
    (folder / ACTORS).write_bytes(msgspec.json.encode(people(folder, _inhabited)))


async def _inhabited(portal: Portal) -> dict[str, Actor]:
    known = await Demonstration(portal, URL).fill(PREMISES)
    actors = {str(role): await _member(portal, role) for role in Role}
    actors |= await _with_colleagues(portal, actors)
    resident = await _identity(known.resident.identifier)
    newcomer = await _identity(known.new_resident.identifier)
    actors[RESIDENT] = await _resident(resident)
    actors[NEWCOMER] = await _resident(newcomer)
    actors[UNENROLLED] = await _member(portal, Role.ADMINISTRATOR)
    async with transaction():
        await drop_factors(actors[UNENROLLED].identity)
    payers = await fetch(
        "SELECT DISTINCT v.party FROM account_version v JOIN account_premises ap USING (account) "
        "JOIN title t ON t.premises = ap.premises AND t.party = v.party WHERE t.until IS NULL "
        "AND v.party NOT IN (SELECT party FROM representation) ORDER BY v.party"
    )
    await _ask_for_reports(portal)
    actors[NEIGHBOUR] = await _payer(portal, int(payers[0][0]), accepts=True)
    actors[UNDECIDED] = await _payer(portal, int(payers[1][0]), accepts=False)
    actors[BLOCKED] = await _payer(portal, int(payers[2][0]), accepts=True)
    await _block(portal, actors[BLOCKED])
    actors[ENDED] = await _payer(portal, int(payers[3][0]), accepts=True)
    await _end(portal, actors[ENDED])
    moved = await fetch("SELECT party FROM title WHERE until < {}", portal.clock.today())
    actors[FORMER] = await _payer(portal, int(moved[0][0]), accepts=True)
    await _report_a_loss(portal)
    await _issue_batch(portal)
    await _announce(portal, actors)
    for who, actor in actors.items():
        has_one = who in INSIDE | {UNDECIDED}
        actor.own["passkey"] = await _passkey(actor.identity) if has_one else 1
    actors[HALFWAY] = actors[RESIDENT]
    await wrote_in(portal, actors)
    await Turning(portal.notices).turn()
    return {who: await _told(actor) for who, actor in actors.items()}


async def _announce(portal: Portal, actors: dict[str, Actor]) -> None:
    """To each who settles, to their premises alone; the office has the first one."""
    by = Origin.staff(await staff_of(actors[Role.ADMINISTRATOR].identity))
    for actor in actors.values():
        actor.own.update({"announcement": 1, "attachment": 1})
    assert await documented(portal, by=by) == 1
    assert await planned_break(portal, by=by) == 1
    for who in (RESIDENT, NEIGHBOUR, UNDECIDED):
        own = actors[who].own
        own["announcement"] = await announced(portal, own["premises"], by=by)
        (file,) = await attachments_of(own["announcement"])
        own["attachment"] = file.id


async def _passkey(identity: int) -> int:
    """That no device has."""
    rows = await fetch(
        "INSERT INTO passkey (identity, credential, public_key, sign_count, name, added_at) "
        "VALUES ({}, {}, {}, 0, 'test', {}) RETURNING id",
        identity,
        f"{identity:024}",
        b"key",
        datetime.now(UTC),
    )
    return int(rows[0][0])


async def _told(actor: Actor) -> Actor:
    """With a notice of theirs, and a delivery that the office may see."""
    notices = await fetch(
        "SELECT min(n.id) FROM notice n JOIN identity i ON i.person = n.person "
        "WHERE i.id = {} AND n.listed",
        actor.identity,
    )
    deliveries = await fetch("SELECT min(id) FROM delivery")
    own = actor.own | {"notice": notices[0][0] or 1, "delivery": deliveries[0][0]}
    return Actor(actor.identity, actor.kind, own)


async def _ask_for_reports(portal: Portal) -> None:
    """A run that waits for its worker."""
    found = await offer(portal.plugins, Audience.STAFF, "wyciag")
    assert found is not None
    wanted = batches.Request(found, {}, batches.Selection(batches.Whom.ALL), Origin.system())
    await batches.ask(wanted, audit=portal.audit, clock=portal.clock)


async def _member(portal: Portal, role: Role) -> Actor:
    access = await add_clerk(portal, role)
    person, party = (await fetch("SELECT person, party FROM representation ORDER BY id"))[0]
    own = {"person": person, "party": party, "account_id": 1, "premises": 1}
    own |= dict.fromkeys(OF_THE_OFFICE, 1) | {"draft": 2}
    return Actor(access.identity, IdentityKind.STAFF, own)


async def _with_colleagues(portal: Portal, actors: dict[str, Actor]) -> dict[str, Actor]:
    """Somebody beside them whom acts can be tried on, and a request that waits."""
    other = await add_clerk(portal, Role.BOARD)
    administrator = await staff_of(actors[Role.ADMINISTRATOR].identity)
    new = NewColleague(name="Zofia Nowa", role=Role.ADMINISTRATOR)
    by = Origin.staff(administrator)
    asked = await approvals.act(portal.approvals, ADD, new, "Zastępstwo", by=by)
    assert isinstance(asked, approvals.Asked)
    more = {"colleague_id": other.staff or 0, "approval": asked.approval}
    gone = await _member(portal, Role.ADMINISTRATOR)
    shut = StandingChange(staff=await staff_of(gone.identity), active=False)
    assert await change_standing(portal.identity, shut, by=by) is None
    known = {**actors, DISABLED: gone}
    return {who: Actor(one.identity, one.kind, one.own | more) for who, one in known.items()}


async def staff_of(identity: int) -> int:
    return int((await fetch("SELECT staff FROM identity WHERE id = {}", identity))[0][0])


async def _payer(portal: Portal, party: int, *, accepts: bool) -> Actor:
    """Somebody with an own password who acts for that payer."""
    person = await add_person(
        "Adam Testowy", party, Basis.SELF, by_identity=None, clock=portal.clock
    )
    clerk = await fetch("SELECT id FROM staff WHERE role = {}", Role.DESK.value)
    request = IssueRequest(
        person=person, document=DocumentKind.PASSPORT, identity_checked=True, after_issue=0
    )
    issued = await issue_access(portal.identity, request, by=Origin.staff(int(clerk[0][0])))
    assert isinstance(issued, Issued)
    now = portal.clock.now()
    await fetch("UPDATE identity SET password_set_at = {} WHERE id = {}", now, issued.identity)
    current = await regulations.in_force(portal.clock.today())
    if accepts and current is not None:
        await regulations.accept(
            person,
            current.number,
            current.sha256,
            by=Origin.resident(issued.identity),
            audit=portal.audit,
            clock=portal.clock,
        )
    return await _resident(issued.identity)


async def _block(portal: Portal, actor: Actor) -> None:
    """Whatever sessions they get later: as if each had been there before the block."""
    await demanded(portal.identity, actor.own["person"], DemandKind.BLOCK)
    new = NewBlock(
        person=actor.own["person"],
        clause=Clause.OWN_DEMAND,
        reason="Pismo z 2.03",
        since=portal.clock.today(),
    )
    assert await block_access(portal.identity, new, by=Origin.operator("tester")) == 1


async def _report_a_loss(portal: Portal) -> None:
    """By somebody who is not signed in, and nobody has looked into it."""
    caller = Caller(name="Adam Testowy", address="Lipowa 1", phone="600 100 200")
    happened = Happened(portal.clock.today())
    assert await report_in_words(portal.losses, caller, happened, "192.0.2.0/24") == 1
    assert await open_breach(portal.losses, 1, by=Origin.operator("tester")) == 1


async def _end(portal: Portal, actor: Actor) -> None:
    """Yesterday was the last day on which they acted."""
    day = portal.clock.today() - timedelta(days=1)
    sql = "UPDATE representation SET since = {}, until = {} WHERE person = {}"
    await fetch(sql, day, day, actor.own["person"])


async def _issue_batch(portal: Portal) -> None:
    """Slips of a staircase that nobody has got yet."""
    clerk = await fetch("SELECT id FROM staff WHERE role = {}", Role.DESK.value)
    published = await published_sources()
    wanted = MassIssue(
        place=(await places(published))[-1],
        after_batch=0,
        checks_on_handing_over=True,
        adds_payers=True,
    )
    by = Origin.staff(int(clerk[0][0]))
    assert isinstance(await issue_batch(portal.identity, wanted, published, by=by), BatchIssued)


async def _identity(identifier: str) -> int:
    return int((await fetch("SELECT id FROM identity WHERE identifier = {}", identifier))[0][0])


async def _resident(identity: int) -> Actor:
    rows = await fetch(
        "SELECT r.person, r.party, v.account AS account_id, ap.premises FROM identity i "
        "JOIN representation r ON r.person = i.person JOIN account_version v ON v.party = r.party "
        "JOIN account_premises ap ON ap.account = v.account WHERE i.id = {} ORDER BY v.account",
        identity,
    )
    own = dict(
        zip(("person", "party", "account_id", "premises"), rows[0], strict=True),
        **dict.fromkeys(OF_THE_OFFICE, 1),
    )
    return Actor(identity, IdentityKind.RESIDENT, own)
