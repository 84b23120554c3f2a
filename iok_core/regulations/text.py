"""The text as the cooperative approved it, and the text as clauses that a page can link to."""

import re
from importlib.resources import files
from string import Template

import msgspec

_CLAUSE = re.compile(r"(\d+)\. (.+)")


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """What differs from cooperative to cooperative in the text of the regulations."""

    proper_name: str
    """In the quotation marks of the name: „Lipowa”."""
    place: str
    """With its preposition: we Wrocławiu."""
    street: str
    website: str
    mailbox: str
    approved_on: str
    """As the text writes it: 29.11.2023."""
    resolution: str
    """Protokół Nr 35/2023"""


class Clause(msgspec.Struct, frozen=True):
    number: int
    paragraphs: tuple[str, ...]


class Document(msgspec.Struct, frozen=True):
    """The title's lines, the numbered clauses, and what stands below them."""

    title: tuple[str, ...]
    clauses: tuple[Clause, ...]
    closing: tuple[str, ...]


def fill(fields: Fields) -> str:
    """The text of the regulations with a cooperative's own fields."""
    template = files("iok_core.regulations").joinpath("regulations.pl.txt").read_text("utf-8")
    return Template(template).substitute(msgspec.structs.asdict(fields))


def parse(text: str) -> Document:
    """A clause begins with its number; what follows the last one after its own lines closes."""
    title: list[str] = []
    clauses: list[Clause] = []
    closing: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if match := _CLAUSE.fullmatch(line):
            clauses.append(Clause(int(match[1]), (match[2],)))
        elif not clauses:
            title.append(line)
        elif clauses[-1].paragraphs[-1].endswith(":"):
            last = clauses.pop()
            clauses.append(Clause(last.number, (*last.paragraphs, line)))
        else:
            closing.append(line)
    return Document(tuple(title), tuple(clauses), tuple(closing))
