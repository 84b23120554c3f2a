import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from piccolo.apps.migrations.commands.new import _create_new_migration

from iok_core.db import ConstraintViolated, MigrationError, execute, fetch, migrate, pending
from tests.databases import tables

pytestmark = pytest.mark.usefixtures("engine")

MakeApp = Callable[..., str]

APP = """
from pathlib import Path
from piccolo.conf.apps import AppConfig, table_finder
APP_CONFIG = AppConfig(
    app_name="{name}",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=table_finder(["{name}.tables"]),
    migration_dependencies={needs},
)
"""
TABLES = """
from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

class {name}_house(Table):
    id = BigSerial(primary_key=True)
    key = Varchar(length=20, unique=True)

class {name}_flat(Table):
    id = BigSerial(primary_key=True)
    house = ForeignKey({name}_house, null=False, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=9)
    rent = BigInt()
    since = Date()
    made = Timestamptz()
    one_of_its_number = Unique([house, number])
    rent_not_below_zero = Check(rent >= 0)
"""
BY_HAND = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from iok_core.db import execute
ID = "{name}"
async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="", description="", wrap_in_transaction=False
    )
    async def run():
        {body}
    manager.add_raw(run)
    return manager
"""


@pytest.fixture
def make_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeApp]:
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)

    def make(name: str, needs: list[str] | None = None, tables: str = "") -> str:
        folder = tmp_path / name
        (folder / "migrations").mkdir(parents=True)
        (folder / "__init__.py").touch()
        (folder / "piccolo_app.py").write_text(APP.format(name=name, needs=needs or []))
        (folder / "tables.py").write_text(tables)
        return f"{name}.piccolo_app"

    yield make
    for module in set(sys.modules) - before:
        del sys.modules[module]


def _add_migration(app: str, name: str, body: str) -> None:
    folder = Path(importlib.import_module(app).APP_CONFIG.migrations_folder_path)
    (folder / f"m{name}.py").write_text(BY_HAND.format(name=name, body=body))


async def _generate(app: str) -> None:
    config = importlib.import_module(app).APP_CONFIG
    await _create_new_migration(app_config=config, auto=True, auto_input="y")


async def _refused(house: int, rent: int, number: str) -> ConstraintViolated | None:
    """What a flat like this is refused for."""
    try:
        await execute(
            "INSERT INTO gen_flat (house, rent, number) VALUES ({}, {}, {})", house, rent, number
        )
    except ConstraintViolated as violated:
        return violated
    return None


async def test_a_generated_first_migration_makes_tables_with_their_constraints(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app("gen", tables=TABLES.format(name="gen"))
    await _generate(app)
    capsys.readouterr()
    (waiting,) = await pending([app])
    assert waiting.startswith("gen: ")
    assert await migrate([app]) == [waiting]
    house = await fetch("INSERT INTO gen_house (key) VALUES ('a') RETURNING id")
    assert await _refused(house=house[0][0], rent=0, number="1") is None
    for wrong in ({"number": "1"}, {"rent": -1}, {"house": 0}):
        assert await _refused(**{"house": house[0][0], "rent": 0, "number": "2", **wrong})
    assert await pending([app]) == []
    assert await migrate([app]) == []
    assert capsys.readouterr().out == ""


async def test_migrations_run_in_the_order_of_their_ids(make_app: MakeApp) -> None:
    app = make_app("inorder")
    _add_migration(app, "2", "await execute('INSERT INTO t VALUES (1)')")
    _add_migration(app, "1", "await execute('CREATE TABLE t (x INTEGER)')")
    assert await pending([app]) == ["inorder: 1", "inorder: 2"]
    assert await migrate([app]) == ["inorder: 1", "inorder: 2"]
    assert await fetch("SELECT x FROM t") == [(1,)]


async def test_two_apps_may_name_their_files_alike(make_app: MakeApp) -> None:
    apps = [make_app("north"), make_app("south")]
    for app in apps:
        name = app.split(".")[0]
        _add_migration(app, "1", f"await execute('CREATE TABLE {name} (x INTEGER)')")
    assert await migrate(apps) == ["north: 1", "south: 1"]
    assert await fetch("SELECT count(*) FROM north, south") == [(0,)]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ("raise ImportError('no driver')", "ImportError: no driver"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("def", "SyntaxError"),
        ("APP = 1", "has no attribute 'APP_CONFIG'"),
    ],
)
async def test_an_app_that_cannot_be_loaded_stops_only_itself(
    make_app: MakeApp, tmp_path: Path, spoil: str, reason: str
) -> None:
    first, broken, last = make_app("first"), make_app("broken"), make_app("last")
    (tmp_path / "broken" / "piccolo_app.py").write_text(spoil)
    _add_migration(first, "1", "await execute('CREATE TABLE a (x INTEGER)')")
    _add_migration(last, "1", "await execute('CREATE TABLE b (x INTEGER)')")
    with pytest.raises(MigrationError) as failed:
        await migrate([first, broken, last])
    assert failed.value.names == ["first: 1", "last: 1"]
    assert list(failed.value.reasons) == [broken]
    assert reason in failed.value.reasons[broken]
    with pytest.raises(MigrationError, match="broken"):
        await pending([first, broken, last])


async def test_a_migration_that_fails_leaves_nothing_and_those_before_it_stay(
    make_app: MakeApp,
) -> None:
    app = make_app("half")
    _add_migration(app, "1", "await execute('CREATE TABLE kept (x INTEGER)')")
    body = "await execute('CREATE TABLE lost (x INTEGER)'); await execute('SELECT missing')"
    _add_migration(app, "2", body)
    with pytest.raises(MigrationError, match="missing") as failed:
        await migrate([app])
    assert failed.value.names == ["half: 1"]
    assert await tables() == {"kept", "migration"}
    assert await pending([app]) == ["half: 2"]


async def test_an_app_waits_for_one_that_it_needs(make_app: MakeApp) -> None:
    core = make_app("core")
    plugin = make_app("plugin", needs=[core])
    _add_migration(core, "1", "await execute('SELECT missing')")
    _add_migration(plugin, "1", "await execute('CREATE TABLE p (x INTEGER)')")
    with pytest.raises(MigrationError) as failed:
        await migrate([core, plugin])
    assert "it needs core.piccolo_app, which failed" in failed.value.reasons[plugin]
    assert failed.value.names == []


async def test_asking_what_waits_changes_nothing(make_app: MakeApp) -> None:
    app = make_app("asked")
    _add_migration(app, "1", "await execute('CREATE TABLE t (x INTEGER)')")
    assert await pending([app]) == ["asked: 1"]
    assert await tables() == set()


async def test_what_another_process_ran_is_not_run_again(make_app: MakeApp) -> None:
    app = make_app("twice")
    _add_migration(app, "1", "await execute('CREATE TABLE t (x INTEGER)')")
    await migrate([app])
    _add_migration(app, "2", "await execute('INSERT INTO t VALUES (2)')")
    await execute(
        "INSERT INTO migration (name, app_name, ran_on) VALUES ('2', 'twice', '2026-01-01')"
    )
    assert await migrate([app]) == []
    assert await fetch("SELECT x FROM t") == []
