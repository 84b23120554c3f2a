"""The regulations on paper, and as a file that a screen reader can read, too."""

import asyncio
from datetime import datetime

import msgspec

from iok_core.web.typesetting import Typesetter

TEMPLATE = "regulations.typ"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands in the document, in words ready to be read."""

    lang: str
    name: str
    """The document's title: what a reader shows in its window and a screen reader says first."""
    author: str
    title: tuple[str, ...]
    clauses: tuple[tuple[int, tuple[str, ...]], ...]
    closing: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    controller: str
    """Who answers for personal data."""
    footer: str
    dated: datetime


class RegulationsPrinter:
    """Sets each sheet once: a text that was published never changes, so what was set stays good."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter
        self._template = typesetter.template(TEMPLATE)
        self._printed: dict[Sheet, bytes] = {}

    async def print(self, sheet: Sheet) -> bytes:
        """The PDF. Raises PdfError."""
        if sheet not in self._printed:
            self._printed[sheet] = await asyncio.to_thread(
                self._typesetter.set, self._template, sheet, sheet.dated
            )
        return self._printed[sheet]
