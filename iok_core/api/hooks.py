"""The questions that the portal asks every plugin once, at start. Answers are declarations."""

from collections.abc import Iterable
from typing import Any

import pluggy

from iok_core.api.channel import Channel
from iok_core.api.connector import Connector
from iok_core.api.form import ResidentForm
from iok_core.api.panel import Panel
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

    @hookspec
    def iok_resident_forms(self) -> Iterable[type[ResidentForm[Any, Any]]]:
        """Forms that residents fill in and send to the office.

        ```python
        from iok_core.api import hookimpl


        @hookimpl
        def iok_resident_forms():
            return [BicycleRoom]
        ```
        """
        return ()

    @hookspec
    def iok_pages(self) -> Iterable[Any]:
        """Pages that this plugin brings: async route handlers of Litestar.

        Each stands under `/wtyczki/` and the plugin's name, and names its gate.

        ```python
        from typing import Any

        from litestar import get
        from litestar.di import NamedDependency

        from iok_core.api import Gate, Render, hookimpl


        @get("/wtyczki/sample/hello", gate=Gate.RESIDENT)
        async def hello(render: NamedDependency[Render]) -> Any:
            return render("hello.html", who="Anna")


        @hookimpl
        def iok_pages():
            return [hello]
        ```
        """
        return ()

    @hookspec
    def iok_panels(self) -> Iterable[type[Panel]]:
        """Panels that this plugin shows on pages of the portal.

        ```python
        from iok_core.api import hookimpl


        @hookimpl
        def iok_panels():
            return [Notes]
        ```
        """
        return ()
