"""The demonstration as a portal: made once, never over something else, its sign-ins always good."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import httpx
import pytest

from iok_core.api import Desk
from iok_core.db import fetch
from iok_core.demo.commands import fill_or_renew
from iok_core.demo.correspondence.days import Days
from iok_core.demo.portal import NotADemonstrationError, SignIns
from iok_core.identity import service as identity
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.meters.seen import meter_sheet
from iok_core.portal import Portal, build_portal, running
from iok_core.settings import load
from iok_core.submissions.declared import Declared, declared_by
from iok_core.submissions.kinds import State
from iok_core.submissions.rows import SubmissionLine, submissions_for
from iok_core.working_days import WorkingDays
from tests.processes import free_port

FORMS = {"usterka", "liczba-osob", "wiadomosc", "kwota", "wplata", ""}
OF_CASES = ("submission_follower", "declared_payment", "photo", "attachment")
URL = "http://127.0.0.1:8000"


def start(folder: Path) -> SignIns:
    return asyncio.run(fill_or_renew(folder, 12, URL))


def in_portal(folder: Path, work: Callable[[Portal], Awaitable[Any]]) -> Any:
    async def all_of_it() -> Any:
        async with running(build_portal(load(folder, {}), "worker")) as portal:
            return await work(portal)

    return asyncio.run(all_of_it())


async def sign_in(portal: Portal, identifier: str, password: str) -> identity.SignedIn:
    outcome = await identity.sign_in(portal.identity, identifier, password)
    assert isinstance(outcome, identity.SignedIn)
    return outcome


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SignIns]:
    folder = tmp_path_factory.mktemp("demo") / "lipowa"
    return folder, start(folder)


def test_whoever_opens_the_address_as_soon_as_it_is_told_gets_a_page(
    made: tuple[Path, SignIns], tmp_path: Path
) -> None:
    folder = shutil.copytree(made[0], tmp_path / "lipowa")
    command = [sys.executable, "-m", "iok_core", "demo", "--dir", str(folder)]
    command += ["--port", str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
        try:
            assert demo.stdout is not None
            address = next(line.strip() for line in demo.stdout if "http://" in line)
            assert httpx.get(f"{address}/logowanie", trust_env=False).status_code == 200
        finally:
            demo.terminate()
            demo.communicate()


def test_the_resident_holds_two_premises_with_entries(made: tuple[Path, SignIns]) -> None:
    folder, known = made

    async def look(portal: Portal) -> list[int]:
        who = await sign_in(portal, known.resident.identifier, known.resident.password)
        assert not who.must_set_password
        access = await identity.access_by_identifier(known.resident.identifier)
        assert access is not None
        reader = await Reader.of(access.person, await published_sources(), portal.reading)
        sheets = [sheet for held in reader.held for sheet in await reader.accounts(held)]
        return [len(sheet.statement.lines) for sheet in sheets]

    counts = in_portal(folder, look)
    assert len(counts) == 2
    assert all(count > 20 for count in counts)


def test_d_6_the_resident_reads_two_years_of_the_meters_of_the_flat(
    made: tuple[Path, SignIns],
) -> None:
    folder, known = made

    async def look(portal: Portal) -> list[list[int]]:
        access = await identity.access_by_identifier(known.resident.identifier)
        assert access is not None
        reader = await Reader.of(access.person, await published_sources(), portal.reading)
        sheets = [await meter_sheet(reader, held) for held in reader.held]
        return [[len(meter.readings) for meter in sheet.meters] for sheet in sheets]

    flat, garage = in_portal(folder, look)
    assert len(flat) in (2, 4)
    assert set(flat) in ({4}, {5})
    assert garage == []


def test_k16_6_the_office_finds_work_of_every_kind_and_in_every_state(
    made: tuple[Path, SignIns],
) -> None:
    async def look(portal: Portal) -> tuple[list[SubmissionLine], date, list[str]]:
        empty = [part for part in OF_CASES if not await fetch(f"SELECT id FROM {part}")]
        return await submissions_for(list(Desk)), portal.clock.today(), empty

    lines, today, empty = in_portal(made[0], look)
    assert empty == []
    assert {line.form for line in lines} >= FORMS
    assert {line.state for line in lines} == set(State) - {State.DECLINED, State.WITHDRAWN}
    assert [line.id for line in lines] == list(range(len(lines), 0, -1))
    assert lines == sorted(lines, key=lambda line: line.sent_at, reverse=True)
    assert lines[0].sent_at.date() < today
    assert [line.overdue(today) for line in lines].count(True) == 1
    assert any(line.rating for line in lines)
    assert any(line.assigned is None and line.state.open for line in lines)


def test_k02_8_the_resident_is_charged_for_one_person_more_than_was_accepted(
    made: tuple[Path, SignIns],
) -> None:
    folder, known = made

    async def look(portal: Portal) -> list[Declared | None]:
        access = await identity.access_by_identifier(known.resident.identifier)
        assert access is not None
        published = await published_sources()
        reader = await Reader.of(access.person, published, portal.reading)
        return [await declared_by(access.person, held.id, published) for held in reader.held]

    flat, garage = in_portal(folder, look)
    assert flat is not None
    assert flat.declared == flat.charged - 1
    assert garage is None


def test_the_days_before_today_are_those_on_which_the_office_works() -> None:
    days = Days(WorkingDays(), date(2026, 11, 12))
    assert [days.ago(n, 8, 30).today().day for n in (0, 1, 2, 3)] == [12, 10, 9, 6]
    assert days.ago(1, 8, 30).now() == datetime(2026, 11, 10, 7, 30, tzinfo=UTC)


def test_staff_signs_in_with_the_password_that_was_told(made: tuple[Path, SignIns]) -> None:
    folder, known = made
    in_portal(folder, lambda p: sign_in(p, known.staff.identifier, known.staff.password))


def test_a_start_changes_nothing_while_the_start_password_is_unused(
    made: tuple[Path, SignIns],
) -> None:
    folder, known = made
    assert start(folder) == known


def test_a_used_start_password_is_issued_anew(tmp_path: Path) -> None:
    folder = tmp_path / "lipowa"
    new = start(folder).new_resident
    in_portal(folder, lambda p: sign_in(p, new.identifier, new.start_password))
    again = start(folder).new_resident
    assert (again.identifier, again.start_password) != (new.identifier, new.start_password)
    who = in_portal(folder, lambda p: sign_in(p, again.identifier, again.start_password))
    assert who.must_set_password


def test_a_database_of_real_people_is_never_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operator has its address in the environment, as docs/operators/postgresql.md tells."""
    real = tmp_path / "real.sqlite"
    monkeypatch.setenv("IOK_DATABASE__URL", f"sqlite:///{real}")
    with pytest.raises(click.ClickException, match="IOK_DATABASE__URL"):
        start(tmp_path / "lipowa")
    assert not real.exists()


