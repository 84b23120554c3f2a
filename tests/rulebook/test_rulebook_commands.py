"""`iok regulations …`: a draft from its beginning to the version that residents accept."""

import csv
import hashlib
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from iok_core.db import fetch
from tests.days import from_today
from tests.portal import add_newcomer, add_resident, people

PAUSE = "niezwłocznej zmiany hasła. Po pięciu błędnych hasłach czeka się 15 minut."


def iok(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), "regulations", *words])


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return people(folder, lambda _: fetch(sql))


def rewritten(folder: Path, old: str, new: str) -> Path:
    """A file with the text of draft 1, one thing in it changed."""
    text = iok(folder, "draft", "text", "1").stdout
    assert old in text
    file = folder / "draft.txt"
    file.write_text(text.replace(old, new), "utf-8")
    return file


def test_k01_3_k13_1_k13_5_a_draft_becomes_a_version_from_the_command_line(
    portal_folder: Path,
) -> None:
    folder = portal_folder
    assert iok(folder, "draft", "begin").stdout == "draft 1\n"
    file = rewritten(folder, "niezwłocznej zmiany hasła.", PAUSE)
    assert iok(folder, "draft", "write", "1", str(file)).exit_code == 0
    soon, later = from_today(13), from_today(14)
    announcing = ("draft", "announce", "1", "--from", str(later), "--summary", "Pięć prób")
    assert "who approved" in iok(folder, *announcing, "--despite-warnings").stderr
    link = ("draft", "link", "1", "identity.brake_failures", "--clause", "8", "--says", "5")
    assert iok(folder, *link).exit_code == 0
    approval = ("--by", "Zarząd", "--on", str(from_today(0)), "--resolution", "Protokół 1/2026")
    assert iok(folder, "draft", "approve", "1", *approval).exit_code == 0
    assert "approved" in iok(folder, "draft", "write", "1", str(file)).stderr

    refused = iok(folder, *announcing)
    assert refused.exit_code == 1
    assert "clause 8" in refused.stderr
    assert "the text says 5, and the portal does 10" in refused.stderr
    early = [str(soon) if word == str(later) else word for word in announcing]
    assert "later day" in iok(folder, *early, "--despite-warnings").stderr
    assert iok(folder, *announcing, "--despite-warnings").stdout == "version 2\n"

    listed = iok(folder, "list").stdout.splitlines()
    assert listed[0] == f"version 2  from {later}  Protokół 1/2026  announced"
    assert listed[1].endswith("in force")
    assert listed[-1] == "accepted by 0 of 0"
    text = iok(folder, "text", "2").stdout
    kept = rows(
        folder, "SELECT sha256, summary, approved_by FROM regulations_version WHERE number = 2"
    )
    assert kept == [(hashlib.sha256(text.encode()).hexdigest(), "Pięć prób", "Zarząd")]
    assert (
        "identity.brake_failures  enforced  [identity.brake] failures"
        in iok(folder, "rules", "--version", "2").stdout
    )
    assert "the portal does 10" in iok(folder, "check", "--version", "2").stdout
    changed = iok(folder, "difference", "1", "2").stdout
    assert changed.startswith("changed 8\n- Użytkownicy")
    kinds = "object_kind IN ('draft', 'regulations')"
    acts = rows(folder, f"SELECT action FROM audit WHERE {kinds} ORDER BY seq")
    assert [act for (act,) in acts] == [
        "regulations_publish",
        *("draft_start", "draft_save", "draft_link", "draft_approve"),
        *("regulations_publish", "draft_publish"),
    ]
    assert rows(folder, "SELECT kind FROM event WHERE kind LIKE 'regulations%'") == [
        ("regulations_announced",)
    ]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_k13_4_a_correction_is_published_from_the_command_line(portal_folder: Path) -> None:
    folder = portal_folder
    assert iok(folder, "draft", "begin", "--correction").stdout == "draft 1\n"
    correcting = ("draft", "correct", "1", "--despite-warnings", "--reason")
    assert "more than typing errors" in iok(folder, *correcting, "Nic").stderr
    file = rewritten(folder, "siedzibie spółdzielni", "siedzibie Spółdzielni")
    iok(folder, "draft", "write", "1", str(file))
    done = iok(folder, *correcting, "Wielka litera")
    assert done.stdout == "version 2\n"
    assert rows(folder, "SELECT corrects, summary FROM regulations_version WHERE number = 2") == [
        (1, "Wielka litera")
    ]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_k01_3_an_approved_draft_is_opened_again_and_a_draft_is_thrown_away(
    portal_folder: Path,
) -> None:
    folder = portal_folder
    iok(folder, "draft", "begin")
    approval = ("--by", "Zarząd", "--on", str(from_today(0)), "--resolution", "1/2026")
    assert "Change something first" in iok(folder, "draft", "approve", "1", *approval).stderr
    file = rewritten(folder, "siedzibie spółdzielni", "biurze")
    iok(folder, "draft", "write", "1", str(file))
    iok(folder, "draft", "approve", "1", *approval)
    assert "draft 1  of version 1  approved" in iok(folder, "list").stdout
    assert iok(folder, "draft", "reopen", "1").exit_code == 0
    assert "draft 1  of version 1  being written" in iok(folder, "list").stdout
    assert iok(folder, "draft", "discard", "1").exit_code == 0
    assert "draft" not in iok(folder, "list").stdout
    assert rows(folder, "SELECT count(*) FROM clause_rule") == [(0,)]


def test_k01_4_k01_5_who_has_accepted_is_told_as_csv_and_paper_is_recorded(
    portal_folder: Path,
) -> None:
    folder = portal_folder
    anna = people(folder, add_resident)
    ewa = people(folder, lambda portal: add_newcomer(portal, "Ewa Papierowa"))
    signed = ("accepted-on-paper", ewa.identifier, "--version", "1", "--signed-on", "2024-01-05")
    before = {line["identifier"]: line for line in told(folder)}
    assert (before[anna.identifier]["version"], before[anna.identifier]["way"]) == ("1", "portal")
    assert before[ewa.identifier]["version"] == ""
    assert iok(folder, *signed).stdout == "recorded\n"
    after = {line["identifier"]: line for line in told(folder)}
    assert after[ewa.identifier]["way"] == "paper"
    assert after[ewa.identifier]["signed_on"] == "2024-01-05"
    assert after[ewa.identifier]["sha256"] == after[anna.identifier]["sha256"]
    assert "recorded" in iok(folder, *signed).stderr
    assert "accepted by 1 of 1" in iok(folder, "list").stdout  # Ewa has no own password yet


def told(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(iok(folder, "acceptances").stdout)))


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_k04_2_k04_3_the_information_is_published_from_the_command_line(
    portal_folder: Path, tmp_path: Path
) -> None:
    assert iok(portal_folder, "information", "show").exit_code == 1
    file = tmp_path / "rodo.txt"
    file.write_text("Pytania: stary@lipowa.example\n", "utf-8")
    refused = iok(portal_folder, "information", "publish", str(file))
    assert "stary@lipowa.example" in refused.stderr
    file.write_text("Pytania: biuro@lipowa.example\n", "utf-8")
    assert iok(portal_folder, "information", "publish", str(file)).stdout == "version 1\n"
    assert iok(portal_folder, "information", "show").stdout == "Pytania: biuro@lipowa.example\n"
