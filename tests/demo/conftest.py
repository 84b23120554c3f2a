from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iok_core.demo.cooperative.export import write_export
from iok_core.demo.cooperative.world import World, build_world
from tests.demo.reading import Export

TODAY = date(2026, 11, 23)
Exporter = Callable[[World, date], Export]


@pytest.fixture
def export(tmp_path: Path) -> Exporter:
    def write(world: World, as_of: date) -> Export:
        folder = tmp_path / f"{world.seed}-{world.today}-{as_of}"
        write_export(world, folder, as_of)
        return Export(folder)

    return write


@pytest.fixture(scope="session")
def small_world() -> World:
    return build_world(premises=12, seed=1, today=TODAY)


@pytest.fixture(scope="session")
def small(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> Export:
    folder = tmp_path_factory.mktemp("small")
    write_export(small_world, folder, TODAY)
    return Export(folder)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Export:
    folder = tmp_path_factory.mktemp("large")
    write_export(build_world(premises=600, seed=5, today=TODAY), folder, TODAY)
    return Export(folder)


@pytest.fixture(params=["small", "large"])
def either(request: pytest.FixtureRequest) -> Export:
    exported: Export = request.getfixturevalue(request.param)
    return exported