def test_the_sign_ins_are_for_their_owner_alone(made: tuple[Path, SignIns]) -> None:
    assert (made[0] / "demo.json").stat().st_mode & 0o077 == 0


def test_passwords_are_in_no_file_but_the_one_that_tells_them(made: tuple[Path, SignIns]) -> None:
    folder, known = made
    secrets = [known.staff.password, known.resident.password, known.new_resident.start_password]
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "demo.json":
            held = path.read_bytes()
            assert not any(secret.encode() in held for secret in secrets)


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(NotADemonstrationError):
        start(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_real_portal_is_refused(portal_folder: Path) -> None:
    with pytest.raises(NotADemonstrationError):
        start(portal_folder)
    assert not (portal_folder / "demo.json").exists()


def test_a_database_that_it_did_not_make_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "iok.sqlite") as database:
        database.execute("CREATE TABLE mine (a)")
    database.close()
    before = (tmp_path / "iok.sqlite").read_bytes()
    with pytest.raises(NotADemonstrationError):
        start(tmp_path)
    assert (tmp_path / "iok.sqlite").read_bytes() == before


def test_one_that_was_stopped_while_it_was_made_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "lipowa"
    start(folder)
    (folder / "demo.json").unlink()
    known = start(folder)
    in_portal(folder, lambda p: sign_in(p, known.staff.identifier, known.staff.password))
