"""What the roles open, and that there is no way to be somebody else."""

import re
from pathlib import Path

import click
import pytest

from iok_core.app import ROUTES
from iok_core.cli import main
from iok_core.identity.permissions import Permission, Role, permissions_of
from iok_core.identity.staff_acts import StaffRefusal
from iok_core.identity.staff_words import PERMISSIONS, REFUSALS, ROLES
from iok_core.matrix_table import read_matrix
from tests.who_may import BY_OBJECT, MAY, OF_A_DESK

CORE = Path(__file__).parents[2] / "iok_core"
AS_ANOTHER = re.compile(
    r"imperson|as[-_]?user|login[-_]?as|sign[-_]?in[-_]?as|sudo|su\b|podszyj|zaloguj[-_]?jako"
    r"|w[-_]imieniu|switch[-_]?user|password|haslo\b"
)
OWN_PASSWORD = {"/haslo", "/haslo/nowe", "/potwierdzenie/haslo"}
START_PASSWORD = {"/biuro/pracownicy/{colleague_id:int}/haslo-startowe"}


def test_the_technical_department_finds_residents_and_sees_no_lists_of_them() -> None:
    assert permissions_of("technical") == {
        Permission.SEE_RESIDENTS,
        Permission.ANNOUNCE,
        Permission.ANSWER_FAULTS,
    }


def test_the_board_sees_that_data_come_in_and_who_works_and_no_resident() -> None:
    assert permissions_of("board") == {
        Permission.SEE_IMPORTS,
        Permission.SEE_STAFF,
        Permission.SEE_AUDIT,
        Permission.EDIT_REGULATIONS,
        Permission.ANNOUNCE,
        Permission.SEE_FIGURES,
    }


def test_only_an_administrator_manages_staff() -> None:
    assert [role for role in Role if Permission.MANAGE_STAFF in permissions_of(role)] == [
        Role.ADMINISTRATOR
    ]


def test_every_permission_is_granted_to_somebody_and_said_in_words() -> None:
    granted = {one for role in Role for one in permissions_of(role)}
    assert granted == set(Permission) == set(PERMISSIONS)
    assert set(ROLES) == set(Role)
    assert set(REFUSALS) == set(StaffRefusal)


@pytest.mark.parametrize("role", Role)
def test_s01_the_written_table_opens_to_each_role_what_it_is_meant_to(role: Role) -> None:
    """What the portal starts with, against what tests/who_may.py says independently."""
    written = read_matrix()
    opened = {
        route
        for route, row in written.routes.items()
        if row.get("kind") in (None, "staff")
        and row.get("permission", None) in (None, *written.roles[role])
        and (not row.get("one_of") or set(row["one_of"]) & set(written.roles[role]))
    }
    meant = {route for route in MAY if role in MAY[route]}
    judged = BY_OBJECT | {route for route in OF_A_DESK if role in OF_A_DESK[route]}
    assert opened - judged == meant - judged
    assert opened >= judged


def test_s01_the_written_table_says_whose_ids_stand_in_addresses() -> None:
    written = read_matrix().routes
    own = {(route, name) for route, row in written.items() for name in row.get("own", ())}
    assert own == {
        ("GET /rozliczenia/{account_id}", "account_id"),
        ("GET /ogloszenia/{announcement}", "announcement"),
        ("GET /ogloszenia/zalaczniki/{attachment}", "attachment"),
        ("POST /dostep/sesje/{session_id}/zakoncz", "session_id"),
        ("POST /biuro/sesje/{session_id}/zakoncz", "session_id"),
        ("POST /powiadomienia/{notice}/przeczytane", "notice"),
        ("POST /drugi-krok/klucze/{passkey}/usun", "passkey"),
        ("GET /zgloszenia/nowe/zdjecia/{photo}", "photo"),
        ("GET /zgloszenia/{submission}", "submission"),
        ("GET /zgloszenia/{submission}/potwierdzenie", "submission"),
        ("GET /zgloszenia/{submission}/zdjecia/{kept_photo}", "submission"),
        ("GET /zgloszenia/{submission}/zdjecia/{kept_photo}", "kept_photo"),
        ("POST /zgloszenia/{submission}/napisz", "submission"),
        ("POST /zgloszenia/{submission}/ocen", "submission"),
        ("POST /zgloszenia/{submission}/otworz-ponownie", "submission"),
        ("POST /zgloszenia/{submission}/wycofaj", "submission"),
        ("POST /zgloszenia/{neighbours}/sledz", "neighbours"),
        ("GET /zgloszenia/wspolne/{co_held}", "co_held"),
        ("POST /zgloszenia/wspolne/{co_held}/potwierdz", "co_held"),
        ("POST /zgloszenia/wspolne/{co_held}/sprzeciw", "co_held"),
    }


def test_s47_no_route_and_no_command_signs_in_as_somebody_else() -> None:
    paths = {path for handler in ROUTES for path in handler.paths} - OWN_PASSWORD - START_PASSWORD
    assert [path for path in paths if AS_ANOTHER.search(path)] == []
    assert [name for name in commands(main, "iok") if AS_ANOTHER.search(name)] == []


def test_s47_a_session_is_opened_by_a_sign_in_alone() -> None:
    """Whoever adds another way in writes it down here."""
    assert callers("open_session") == {"identity/signing_in.py"}
    assert callers("renew_token") == {"identity/passwords.py"}


def test_s47_s48_access_to_the_office_is_made_by_these_commands_alone() -> None:
    staff = {name for name in commands(main, "iok") if re.match(r"iok staff \S+$", name)}
    assert staff == {
        "iok staff add",
        "iok staff disable",
        "iok staff enable",
        "iok staff issue",
        "iok staff list",
        "iok staff reset-factor",
        "iok staff role",
    }


def test_s46_no_command_approves() -> None:
    found = {name for name in commands(main, "iok") if re.match(r"iok approvals \w+$", name)}
    assert found == {"iok approvals list", "iok approvals off", "iok approvals on"}


def commands(group: click.Group, called: str) -> set[str]:
    """Every command and option, by its full name."""
    context, found = click.Context(group), set()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.add(f"{called} {name}")
        found |= {f"{called} {name} {option.name}" for option in command.params}
        if isinstance(command, click.Group):
            found |= commands(command, f"{called} {name}")
    return found


def callers(function: str) -> set[str]:
    called = re.compile(rf"(?<!def ){function}\(")
    return {
        path.relative_to(CORE).as_posix()
        for path in CORE.rglob("*.py")
        if called.search(path.read_text("utf-8"))
    }
