"""From the printed slip to the signed receipt, and who may say so."""

import asyncio
from typing import Any

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.identity.accesses import AccessState, accesses_of
from iok_core.identity.freeze_code import freeze_sha256
from iok_core.identity.handing_over import HandOver, StageRefusal, hand_over, record_receipt
from iok_core.identity.identity_rows import InBatch
from iok_core.identity.issuing import Issued, IssueRefusal, give_access
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.oneself import declare_resident
from iok_core.identity.permissions import Role
from iok_core.identity.signing_in import Reason, Refused, SignedIn, sign_in
from iok_core.identity.start_password import new_start
from iok_core.identity.tables import IssueBatch
from iok_core.premises.tables import Party, Representation
from tests.databases import on_sqlite
from tests.identity.office import Office


async def issued_in_batch(office: Office, person: int) -> Issued:
    start, now = await new_start(office.ctx), office.clock.now()
    batch = IssueBatch(building="Lipowa 14", staircase="", issued_by=office.clerk, issued_at=now)
    await batch.save()
    async with transaction():
        by = Origin.staff(office.clerk)
        return await give_access(office.ctx, person, start, by=by, batch=InBatch(batch.id, 1))


def in_hand(person: int, *, checked: bool = True, signed: bool = False) -> HandOver:
    document = DocumentKind.PASSPORT if checked else None
    return HandOver(persons=(person,), identity_checked=checked, document=document, signed=signed)


async def state_of(office: Office, person: int) -> tuple[AccessState, bool]:
    access = (await accesses_of([person]))[person]
    return access.state(office.clock.now()), access.lacks_receipt()


async def rows_of(action: str) -> list[tuple[object, ...]]:
    sql = "SELECT object_id, result, meta FROM audit WHERE action = {} ORDER BY seq"
    return [tuple(row) for row in await fetch(sql, action)]


async def test_k06_7_a_slip_of_a_batch_opens_nothing_before_it_was_handed_over(
    office: Office,
) -> None:
    person = await office.add_person()
    issued = await issued_in_batch(office, person)
    early = await sign_in(office.ctx, issued.identifier, issued.start_password)
    assert early == Refused(Reason.NOT_HANDED_OVER)
    by = Origin.staff(office.clerk)
    assert await hand_over(office.ctx, in_hand(person), by=by) == [person]
    entered = await sign_in(office.ctx, issued.identifier, issued.start_password)
    assert isinstance(entered, SignedIn)
    assert await rows_of("access_hand_over") == [(person, "done", '{"document":"passport"}')]


