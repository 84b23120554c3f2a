"""`iok loss …` and `iok demand …`, as an operator types them."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from iok_core.db import fetch
from iok_core.losses.kinds import Caller, Happened
from iok_core.losses.reporting import report_in_words
from tests.databases import on_sqlite
from tests.portal import Access, add_clerk, add_resident, people

pytestmark = on_sqlite


@pytest.fixture
def anna(portal_folder: Path) -> Access:
    return people(portal_folder, add_resident)


@pytest.fixture
def iok(portal_folder: Path) -> "Typing":
    return Typing(portal_folder)


class Typing:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["--dir", str(self.folder), *words])

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return people(self.folder, lambda _: fetch(sql))


def test_s45_k10_4_an_operator_records_a_loss_and_blocks(iok: Typing, anna: Access) -> None:
    done = iok("loss", "report", anna.identifier, "--happened", "2026-01-02")
    assert done.output == "loss 1: blocked\n"
    assert re.search(r"office +blocked +(late|in time)\n", iok("loss", "list").output)
    assert iok("loss", "list", "--open").output == ""
    assert iok.rows("SELECT clause, recorded_by FROM block") == [(10, None)]
    future = iok("loss", "report", anna.identifier, "--happened", "2999-01-01")
    assert (future.exit_code, "still to come" in future.output) == (2, True)


def test_k10_4_an_operator_settles_reports_and_breaches(iok: Typing, anna: Access) -> None:
    for _ in "12":
        people(
            iok.folder,
            lambda portal: report_in_words(
                portal.losses, Caller(phone="600"), Happened(), "192.0.2.0/24"
            ),
        )
    assert iok("loss", "block", "1", anna.identifier).output == "block 1\n"
    assert "nothing was done: closed" in iok("loss", "block", "1", anna.identifier).output
    assert "no report 9" in iok("loss", "close", "9", "--reason", "x").output
    assert iok("loss", "close", "2", "--reason", "Znaleziono").output == "closed 2\n"
    assert iok("loss", "breach", "1").output == "breach 1\n"
    assert "loss 1  by" in iok("loss", "breaches").output
    decided = iok("loss", "decide", "1", "--outcome", "notified", "--reason", "Zarząd")
    assert decided.output == "decided 1\n"


def test_k09_1_an_operator_registers_a_demand_that_a_block_carries_out(
    iok: Typing, anna: Access
) -> None:
    block = ("resident", "block", anna.identifier, "--clause", "9", "--reason", "Pismo")
    refused = iok(*block)
    assert (refused.exit_code, "no_demand" in refused.output) == (1, True)
    words = ("--kind", "block", "--form", "paper", "--journal", "231/2026")
    assert iok("demand", "register", anna.identifier, *words).output == "demand 1\n"
    assert "231/2026" in iok("demand", "list", "--open").output
    assert iok("demand", "list", "--overdue").output == ""
    assert iok(*block).output == "block 1\n"
    assert "executed" in iok("demand", "list").output
    lifted = iok("resident", "unblock", anna.identifier, "--reason", "Pismo")
    assert "nothing was done: no_demand" in lifted.output
    assert "no demand 1 waits" in iok("demand", "close", "1", "--reason", "x").output


def test_k09_1_a_new_password_from_the_command_line_names_its_demand(
    iok: Typing, anna: Access
) -> None:
    clerk = people(iok.folder, add_clerk)
    issue = ("access", "issue", str(anna.person), "--clerk", clerk.identifier)
    checked = ("--document", "id_card", "--identity-checked")
    assert "no_demand" in iok(*issue, *checked).output
    assert "start password" in iok(*issue, *checked, "--journal", "7/2026").output
    assert iok.rows("SELECT journal, form FROM demand") == [("7/2026", "in_person")]
