"""The note on the first page of a resident."""

from typing import ClassVar

from iok_core.api import Panel, PanelContent, PanelPlace, Viewer
from iok_sample.tables import note_of


class Notes(Panel):
    name: ClassVar[str] = "note"
    title: ClassVar[str] = "Moja notatka"
    place: ClassVar[PanelPlace] = PanelPlace.RESIDENT_HOME

    async def show(self, viewer: Viewer) -> PanelContent | None:
        note = await note_of(viewer.person)
        return PanelContent(template="panel.html", context={"note": note}) if note else None
