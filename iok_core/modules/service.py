"""Making and finding modules."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from iok_core.child.frames import Start, Work
from iok_core.child.options import to_options, with_absolute_paths
from iok_core.db import Arg, Clock, ConstraintViolated, Prepared, hold, transaction
from iok_core.db.collation import search_key
from iok_core.modules.secrets import require_references, with_secrets
from iok_core.modules.tables import NAME_LENGTH, TITLE_LENGTH, Module
from iok_core.plugin_host import ExtensionInfo, PluginRegistry

FAILURES_BEFORE_PAUSE = 5
"""So many in a row, and the module pauses: nobody is helped by the sixth."""

LONGEST_TITLE = TITLE_LENGTH

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class WrongNameError(ValueError):
    """A module's name has lower-case letters, digits and single hyphens, 40 at most."""


class NameTakenError(Exception):
    """Another module has this name."""


class ExtensionMissingError(Exception):
    """No plugin that is ready brings the module's extension."""


class ModulePausedError(Exception):
    """The module takes no work until somebody resumes it."""


class ModuleRow(msgspec.Struct, frozen=True):
    id: int
    extension: str
    plugin: str
    name: str
    title: str
    options: str
    active: bool
    created_at: datetime
    failures: int
    worked_at: datetime | None
    problem: str
    problem_source: str
    problem_detail: str

    @property
    def failed_often(self) -> bool:
        return self.failures >= FAILURES_BEFORE_PAUSE

    @property
    def is_new(self) -> bool:
        """It has never worked, and nobody has paused it."""
        return not self.active and self.worked_at is None

    @property
    def takes_work(self) -> bool:
        return self.active and not self.failed_often

    @property
    def waits_for_check(self) -> bool:
        """It works as soon as a check succeeds. One that staff paused waits for them instead."""
        return self.is_new or (self.active and self.failed_often)

    def start(self, what: Work, registry: PluginRegistry) -> Start:
        """What to send to a child. Raises ExtensionMissingError, SecretMissingError."""
        info = registry.extensions.get(self.extension)
        if info is None:
            raise ExtensionMissingError(self.extension)
        options = with_secrets(info.extension.options_type, self.own_options)
        return info.start(what, options, Path())

    @property
    def own_options(self) -> dict[str, Any]:
        """As staff gave them, paths absolute."""
        return msgspec.json.decode(self.options, type=dict[str, Any])


_COLUMNS = (
    Module.id,
    Module.extension,
    Module.plugin,
    Module.name,
    Module.title,
    Module.options,
    Module.active,
    Module.created_at,
    Module.failures,
    Module.worked_at,
    Module.problem,
    Module.problem_source,
    Module.problem_detail,
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
    active: bool = True
    """False: it takes no work until a check has succeeded."""


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
        active=new.active,
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
    require_references(options_type, absolute)
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


async def rename(module: int, title: str) -> None:
    async with transaction():
        await Module.update({Module.title: title[:TITLE_LENGTH]}).where(Module.id == module)


async def free_name(title: str) -> str:
    """A name for commands that is like the title, and that no module has.

    To be called in the transaction that takes it: till its end nobody else is given one.
    """
    await hold("names of modules")
    words = re.findall(r"[a-z0-9]+", search_key(title))
    stem = "-".join(words)[: NAME_LENGTH - 4].strip("-") or "module"
    taken = {row.name for row in await all_modules()}
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
