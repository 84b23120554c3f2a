from typing import Any

import asyncio

from iok_core.api import Panel, PanelContent, PanelPlace, Viewer, hookimpl


class Broken(Panel):
    name = "broken"
    title = "Panel of panel-hangs"
    place = PanelPlace.RESIDENT_HOME

    async def show(self, viewer: Viewer) -> Any:
        await asyncio.sleep(3600)


class AtTheOffice(Broken):
    name = "office"
    place = PanelPlace.STAFF_HOME


@hookimpl
def iok_panels():
    return [Broken, AtTheOffice]
