"""The demonstration as a portal: made once, never over something else, its sign-ins always good."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import click
import pytest

from iok_core.demo.commands import fill_or_renew
from iok_core.demo.portal import NotADemonstrationError, SignIns
from iok_core.identity import service as identity
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.meters.seen import meter_sheet
from iok_core.portal import Portal, build_portal, running
from iok_core.settings import load

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
