"""A module is an extension set up by staff: a name, a title, options that were found to fit."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from piccolo.table import create_db_tables

from iok_core.api import Capability, Connector
from iok_core.child.options import WrongOptionsError
from iok_core.db import Engine, transaction
from iok_core.modules import service
from iok_core.modules.service import ExtensionMissingError, NameTakenError, WrongNameError
from iok_core.modules.tables import Module
from iok_core.plugin_host import ExtensionInfo, ExtensionKind, Plugin, PluginRegistry, PluginState

MADE_AT = datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC)


class StoppedClock:
    def now(self) -> datetime:
        return MADE_AT

    def today(self) -> date:
        return MADE_AT.date()


class Options(msgspec.Struct, kw_only=True):
    folder: Annotated[str, msgspec.Meta(extra={"path": True})]
    year: int = 2026


class Sample(Connector[Options]):
    name = "sample"
    title = "Sample"
    options_type = Options
    capabilities = frozenset({Capability.BALANCES})

    def check(self) -> None: ...

    def pull(self) -> Iterator[Any]:
        yield from ()


SAMPLE = ExtensionInfo(plugin="acme", kind=ExtensionKind.CONNECTOR, extension=Sample)
REGISTRY = PluginRegistry(
    plugins=(
        Plugin(
            name="acme",
            distribution="iok-acme",
            version="1",
            state=PluginState.READY,
            extensions=(SAMPLE,),
        ),
    )
)


@pytest.fixture(autouse=True)
async def _database(engine: Engine) -> None:  # noqa: ARG001 (it is bound)
    await create_db_tables(Module)


async def make(name: str = "files-a", **options: object) -> int:
    new = service.NewModule(name, "Pliki", {"folder": "june", **options}, Path("/srv/export"))
    return await service.create(SAMPLE, new, StoppedClock())


async def make_called(title: str) -> None:
    async with transaction():
        await make(await service.free_name(title))


async def test_a_module_is_found_by_its_name_and_its_id() -> None:
    module = await make()
    row = await service.by_name("files-a")
    assert row is not None
    assert (row.id, row.extension, row.plugin, row.title) == (module, "sample", "acme", "Pliki")
    assert (row.active, row.created_at) == (True, MADE_AT)
    assert await service.by_id(module) == row
    assert await service.by_name("files-b") is None


async def test_modules_are_listed_by_name() -> None:
    for name in ("b", "a2", "a1"):
        await make(name)
    assert [row.name for row in await service.all_modules()] == ["a1", "a2", "b"]


async def test_a_module_starts_its_connector_where_its_files_were_when_it_was_made() -> None:
    await make(year="1999")
    row = await service.by_name("files-a")
    assert row is not None
    start = row.start("pull", REGISTRY)
    assert start.what == "pull"
    assert start.extension.endswith(":Sample")
    assert start.options == {"folder": "/srv/export/june", "year": "1999"}


async def test_a_module_whose_plugin_is_gone_cannot_start() -> None:
    await make()
    row = await service.by_name("files-a")
    assert row is not None
    with pytest.raises(ExtensionMissingError):
        row.start("pull", PluginRegistry(plugins=()))


@pytest.mark.parametrize("name", ["", "Files", "a--b", "-a", "a b", "ł", "a" * 41, "a\n"])
async def test_a_name_is_a_short_slug(name: str) -> None:
    with pytest.raises(WrongNameError):
        await make(name)


async def test_a_name_is_given_once() -> None:
    first = await make()
    with pytest.raises(NameTakenError):
        await make()
    assert [row.id for row in await service.all_modules()] == [first]


@pytest.mark.parametrize(
    ("title", "name"),
    [("Księgowość", "ksiegowosc"), ("Woda/ścieki C_O", "woda-scieki-c-o"), ("–", "module")],
)
async def test_a_title_gives_a_name_that_a_module_may_have(title: str, name: str) -> None:
    await make_called(title)
    await make_called(title)
    assert {row.name for row in await service.all_modules()} == {name, f"{name}-2"}


async def test_two_modules_of_one_title_made_at_once_get_names_of_their_own() -> None:
    await asyncio.gather(*(make_called("Woda") for _ in range(3)))
    assert [row.name for row in await service.all_modules()] == ["woda", "woda-2", "woda-3"]


async def test_options_that_do_not_fit_make_no_module() -> None:
    with pytest.raises(WrongOptionsError):
        await make(year="soon")
    assert await service.all_modules() == []
