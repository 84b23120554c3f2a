from typing import Any

from iok_core.api import Panel, PanelContent, PanelPlace, Viewer, hookimpl


class Broken(Panel):
    name = "broken"
    title = "Panel of panel-raises"
    place = PanelPlace.RESIDENT_HOME

    async def show(self, viewer: Viewer) -> Any:
        raise KeyError(viewer)


class AtTheOffice(Broken):
    name = "office"
    place = PanelPlace.STAFF_HOME


@hookimpl
def iok_panels():
    return [Broken, AtTheOffice]
