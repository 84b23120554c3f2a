"""Making and finding modules."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from iok_core.child.frames import Start, Work
from iok_core.child.options import to_options, with_absolute_paths
from iok_core.db import Arg, Clock, ConstraintViolated, Prepared, transaction
from iok_core.modules.tables import NAME_LENGTH, TITLE_LENGTH, Module
from iok_core.plugin_host import ExtensionInfo, PluginRegistry

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class WrongNameError(ValueError):
    """A module's name has lower-case letters, digits and single hyphens, 40 at most."""


class NameTakenError(Exception):
    """Another module has this name."""


class ExtensionMissingError(Exception):
    """No plugin that is ready brings the module's extension."""


class ModuleRow(msgspec.Struct, frozen=True):
    id: int
    extension: str
    plugin: str
    name: str
    title: str
    options: str
    active: bool
    created_at: datetime

    def start(self, what: Work, registry: PluginRegistry) -> Start:
        """What to send to a child. Raises ExtensionMissingError."""
        info = registry.extensions.get(self.extension)
        if info is None:
            raise ExtensionMissingError(self.extension)
        options: dict[str, Any] = msgspec.json.decode(self.options, type=dict)
        return info.start(what, options, Path())


_COLUMNS = (
    Module.id,
    Module.extension,
    Module.plugin,
    Module.name,
    Module.title,
    Module.options,
    Module.active,
    Module.created_at,
)
_by_name = Prepared(lambda: Module.select(*_COLUMNS).where(Module.name == Arg("name")), ModuleRow)
_by_id = Prepared(lambda: Module.select(*_COLUMNS).where(Module.id == Arg("id")), ModuleRow)
_all = Prepared(lambda: Module.select(*_COLUMNS).order_by(Module.name), ModuleRow)


class NewModule(msgspec.Struct, frozen=True):
    """What staff decide about a module; relative paths in its options start from `folder`."""

    name: str
    title: str
    options: Mapping[str, object]
    folder: Path


async def create(extension: ExtensionInfo, new: NewModule, clock: Clock) -> int:
    """The new module's id.

    Raises:
        WrongNameError, NameTakenError, WrongOptionsError: nothing was made.
    """
    if len(new.name) > NAME_LENGTH or not _SLUG.fullmatch(new.name):
        raise WrongNameError(new.name)
    row = Module(
        extension=extension.name,
        plugin=extension.plugin,
        name=new.name,
        title=new.title[:TITLE_LENGTH],
        options=_checked(extension, new.options, new.folder),
        created_at=clock.now(),
    )
    try:
        async with transaction():
            await row.save()
    except ConstraintViolated as error:
        raise NameTakenError(new.name) from error
    return int(row.id)


def _checked(extension: ExtensionInfo, options: Mapping[str, object], folder: Path) -> str:
    """The options as they are kept, paths absolute now and for good."""
    options_type = extension.extension.options_type
    absolute = with_absolute_paths(options_type, options, folder)
    to_options(options_type, absolute)
    return msgspec.json.encode(absolute).decode()


async def by_name(name: str) -> ModuleRow | None:
    return await _by_name.one(name=name)


async def by_id(module: int) -> ModuleRow | None:
    return await _by_id.one(id=module)


async def all_modules() -> list[ModuleRow]:
    return await _all()


async def set_options(
    module: int, extension: ExtensionInfo, options: Mapping[str, object], folder: Path
) -> None:
    """Raises WrongOptionsError; then nothing was changed."""
    text = _checked(extension, options, folder)
    async with transaction():
        await Module.update({Module.options: text}).where(Module.id == module)
