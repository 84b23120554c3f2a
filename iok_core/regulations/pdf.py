"""The regulations on paper: a tagged PDF (PDF/UA-1) that a screen reader can read, too."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
import typst

TEMPLATE = "pdf/regulations.typ"


class PdfError(Exception):
    """The theme's template makes no faultless document."""


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
    footer: str
    dated: datetime


class RegulationsPrinter:
    """Made once per process: fonts are read here, and each sheet is set once.

    `folders` are those of the theme, the first one first. A text that was published never changes,
    so what was set stays good.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._template = next(f / TEMPLATE for f in folders if (f / TEMPLATE).is_file())
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[folder / "fonts" for folder in folders],
        )
        self._printed: dict[Sheet, bytes] = {}

    async def print(self, sheet: Sheet) -> bytes:
        """The PDF. Raises PdfError."""
        if sheet not in self._printed:
            self._printed[sheet] = await asyncio.to_thread(self._compile, sheet)
        return self._printed[sheet]

    def _compile(self, sheet: Sheet) -> bytes:
        try:
            pdf, warnings = typst.compile_with_warnings(
                self._template,
                font_paths=self._fonts,
                sys_inputs={"sheet": json.dumps(msgspec.to_builtins(sheet))},
                pdf_standards="ua-1",
                timestamp=sheet.dated,
            )
        except typst.TypstError as error:
            raise PdfError(error.diagnostic) from error
        if warnings:
            raise PdfError("; ".join(warning.message for warning in warnings))
        return pdf
