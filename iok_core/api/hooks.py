"""The questions that the portal asks every plugin once, at start. Answers are declarations."""

from collections.abc import Iterable
from typing import Any

import pluggy

from iok_core.api.channel import Channel
from iok_core.api.connector import Connector
from iok_core.api.report import ReportType

PROJECT = "iok"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Each hook takes nothing, does no work and returns classes; the order never matters."""

    @hookspec
    def iok_connectors(self) -> Iterable[type[Connector[Any]]]:
        """Connectors to accounting systems that this plugin brings.

        ```python
        from iok_core.api import hookimpl


        @hookimpl
        def iok_connectors():
            return [LedgerConnector]
        ```
        """
        return ()

    @hookspec
    def iok_report_types(self) -> Iterable[type[ReportType[Any, Any]]]:
        """Kinds of reports that this plugin brings.

        ```python
        from iok_core.api import hookimpl


        @hookimpl
        def iok_report_types():
            return [Statement]
        ```
        """
        return ()

    @hookspec
    def iok_channels(self) -> Iterable[type[Channel[Any]]]:
        """Channels for notices that this plugin brings.

        ```python
        from iok_core.api import hookimpl


        @hookimpl
        def iok_channels():
            return [TextMessages]
        ```
        """
        return ()