async def test_k06_7_no_sign_in_overtakes_the_handing_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was read before: the one UPDATE that lets in looks at it itself."""
    person = await office.add_person()
    issued = await issued_in_batch(office, person)
    by = Origin.staff(office.clerk)
    await hand_over(office.ctx, in_hand(person), by=by)
    verify = office.ctx.hashing.verify

    async def taken_back_meanwhile(stored: str | None, secret: str) -> bool:
        await execute("UPDATE identity SET handed_over_at = NULL WHERE person = {}", person)
        return await verify(stored, secret)

    monkeypatch.setattr(office.ctx.hashing, "verify", taken_back_meanwhile)
    refused = await sign_in(office.ctx, issued.identifier, issued.start_password)
    assert refused == Refused(Reason.OVERTAKEN)


@on_sqlite
@pytest.mark.parametrize(
    "of", [{"checked": False}, {"checked": True, "document": None}], ids=["tick", "kind"]
)
async def test_k06_2_k06_7_nobody_gets_a_slip_of_a_batch_unseen(
    office: Office, of: dict[str, bool | None]
) -> None:
    person = await office.add_person()
    await issued_in_batch(office, person)
    wanted = HandOver(persons=(person,), identity_checked=bool(of["checked"]))
    refused = await hand_over(office.ctx, wanted, by=Origin.staff(office.clerk))
    assert refused is StageRefusal.IDENTITY_NOT_CHECKED
    assert (await accesses_of([person]))[person].in_batch_only()
    reason = '{"reason":"identity_not_checked"}'
    assert await rows_of("access_hand_over") == [(person, "refused", reason)]


async def test_k06_6_a_slip_goes_from_issued_to_signed(office: Office) -> None:
    person, by = await office.add_person(), Origin.staff(office.clerk)
    issued = await office.issue(person)
    assert await record_receipt(office.ctx, [person], by=by) == []
    assert await state_of(office, person) == (AccessState.ISSUED, False)
    assert await hand_over(office.ctx, in_hand(person, checked=False), by=by) == [person]
    assert await state_of(office, person) == (AccessState.HANDED_OVER, True)
    await office.activate(issued)
    assert await state_of(office, person) == (AccessState.ACTIVE, True)
    assert await record_receipt(office.ctx, [person], by=by) == [person]
    assert await state_of(office, person) == (AccessState.ACTIVE, False)
    assert await rows_of("access_receipt") == [(person, "done", "{}")]


async def test_k06_6_what_is_recorded_twice_at_once_is_recorded_once(office: Office) -> None:
    person, by = await office.add_person(), Origin.staff(office.clerk)
    await office.issue(person)
    wanted = in_hand(person, signed=True)
    done = await asyncio.gather(*(hand_over(office.ctx, wanted, by=by) for _ in range(3)))
    assert sorted(done, key=len) == [[], [], [person]]
    assert (len(await rows_of("access_hand_over")), len(await rows_of("access_receipt"))) == (1, 1)


@on_sqlite
async def test_k06_3_a_second_slip_is_handed_over_and_signed_for_anew(office: Office) -> None:
    person, by = await office.add_person(), Origin.staff(office.clerk)
    first = await office.issue(person)
    await hand_over(office.ctx, in_hand(person, signed=True), by=by)
    second = await office.issue(person, after_issue=1)
    assert await state_of(office, person) == (AccessState.ISSUED, False)
    (kept,) = await fetch("SELECT freeze_sha256 FROM identity WHERE person = {}", person)
    assert kept[0] == freeze_sha256(second.freeze_code.lower().replace("-", " "))
    assert kept[0] != freeze_sha256(first.freeze_code)


@on_sqlite
@pytest.mark.parametrize("role", [Role.SETTLEMENTS, Role.TECHNICAL, Role.BOARD])
async def test_k06_2_without_the_right_nothing_is_recorded_of_a_slip(
    office: Office, role: Role
) -> None:
    person, by = await office.add_person(), Origin.staff(await office.add_clerk(role))
    await office.issue(person)
    assert await hand_over(office.ctx, in_hand(person), by=by) is StageRefusal.NOT_PERMITTED
    assert await record_receipt(office.ctx, [person], by=by) is StageRefusal.NOT_PERMITTED
    assert await state_of(office, person) == (AccessState.ISSUED, False)


# K06-11: nobody issues for oneself


async def acts_for(office: Office, party: int, *persons: int) -> None:
    for person in persons:
        acting: dict[str, Any] = {"person": person, "party": party, "basis": "self", "grounds": ""}
        await Representation.insert(Representation(**acting, since=office.clock.today()))


async def test_k06_11_nobody_issues_to_oneself_or_to_their_own_premises(office: Office) -> None:
    own, wife, stranger = [await office.add_person() for _ in range(3)]
    party = Party(source=1, source_key="K-1")
    await party.save()
    await acts_for(office, party.id, own, wife)
    by = Origin.operator("root")
    await declare_resident(office.ctx, own, office.clerk, by=by)
    outcomes = [await office.try_to_issue(person) for person in (own, wife, stranger)]
    assert outcomes[:2] == [IssueRefusal.ONESELF] * 2
    assert isinstance(outcomes[2], Issued)
    assert await rows_of("staff_resident") == [(own, "done", f'{{"staff":{office.clerk}}}')]
    await declare_resident(office.ctx, own, None, by=by)
    assert isinstance(await office.try_to_issue(own), Issued)


@on_sqlite
async def test_k06_11_nobody_hands_over_or_receipts_for_oneself(office: Office) -> None:
    own = await office.add_person()
    await office.issue(own)
    await declare_resident(office.ctx, own, office.clerk, by=Origin.operator("root"))
    mine, other = Origin.staff(office.clerk), Origin.staff(await office.add_clerk())
    assert await hand_over(office.ctx, in_hand(own), by=mine) is StageRefusal.ONESELF
    assert await hand_over(office.ctx, in_hand(own), by=other) == [own]
    assert await record_receipt(office.ctx, [own], by=mine) is StageRefusal.ONESELF
    assert await record_receipt(office.ctx, [own], by=other) == [own]


@on_sqlite
async def test_k06_11_the_declaration_names_somebody_of_the_office(office: Office) -> None:
    with pytest.raises(LookupError):
        await declare_resident(office.ctx, await office.add_person(), 404, by=Origin.system())
