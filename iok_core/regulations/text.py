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
    """A clause begins with its number. Lines right below it are its own, and so is what follows a
    colon; the rest closes."""
    title: list[str] = []
    clauses: list[Clause] = []
    closing: list[str] = []
    follows = True
    for line in (line.strip() for line in text.splitlines()):
        last = clauses[-1].paragraphs[-1] if clauses else ""
        if not line:
            follows = last.endswith(":")
        elif not closing and (match := _CLAUSE.fullmatch(line)):
            clauses.append(Clause(int(match[1]), (match[2],)))
            follows = True
        elif not clauses:
            title.append(line)
        elif closing or not follows:
            closing.append(line)
        else:
            clauses[-1] = Clause(clauses[-1].number, (*clauses[-1].paragraphs, line))
    return Document(tuple(title), tuple(clauses), tuple(closing))


def compose(document: Document) -> str:
    """The exact text of a document: what is published, hashed and accepted."""
    clauses = (
        "\n".join((f"{c.number}. {c.paragraphs[0]}", *c.paragraphs[1:])) for c in document.clauses
    )
    parts = ("\n".join(document.title), "\n".join(clauses), "\n".join(document.closing))
    return "\n\n".join(filter(None, parts)) + "\n"
