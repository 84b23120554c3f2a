"""Tables of plugins on both databases: after the core's, and never at the cost of others."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from iok_core.db import Engine, SystemClock, fetch, migrate
from iok_core.plugin_host import PluginRegistry, load_plugins
from iok_core.plugin_host.migrating import migrate_plugins, set_aside_unmigrated
from iok_core.portal import APPS
from tests.installing import BROKEN, forget, install

SAMPLE = Path(__file__).parents[1] / "sample_plugin"
Load = Callable[..., PluginRegistry]


@pytest.fixture
async def load(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Load]:
    """Beside a core whose tables are current."""
    del engine
    await migrate(APPS)
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def load(*projects: Path) -> PluginRegistry:
        for project in projects:
            install(project, site)
        return load_plugins("0.1.0")

    yield load
    forget("iok_sample")
    forget("iok_broken_")


def states(registry: PluginRegistry) -> dict[str, tuple[str, str | None]]:
    return {one.name: (one.state, one.problem) for one in registry.plugins}


async def test_a_plugin_whose_migration_waits_is_set_aside(load: Load) -> None:
    registry = load(SAMPLE)
    await set_aside_unmigrated(registry)
    assert states(registry)["sample"] == ("needs_migration", "migration_waits")
    assert "sample" not in registry.extensions
    assert states(registry)["files"] == ("ready", None)


async def test_its_migration_makes_its_table_and_it_is_ready(load: Load) -> None:
    registry = load(SAMPLE)
    done = await migrate_plugins(registry, SystemClock())
    assert (done.names, done.failed) == (["sample: 2026-11-26T20:30:00:000000"], {})
    await set_aside_unmigrated(registry)
    assert states(registry)["sample"] == ("ready", None)
    assert await fetch("SELECT text FROM plugin_sample_note") == []
    assert (await migrate_plugins(registry, SystemClock())).names == []


async def test_a_migration_that_drops_a_table_of_the_portal_is_undone_and_named(
    load: Load,
) -> None:
    registry = load(SAMPLE, BROKEN / "bad-migration")
    done = await migrate_plugins(registry, SystemClock())
    assert list(done.failed) == ["bad-migration"]
    assert "not its own: session" in done.failed["bad-migration"]
    assert await fetch("SELECT id FROM session") == []
    await set_aside_unmigrated(registry)
    assert states(registry)["bad-migration"] == ("needs_migration", "migration_failed")
    assert states(registry)["sample"] == ("ready", None)


@pytest.mark.parametrize(
    ("before", "after", "detail"),
    [
        ("plugin_sample_note", "person", "begins with plugin_sample_"),
        ("plugin_sample_note", "plugin_other_note", "begins with plugin_sample_"),
        ('app_name="sample"', 'app_name="iok"', "app_name is 'iok'"),
        ("APP_CONFIG =", "CONFIG =", "APP_CONFIG"),
    ],
)
async def test_tables_of_other_names_refuse_their_plugin(
    load: Load, tmp_path: Path, before: str, after: str, detail: str
) -> None:
    load(SAMPLE)
    forget("iok_sample")
    for path in (tmp_path / "site/iok_sample").glob("*.py"):
        path.write_text(path.read_text().replace(before, after))
    one = next(one for one in load().plugins if one.name == "sample")
    assert (one.state, one.problem) == ("broken", "bad_tables")
    assert detail in one.detail


def test_no_table_of_the_core_has_a_name_that_a_plugin_could_own() -> None:
    from iok_core.piccolo_app import APP_CONFIG

    names = [table._meta.tablename for table in APP_CONFIG.table_classes]
    assert [name for name in names if name.startswith("plugin_")] == []
