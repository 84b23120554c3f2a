import json
import os
import pwd
import re
from datetime import UTC, datetime

import click
import pytest
from click.testing import CliRunner

from iok_core.audit.operator import operator
from iok_core.db import fetch
from iok_core.identity import service
from iok_core.identity.commands import staff
from iok_core.identity.issuing import Issued
from iok_core.identity.permissions import Permission, Role, permissions_of
from iok_core.identity.staff import add_staff
from tests.identity.office import Office


async def test_s48_a_new_member_of_staff_gets_a_start_password_and_the_operator_is_recorded(
    office: Office,
) -> None:
    issued = await add_staff(office.ctx, "Ola Kadrowa", Role.BOARD, operator="jnowak")
    (row,) = await fetch("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")
    staff_id = (await fetch("SELECT id FROM staff WHERE name = {}", "Ola Kadrowa"))[0][0]
    assert row[2:8] == ("operator", "jnowak", "staff_add", "staff", staff_id, "done")
    entered = await office.enter(issued.identifier, issued.start_password)
    assert entered.must_set_password
    session = await office.session(entered.token)
    assert (session.staff, session.staff_role, session.person) == (staff_id, "board", None)


class OpenPortal:
    """A portal that issues what it was told to."""

    def __init__(self, issued: Issued) -> None:
        self.issued = issued

    def with_identity(self, _: object) -> Issued:
        return self.issued


def test_s48_the_command_prints_the_access_once() -> None:
    issued = Issued(
        identity=1,
        identifier="482913",
        start_password="ABCD-EFGH-JKLM-NPQR",
        expires_at=datetime(2026, 3, 16, 9, 30, tzinfo=UTC),
    )
    words = ["add", "Ola Kadrowa", "--role", "desk"]
    printed = CliRunner().invoke(staff, [*words, "--json"], obj=OpenPortal(issued))
    assert json.loads(printed.output) == {
        "identifier": "482913",
        "start_password": "ABCD-EFGH-JKLM-NPQR",
        "expires_at": "2026-03-16T09:30:00+00:00",
    }
    plain = CliRunner().invoke(staff, words, obj=OpenPortal(issued))
    assert re.search(r"start password +ABCD-EFGH-JKLM-NPQR\n", plain.output)


def test_the_command_takes_no_password() -> None:
    assert isinstance(staff, click.Group)
    options = {parameter.name for parameter in staff.commands["add"].params}
    assert options == {"name", "role", "as_json"}


def test_an_operator_whose_name_is_no_code_is_recorded_by_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert operator().actor == pwd.getpwuid(os.getuid()).pw_name
    uid = os.getuid()
    odd = pwd.struct_passwd(("DOM\\Jan Nowak", "x", uid, uid, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: odd)
    assert operator().actor == f"uid-{uid}"


async def test_s47_a_fresh_portal_has_nobody_in_it(office: Office) -> None:
    """Only the clerk that the test made: no default account comes with the tables."""
    assert await fetch("SELECT kind, staff FROM identity") == [("staff", office.clerk)]


def test_s47_no_verb_signs_in_as_somebody_else() -> None:
    makes_session = [name for name in service.__all__ if "sign_in" in name or "login" in name]
    assert makes_session == ["sign_in"]


@pytest.mark.parametrize("role", ["", "clerk", "Desk", "root", "pracownik"])
def test_a_role_that_was_granted_nothing_may_do_nothing(role: str) -> None:
    assert permissions_of(role) == frozenset()


def test_the_desk_issues_and_the_settlements_office_imports() -> None:
    assert Permission.ISSUE_CREDENTIALS in permissions_of("desk")
    assert Permission.RUN_IMPORTS not in permissions_of("desk")
    assert Permission.RUN_IMPORTS in permissions_of("settlements")
    assert Permission.ISSUE_CREDENTIALS not in permissions_of("settlements")
    assert permissions_of("administrator") == set(Permission)
