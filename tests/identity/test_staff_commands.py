"""`iok staff …` and `iok approvals …`, as an operator types them."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from iok_core.db import fetch
from iok_core.identity.permissions import Role
from iok_core.identity.service import SignedIn, sign_in
from tests.databases import on_sqlite
from tests.portal import Access, LivePortal, add_clerk, people

pytestmark = on_sqlite


@pytest.fixture
def two(portal_folder: Path) -> list[Access]:
    """An administrator and a clerk."""
    roles = (Role.ADMINISTRATOR, Role.DESK)
    return [people(portal_folder, partial(add_clerk, role=role)) for role in roles]


def iok(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), *words])


def test_an_operator_does_what_the_page_of_staff_does(
    portal_folder: Path, two: list[Access]
) -> None:
    number = str(two[1].staff)
    assert iok(portal_folder, "staff", "role", number, "board").output == f"{number}: board\n"
    assert iok(portal_folder, "staff", "disable", number).output == f"{number}: disabled\n"
    told = iok(portal_folder, "staff", "list").output.splitlines()
    assert told[1].split()[:3] == [number, "board", "disabled"]
    assert iok(portal_folder, "staff", "enable", number).output == f"{number}: enabled\n"
    issued = json.loads(iok(portal_folder, "staff", "issue", number, "--json").output)
    assert issued["identifier"] == two[1].identifier
    acts = people(
        portal_folder,
        lambda _: fetch(
            "SELECT action, object_id FROM audit WHERE actor_kind = 'operator' AND seq > "
            "(SELECT max(seq) FROM audit) - 4 ORDER BY seq"
        ),
    )
    named = ["staff_role", "staff_disable", "staff_enable", "access_issue"]
    assert acts == [(action, two[1].staff) for action in named]
    entered = people(
        portal_folder,
        lambda p: sign_in(p.identity, issued["identifier"], issued["start_password"]),
    )
    assert isinstance(entered, SignedIn)


def test_s48_an_operator_makes_an_administrator_without_a_second_person(
    portal_folder: Path, two: list[Access]
) -> None:
    assert iok(portal_folder, "staff", "role", str(two[1].staff), "administrator").exit_code == 0
    rows = json.loads(iok(portal_folder, "staff", "list", "--json").output)
    assert [one["role"] for one in rows] == ["administrator", "administrator"]


def test_what_cannot_be_done_is_told(portal_folder: Path, two: list[Access]) -> None:
    for words, told in (
        (("disable", str(two[0].staff)), "the only administrator"),
        (("enable", str(two[1].staff)), "it is so already"),
        (("role", "4711", "desk"), "no member of staff 4711"),
    ):
        refused = iok(portal_folder, "staff", *words)
        assert (refused.exit_code, told in refused.output) == (1, True)


def test_s46_a_second_person_is_switched_off_and_on_here_alone(portal_folder: Path) -> None:
    assert iok(portal_folder, "approvals", "off", "staff_role").exit_code == 2
    why = ("--reason", "Jedna osoba w biurze")
    assert iok(portal_folder, "approvals", "off", "staff_rolle", *why).exit_code == 2
    off = iok(portal_folder, "approvals", "off", "staff_role", *why)
    assert off.output == "staff_role: no second person needed\n"
    listed = iok(portal_folder, "approvals", "list").output
    assert "Jedna osoba w biurze" in listed
    assert "staff_role: off since" in iok(portal_folder, "doctor").output
    assert iok(portal_folder, "approvals", "on", "staff_role", *why).exit_code == 0
    assert "Jedna osoba" not in iok(portal_folder, "approvals", "list").output


def test_s10_a_role_changed_in_another_process_ends_sessions_at_the_next_request(
    live: LivePortal,
) -> None:
    clerk = live.clerk()
    browser = live.browser_of(clerk)
    assert browser.open("/biuro").status_code == 200
    words = ["--dir", str(live.folder), "staff", "role", str(clerk.staff), "settlements"]
    subprocess.run([sys.executable, "-m", "iok_core", *words], check=True, capture_output=True)
    assert browser.open("/biuro").headers["location"].startswith("/logowanie")
    assert live.rows("SELECT DISTINCT ended_reason FROM session") == [("role_changed",)]
