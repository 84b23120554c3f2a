"""`iok access …` and `iok person …`: the same desk, and no way around it."""

import json
import os
import pwd
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from iok_core.db import fetch
from iok_core.identity.permissions import Role
from iok_core.identity.signing_in import SignedIn, sign_in
from iok_core.premises.desk import add_person
from iok_core.premises.service import Basis
from tests.databases import on_sqlite
from tests.identity.slip_reading import START, slips
from tests.portal import Access, add_clerk, people
from tests.premises.payers import add_payers

pytestmark = on_sqlite
SEEN = ("--document", "passport", "--identity-checked")


class Server:
    """The folder of a portal with payers, a clerk, and somebody without an access."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parties = people(folder, add_payers)
        self.clerk = people(folder, add_clerk)
        self.person = people(
            folder,
            lambda portal: add_person(
                "Anna Cebulowa",
                self.parties["K-2"],
                Basis.SELF,
                by_identity=None,
                clock=portal.clock,
            ),
        )

    def iok(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["--dir", str(self.folder), *words])

    def issue(self, *more: str, clerk: Access | None = None) -> Result:
        by = ("--clerk", (clerk or self.clerk).identifier)
        return self.iok("access", "issue", str(self.person), *by, *more)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return people(self.folder, lambda _: fetch(sql))

    def enters(self, identifier: str, password: str) -> bool:
        entered = people(self.folder, lambda portal: sign_in(portal.identity, identifier, password))
        return isinstance(entered, SignedIn)


@pytest.fixture
def server(portal_folder: Path) -> Server:
    return Server(portal_folder)


def test_k06_2_k06_3_a_slip_goes_to_the_file_that_is_named_and_the_operator_is_recorded(
    server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "slip.pdf"
    printed = server.issue(*SEEN, "--pdf", str(file))
    assert printed.exit_code == 0, printed.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ((identifier, password),) = slips(file.read_bytes())
    assert password not in printed.output
    assert server.enters(identifier, password)
    (meta,) = server.rows("SELECT meta FROM audit WHERE action = 'access_issue'")[0]
    operator = pwd.getpwuid(os.getuid()).pw_name
    assert json.loads(str(meta)) == {"document": "passport", "operator": operator}
    again = server.issue(*SEEN, "--pdf", str(file))
    assert (again.exit_code, "exists already" in again.output) == (2, True)
    assert server.enters(identifier, password) is False  # burned, and not issued anew
    assert server.rows("SELECT issue_number FROM identity WHERE person IS NOT NULL") == [(1,)]


def test_k06_2_without_the_tick_the_kind_or_the_right_no_command_issues(server: Server) -> None:
    board = people(server.folder, lambda portal: add_clerk(portal, Role.BOARD))
    by = ("--clerk", server.clerk.identifier)
    refused = [
        (server.issue("--document", "passport"), "identity_not_checked"),
        (server.issue("--identity-checked"), "--document"),
        (server.issue(*SEEN, clerk=board), "not_permitted"),
        (server.iok("access", "issue", str(server.person), *SEEN), "--clerk"),
        (server.iok("access", "issue", str(server.person), *SEEN, "--clerk", "1"), "signs in"),
        (server.iok("access", "issue", "999", *SEEN, *by), "no person 999"),
        (_batch(server, "--pdf", str(server.folder / "b.pdf")), "identity_not_checked"),
    ]
    for result, told in refused:
        assert (result.exit_code > 0, told in result.output) == (True, True), result.output
        assert not START.search(result.output)
    assert server.rows("SELECT id FROM identity WHERE person IS NOT NULL") == []
    assert not (server.folder / "b.pdf").exists()


def _batch(server: Server, *more: str) -> Result:
    by = ("--clerk", server.clerk.identifier)
    return server.iok("access", "batch", "Lipowa 14", *by, *more)


def test_k06_7_a_batch_is_printed_handed_over_and_signed_for_by_commands(
    server: Server, tmp_path: Path
) -> None:
    file, by = tmp_path / "slips.pdf", ("--clerk", server.clerk.identifier)
    printed = _batch(server, "--checks-on-handing-over", "--pdf", str(file), "--paper", "strip")
    assert re.match(r"batch \d+: 1 slips ", printed.output), printed.output
    ((identifier, password),) = slips(file.read_bytes())
    assert not server.enters(identifier, password)
    person = str(server.person)
    unseen = server.iok("access", "hand-over", person, *by)
    assert (unseen.exit_code, "identity_not_checked" in unseen.output) == (1, True)
    assert server.iok("access", "hand-over", person, *by, *SEEN).output == "recorded for 1\n"
    assert server.enters(identifier, password)
    missing = server.iok("access", "list", "--without-receipt").output
    assert re.fullmatch(rf" +{person}  started +{identifier} +Anna Cebulowa\n", missing)
    assert server.iok("access", "receipt", person, *by).output == "recorded for 1\n"
    assert server.iok("access", "list", "--without-receipt").output == ""


def test_k06_9_k06_11_persons_bases_and_employees_are_recorded_by_commands(server: Server) -> None:
    firm = ("person", "add", "000417", "Jan Prezesowski", "--basis", "register")
    flawed = server.iok(*firm)
    assert (flawed.exit_code, "no_grounds, no_end" in flawed.output) == (2, True)
    added = server.iok(*firm, "--grounds", "KRS 0000123456", "--until", "2099-06-30")
    person = added.output.strip()
    ended = ("--basis", "register", "--grounds", "KRS 0000123456", "--until", "2099-01-31")
    assert server.iok("person", "basis", person, "000417", *ended).exit_code == 0
    days = server.rows("SELECT until FROM representation WHERE basis = 'register'")
    assert [str(day[0]) for day in days] == ["2099-01-31"]
    stranger = server.iok("person", "basis", str(server.person), "000417", *ended)
    assert (stranger.exit_code, "does not act" in stranger.output) == (1, True)
    declared = server.iok("person", "employee", str(server.person), server.clerk.identifier)
    assert declared.exit_code == 0
    assert "oneself" in server.issue(*SEEN).output
    assert server.iok("person", "employee", str(server.person)).exit_code == 0
    assert START.search(server.issue(*SEEN).output)
