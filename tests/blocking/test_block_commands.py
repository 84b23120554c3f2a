"""`iok resident …`, as an operator types it."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from iok_core.db import fetch
from iok_core.identity.service import SignedIn, sign_in
from tests.portal import Access, add_resident, people


@pytest.fixture
def anna(portal_folder: Path) -> Access:
    return people(portal_folder, add_resident)


def iok(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), "resident", *words])


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return people(folder, lambda _: fetch(sql))


def test_s45_an_operator_blocks_and_unblocks(portal_folder: Path, anna: Access) -> None:
    who, still_open = anna.identifier, "SELECT count(*) FROM session WHERE ended_at IS NULL"
    entered = people(portal_folder, lambda portal: sign_in(portal.identity, who, anna.password))
    assert (type(entered), rows(portal_folder, still_open)) == (SignedIn, [(1,)])
    assert iok(portal_folder, "show", who).output == f"{who}  active\n"
    made = iok(portal_folder, "block", who, "--clause", "10", "--reason", "Zgubiony telefon")
    (number,) = re.findall(r"^block (\d+)\n$", made.output)
    assert rows(portal_folder, still_open) == [(0,)]
    shown = iok(portal_folder, "show", who).output
    assert re.fullmatch(rf"{who}  blocked\nblock {number}  clause 10  [0-9-]+ –  in_force\n", shown)
    assert iok(portal_folder, "unblock", who, "--reason", "Nowy wydruk").output == (
        f"lifted block {number}\n"
    )
    assert "lifted" in iok(portal_folder, "show", who).output
    acts = rows(portal_folder, "SELECT actor_kind, action FROM audit ORDER BY seq DESC LIMIT 2")
    assert acts == [("operator", "access_unblock"), ("operator", "access_block")]


def test_a_block_to_come_is_made_from_the_command_line(portal_folder: Path, anna: Access) -> None:
    days = ("--from", "2099-01-01", "--until", "2099-01-31")
    words = ("--clause", "11", "--reason", "Uchwała 3", "--facts", "Obce logowania", *days)
    assert iok(portal_folder, "block", anna.identifier, *words).exit_code == 0
    assert "2099-01-01 – 2099-01-31  to_come" in iok(portal_folder, "show", anna.identifier).output
    unblocked = iok(portal_folder, "unblock", anna.identifier, "--reason", "x")
    assert (unblocked.exit_code, "is not blocked" in unblocked.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--clause", "9", "--reason", " "), "no_reason"),
        (("--clause", "11", "--reason", "x"), "no_facts"),
        (("--clause", "9", "--reason", "x", "--from", "2020-01-01"), "begins_in_the_past"),
        (("--clause", "8", "--reason", "x"), "'8' is not one of"),
    ],
)
def test_a_block_that_is_not_in_order_is_refused_in_a_sentence(
    portal_folder: Path, anna: Access, words: tuple[str, ...], told: str
) -> None:
    refused = iok(portal_folder, "block", anna.identifier, *words)
    assert refused.exit_code == 2
    assert told in refused.output


def test_an_unknown_identifier_is_told(portal_folder: Path) -> None:
    for words in (("show",), ("unblock", "--reason", "x")):
        refused = iok(portal_folder, words[0], "999999", *words[1:])
        assert (refused.exit_code, "no resident signs in as 999999" in refused.output) == (1, True)
