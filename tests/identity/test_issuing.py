import asyncio
import inspect

import msgspec
import pytest

from iok_core.audit.origin import Origin
from iok_core.db import ConstraintViolated, execute, fetch
from iok_core.identity import service
from iok_core.identity.accesses import accesses_of
from iok_core.identity.issuing import Issued, IssueRefusal, IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.permissions import Role
from iok_core.identity.signing_in import Reason, Refused, SignedIn, sign_in
from iok_core.identity.tables import Identity
from tests.identity.office import OWN, Office, find_session


def request_for(person: int, *, checked: bool = True, after_issue: int = 0) -> IssueRequest:
    return IssueRequest(
        person=person,
        document=DocumentKind.ID_CARD,
        identity_checked=checked,
        after_issue=after_issue,
    )


async def last_audit(action: str) -> tuple[object, ...]:
    rows = await fetch(
        "SELECT actor_kind, actor, object_kind, object_id, result, meta FROM audit"
        " WHERE action = {} ORDER BY seq DESC LIMIT 1",
        action,
    )
    return rows[0]


# K06-1: only the kind of document


async def test_k06_1_only_the_kind_of_the_document_is_kept(office: Office) -> None:
    person = await office.add_person()
    await office.issue(person)
    assert await last_audit("access_issue") == (
        "staff", str(office.clerk), "person", person, "done", '{"document":"id_card"}',
    )  # fmt: skip


@pytest.mark.parametrize("document", ["ABC 123456", "abc123456", "44051401359", ""])
async def test_k06_1_nothing_but_a_known_kind_of_document_is_taken(
    office: Office, document: str
) -> None:
    request = msgspec.structs.replace(
        request_for(await office.add_person()),
        document=document,
    )
    with pytest.raises(ValueError, match="DocumentKind"):
        await issue_access(office.ctx, request, by=Origin.staff(office.clerk))
    assert await fetch("SELECT * FROM identity WHERE person IS NOT NULL") == []


def test_k06_1_no_field_holds_a_number_a_note_or_a_scan() -> None:
    assert IssueRequest.__struct_fields__ == (
        "person", "document", "identity_checked", "after_issue", "journal",
    )  # fmt: skip
    assert {kind.value for kind in DocumentKind} == {
        "id_card", "passport", "residence_card", "mobile_id", "known_in_person",
    }  # fmt: skip


# K06-2: the tick and the right


async def test_k06_2_without_the_tick_no_access_is_made(office: Office) -> None:
    person = await office.add_person()
    outcome = await issue_access(
        office.ctx, request_for(person, checked=False), by=Origin.staff(office.clerk)
    )
    assert outcome is IssueRefusal.IDENTITY_NOT_CHECKED
    assert await accesses_of([person]) == {}
    assert (await last_audit("access_issue"))[4] == "refused"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.DESK, True),
        (Role.ADMINISTRATOR, True),
        (Role.SETTLEMENTS, False),
        (Role.TECHNICAL, False),
        (Role.BOARD, False),
    ],
)
async def test_k06_2_only_a_role_with_the_right_issues(
    office: Office, role: Role, may: bool
) -> None:
    person = await office.add_person()
    clerk = await office.add_clerk(role)
    outcome = await issue_access(office.ctx, request_for(person), by=Origin.staff(clerk))
    assert isinstance(outcome, Issued) is may
    assert (person in await accesses_of([person])) is may


@pytest.mark.parametrize(
    "by", [Origin.resident(1), Origin.operator("root"), Origin.system(), Origin.stranger()]
)
async def test_k06_2_nobody_but_staff_issues_not_even_the_operator(
    office: Office, by: Origin
) -> None:
    outcome = await issue_access(office.ctx, request_for(await office.add_person()), by=by)
    assert outcome is IssueRefusal.NOT_PERMITTED


async def test_k06_2_staff_who_have_left_issue_nothing(office: Office) -> None:
    await execute("UPDATE staff SET active = {} WHERE id = {}", False, office.clerk)
    outcome = await issue_access(
        office.ctx, request_for(await office.add_person()), by=Origin.staff(office.clerk)
    )
    assert outcome is IssueRefusal.NOT_PERMITTED


async def test_k06_2_at_the_command_line_the_operator_is_recorded(office: Office) -> None:
    await issue_access(
        office.ctx,
        request_for(await office.add_person()),
        by=Origin.staff(office.clerk),
        operator="jnowak",
    )
    assert '"operator":"jnowak"' in str((await last_audit("access_issue"))[5])


# K06-3: a slip and the one before it


async def test_k06_3_a_second_slip_voids_the_first(office: Office) -> None:
    person = await office.add_person()
    first = await office.issue(person)
    second = await office.issue(person, after_issue=1)
    refused = await sign_in(office.ctx, first.identifier, first.start_password)
    assert refused == Refused(Reason.WRONG)
    assert isinstance(await sign_in(office.ctx, second.identifier, second.start_password), SignedIn)


async def test_k06_3_one_form_issues_once(office: Office) -> None:
    """A double click, a reload, the back button: the slip in the hand stays good."""
    person = await office.add_person()
    first = await office.issue(person)
    again = await issue_access(office.ctx, request_for(person), by=Origin.staff(office.clerk))
    assert again is IssueRefusal.ALREADY_ISSUED
    assert isinstance(await sign_in(office.ctx, first.identifier, first.start_password), SignedIn)


async def test_two_clicks_at_once_make_one_slip(office: Office) -> None:
    person = await office.add_person()
    by = Origin.staff(office.clerk)
    outcomes = await asyncio.gather(
        *(issue_access(office.ctx, request_for(person), by=by) for _ in range(4))
    )
    assert [isinstance(outcome, Issued) for outcome in outcomes].count(True) == 1


async def test_a_new_slip_ends_the_own_password_and_every_session(office: Office) -> None:
    issued, token = await office.resident()
    person = (await fetch("SELECT person FROM identity WHERE id = {}", issued.identity))[0][0]
    await office.issue(person, after_issue=1)
    assert await find_session(office.ctx, token) is None
    assert isinstance(await sign_in(office.ctx, issued.identifier, OWN), Refused)


def test_s09_k08_3_nobody_chooses_a_password_for_somebody_else() -> None:
    """Who sets one must bring the session of the same human; the demonstration is by name."""
    takes_password = {
        name
        for name in service.__all__
        if inspect.iscoroutinefunction(verb := getattr(service, name))
        and set(inspect.signature(verb).parameters) & {"new", "password"}
    }
    assert takes_password == {
        "sign_in", "set_first_password", "change_password", "set_demo_password",
    }  # fmt: skip
    for verb in (service.set_first_password, service.change_password):
        assert "session" in inspect.signature(verb).parameters


# K06-8 and K05-7: one identity, one opaque identifier


async def test_k06_8_a_person_keeps_one_identity(office: Office) -> None:
    person = await office.add_person()
    first = await office.issue(person)
    second = await office.issue(person, after_issue=1)
    assert (second.identity, second.identifier) == (first.identity, first.identifier)
    with pytest.raises(ConstraintViolated):
        await Identity.insert(Identity(identifier="999999", kind="resident", person=person))


async def test_an_access_for_nobody_leaves_nothing(office: Office) -> None:
    with pytest.raises(ConstraintViolated):
        await issue_access(office.ctx, request_for(404), by=Origin.staff(office.clerk))
    assert await fetch("SELECT * FROM identity WHERE kind = 'resident'") == []
    assert await fetch("SELECT * FROM audit WHERE action = 'access_issue'") == []
