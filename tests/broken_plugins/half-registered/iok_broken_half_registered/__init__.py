from typing import Any

from iok_core.api import Panel, PanelPlace, Viewer, hookimpl


class Half(Panel):
    name = "half"
    title = "Half"
    place = PanelPlace.RESIDENT_HOME

    async def show(self, viewer: Viewer) -> Any:
        return None


@hookimpl
def iok_channels(unknown):
    return []


@hookimpl
def iok_panels():
    return [Half]
