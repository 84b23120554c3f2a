from typing import Any

from litestar import get

from iok_core.api import Gate, Panel, PanelPlace, Viewer, hookimpl


class Broken(Panel):
    name = "broken"
    title = "Panel of bad-migration"
    place = PanelPlace.RESIDENT_HOME

    async def show(self, viewer: Viewer) -> Any:
        return None


class AtTheOffice(Broken):
    name = "office"
    place = PanelPlace.STAFF_HOME


@get("/wtyczki/bad-migration/notes", gate=Gate.RESIDENT)
async def notes() -> str:
    return "none of this is served"


@hookimpl
def iok_pages():
    return [notes]


@hookimpl
def iok_panels():
    return [Broken, AtTheOffice]
