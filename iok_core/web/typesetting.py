"""Sets the theme's templates for paper: tagged PDF/UA-1 and PDF/A-2a, in the theme's typeface."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import typst

from iok_core.web.font_letters import letters_of

_INSTEAD = "\u25a1"


class PdfError(Exception):
    """The theme's template makes no faultless document."""


class Typesetter:
    """Made once per process: fonts are read here. `folders` are those of the theme, in order."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[folder / "fonts" for folder in folders],
        )

    def template(self, name: str) -> Path:
        return next(f / "pdf" / name for f in self._folders if (f / "pdf" / name).is_file())

    def set(self, template: Path, sheet: Any, dated: datetime) -> bytes:
        """Takes some 20 ms and up, so it belongs in a thread. `sheet` is handed over as data.

        Raises:
            PdfError: the template fails, or wants a font or a sign that the theme has not.
        """
        try:
            pdf, warnings = typst.compile_with_warnings(
                template,
                font_paths=self._fonts,
                sys_inputs={"sheet": msgspec.json.encode(sheet).decode()},
                pdf_standards=["ua-1", "a-2a"],
                timestamp=dated.replace(microsecond=0),
            )
        except typst.TypstError as error:
            raise PdfError(error.diagnostic) from error
        if warnings:
            raise PdfError("; ".join(warning.message for warning in warnings))
        return bytes(pdf)

    def drawable(self, text: str) -> str:
        """With a box for each sign that the typeface lacks, for texts that nobody here wrote."""
        return "".join(letter if ord(letter) in self._letters else _INSTEAD for letter in text)

    @cached_property
    def _letters(self) -> frozenset[int]:
        """What every font of the theme can draw."""
        files = [file for folder in self._folders for file in (folder / "fonts").glob("*.ttf")]
        return frozenset.intersection(*(letters_of(file) for file in files))
