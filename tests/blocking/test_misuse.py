"""A block under clause 11: a second person approves it, and lifting it leaves no trace."""

import msgspec
import pytest

from iok_core.approvals import service as approvals
from iok_core.approvals.service import Approvals, Asked, Done, Outcome
from iok_core.audit.origin import Origin
from iok_core.blocking.block_approvals import BLOCK, blocking_kinds
from iok_core.blocking.service import Clause, NewBlock
from iok_core.blocking.settings import BlockingSettings
from iok_core.db import fetch, transaction
from iok_core.identity.service import Role
from iok_core.notices import contacts
from iok_core.piccolo_app import APP_CONFIG
from iok_core.portal import Portal
from tests.blocking.acting import FACTS, REASON, block, lift, today
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import LivePortal

TRACES = {"audit", "event", "notice", "delivery", "block", "demand", "lifting", "session"}
"""Where a block and its end stand; sessions end, and everything else stays."""


def misuse(live: LivePortal, person: int) -> NewBlock:
    return NewBlock(
        person=person, clause=Clause.MISUSE, reason=REASON, facts=FACTS, since=today(live)
    )


def test_k11_1_a_second_person_reads_the_block_and_approves_it(live: LivePortal) -> None:
    who = live.resident()
    first, second = (live.browser_of(live.clerk(Role.ADMINISTRATOR)) for _ in range(2))
    form = f"/biuro/osoby/{who.person}/blokady/nowa"
    first.open(form)
    given = {"clause": "11", "reason": REASON, "facts": FACTS, "since": today(live).isoformat()}
    assert "Decyduje też druga osoba" in text_of(first.submit(form, **given).text)
    answer = first.submit(form, step="confirm")
    request = answer.headers["location"]
    assert request.startswith("/biuro/do-zatwierdzenia/")
    assert live.rows("SELECT count(*) FROM block") == [(0,)]
    assert not first.open(request).text.count(f'action="{request}/zatwierdz"')
    told = text_of(second.open(request).text)
    assert FACTS in told
    assert REASON in told
    second.submit(f"{request}/zatwierdz")
    assert live.rows("SELECT person, clause, facts FROM block") == [(who.person, 11, FACTS)]
    refused = live.browser().sign_in(who.identifier, who.password)
    words = text_of(refused.text)
    assert refused.status_code == 403
    assert "punkt 11 regulaminu" in words
    assert FACTS in words


@on_sqlite
def test_k11_1_a_setting_says_whether_a_second_person_is_needed(live: LivePortal) -> None:
    who, staff = live.resident().person or 0, live.clerk(Role.ADMINISTRATOR).staff or 0

    async def asked(portal: Portal, *, needed: bool) -> object:
        settings = BlockingSettings(second_person=needed)
        (kind,) = blocking_kinds(portal.identity, settings)
        tools: Approvals = msgspec.structs.replace(portal.approvals, kinds={BLOCK: kind})
        by = Origin.staff(staff)
        return await approvals.act(tools, BLOCK, misuse_of(portal), REASON, by=by)

    def misuse_of(portal: Portal) -> NewBlock:
        since = portal.clock.today()
        return NewBlock(person=who, clause=Clause.MISUSE, reason=REASON, facts=FACTS, since=since)

    assert isinstance(live.do(lambda portal: asked(portal, needed=True)), Asked)
    assert isinstance(live.do(lambda portal: asked(portal, needed=False)), Done)


@on_sqlite
def test_k11_1_other_clauses_need_no_second_person(live: LivePortal) -> None:
    who = live.resident().person or 0
    new = NewBlock(person=who, clause=Clause.OWN_DEMAND, reason=REASON, since=today(live))

    async def needs(portal: Portal) -> bool:
        return await approvals.needs_second(
            portal.approvals, BLOCK, new, by=Origin.operator("tester")
        )

    assert live.do(needs) is False


@on_sqlite
def test_k11_1_approved_on_the_next_day_it_begins_then(live: LivePortal) -> None:
    """A day in the past would be no block at all."""
    who = live.resident().person or 0
    first, second = (live.clerk(Role.ADMINISTRATOR).staff or 0 for _ in range(2))
    old = msgspec.structs.replace(misuse(live, who), since=today(live).replace(year=2026, month=1))

    async def asked_and_approved(portal: Portal) -> object:
        made = await approvals.act(portal.approvals, BLOCK, old, REASON, by=Origin.staff(first))
        assert isinstance(made, Asked)
        row = await approvals.one_approval(made.approval)
        by = Origin.staff(second)
        return await approvals.approve(portal.approvals, row.id, row.payload_sha256, by=by)

    assert live.do(asked_and_approved) is Outcome.APPROVED
    assert live.rows("SELECT since FROM block") == [(today(live),)]


async def dump() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for table in APP_CONFIG.table_classes:
        name = table._meta.tablename
        if name not in TRACES:
            columns = [c._meta.db_column_name for c in table._meta.columns]
            kept = ", ".join(f'"{c}"' for c in columns if c != "start_voided_at")
            found[name] = sorted(await fetch(f"SELECT {kept} FROM {name}"), key=str)
    return found


@pytest.mark.parametrize("clause", [Clause.OWN_DEMAND, Clause.MISUSE, Clause.END_OF_SETTLEMENTS])
def test_k11_3_lifting_restores_the_state_of_before_exactly(
    live: LivePortal, clause: Clause
) -> None:
    """Acceptances, addresses, choices, the password: all tables, but those that tell of it."""
    who = live.resident()

    async def chosen(portal: Portal) -> None:
        by = Origin.resident(who.identity)
        async with transaction():
            await contacts.give_address(portal.notices, who.person or 0, "a@lipowa.example", by=by)

    live.do(chosen)
    before = live.do(lambda _: dump())
    assert before["acceptance"]
    assert before["contact_address"]
    held = block(live, who, clause)
    assert live.browser().sign_in(who.identifier, who.password).status_code == 403
    lift(live, held)
    assert live.do(lambda _: dump()) == before
    assert live.browser_of(who).open("/rozliczenia").status_code == 200
