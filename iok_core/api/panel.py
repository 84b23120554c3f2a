"""A panel is a small part of a page of the portal that a plugin fills."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

import msgspec

from iok_core.api.page import Viewer


class PanelPlace(StrEnum):
    RESIDENT_HOME = "resident_home"
    STAFF_HOME = "staff_home"


class PanelContent(msgspec.Struct, frozen=True, kw_only=True):
    template: str
    """Of the plugin. What it makes stands below the title, and closes every tag that it opens."""
    context: Mapping[str, object] = {}


class Panel(ABC):
    """Made anew, without arguments, for each page that shows it."""

    name: ClassVar[str]
    """Unique within the plugin, lower-case."""
    title: ClassVar[str]
    place: ClassVar[PanelPlace]

    @abstractmethod
    async def show(self, viewer: Viewer) -> PanelContent | None:
        """Within the deadline of the setting `plugins.panel_seconds`; None: nothing to show.

        Await, never block: the whole portal waits for what blocks.
        """
