"""A draft's text as the office types it: a title, numbered clauses, and what stands below them."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

import msgspec

from iok_core.regulations.service import Clause, Document, compose, parse

CLAUSES = 99
"""More than that are no regulations of a portal."""
_NUMBERED = re.compile(r"\d+\. ")

Move = Literal["add", "remove", "up", "down"]


class TextFlaw(StrEnum):
    EMPTY = "empty"
    NUMBERED = "numbered"
    """A line within it begins as a clause does: 3. …"""
    UNREADABLE = "unreadable"
    """Read again it would be another text: a closing line after a colon belongs to the clause."""


class Wording(msgspec.Struct, frozen=True):
    """Lines are divided by newlines; the numbers of clauses are their places."""

    title: str
    clauses: tuple[str, ...]
    closing: str

    @classmethod
    def of(cls, document: Document) -> "Wording":
        clauses = tuple("\n".join(clause.paragraphs) for clause in document.clauses)
        return cls("\n".join(document.title), clauses, "\n".join(document.closing))

    @property
    def document(self) -> Document:
        clauses = (
            Clause(number, _lines(text) or ("",)) for number, text in enumerate(self.clauses, 1)
        )
        return Document(_lines(self.title), tuple(clauses), _lines(self.closing))

    @property
    def text(self) -> str:
        return compose(self.document)

    def moved(self, move: Move, number: int) -> "Wording":
        """With one clause more below that number, without it, or with it one place up or down."""
        clauses, place = list(self.clauses), number - 1
        if move == "add" and len(clauses) < CLAUSES:
            clauses.insert(number, "")
        elif move == "remove" and len(clauses) > 1:
            del clauses[place]
        elif move == "up" and place > 0:
            clauses.insert(place - 1, clauses.pop(place))
        elif move == "down" and number < len(clauses):
            clauses.insert(number, clauses.pop(place))
        return msgspec.structs.replace(self, clauses=tuple(clauses))


def text_flaws(wording: Wording) -> Iterator[tuple[str, TextFlaw]]:
    """What keeps the text from being approved, each with the field that it is in."""
    found = list(_flaws(wording))
    yield from found
    if not found and parse(wording.text) != wording.document:
        yield "closing", TextFlaw.UNREADABLE


def _flaws(wording: Wording) -> Iterator[tuple[str, TextFlaw]]:
    if not wording.title.strip():
        yield "title", TextFlaw.EMPTY
    elif any(map(_NUMBERED.match, _lines(wording.title))):
        yield "title", TextFlaw.NUMBERED
    for number, text in enumerate(wording.clauses, 1):
        lines = _lines(text)
        if not lines:
            yield f"clause-{number}", TextFlaw.EMPTY
        elif any(map(_NUMBERED.match, lines)):
            yield f"clause-{number}", TextFlaw.NUMBERED
    if any(map(_NUMBERED.match, _lines(wording.closing))):
        yield "closing", TextFlaw.NUMBERED


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(str.strip, text.splitlines()) if line)
