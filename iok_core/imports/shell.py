"""What the import commands work with."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import msgspec

from iok_core.audit.service import AuditLog
from iok_core.db import Clock
from iok_core.imports.decisions import Deciding
from iok_core.imports.handling import ImportHandler

T = TypeVar("T")


class ImportCommands(msgspec.Struct, frozen=True):
    handler: ImportHandler
    deciding: Deciding
    audit: AuditLog
    clock: Clock


class Shell(Protocol):
    """What the root command leaves as click's object: opens the portal, runs, closes it."""

    def with_imports(self, work: Callable[[ImportCommands], Awaitable[T]]) -> T: ...
