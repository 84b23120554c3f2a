"""A version as pages and the printer show it."""

from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any

from iok_core.regulations.difference import Difference, difference
from iok_core.regulations.pdf import Sheet
from iok_core.regulations.text import parse
from iok_core.regulations.versions import VersionView
from iok_core.web.cooperative import Cooperative
from iok_core.web.filters import day, orphans
from iok_core.web.i18n import DEFAULT
from iok_core.web.i18n import gettext as _


def text_of(version: VersionView) -> dict[str, Any]:
    """What the templates need to show its text and where it comes from."""
    document = parse(version.text)
    clauses = [(clause.number, "\n".join(clause.paragraphs)) for clause in document.clauses]
    facts = _facts(version)
    return {"version": version, "document": document, "clauses": clauses, "facts": facts}


def changes(before: VersionView | None, after: VersionView) -> Difference | None:
    """None: there is nothing to compare it with."""
    return _between(before.text, after.text) if before else None


@lru_cache(maxsize=32)
def _between(before: str, after: str) -> Difference:
    """Published texts never change, and strangers may ask for them again and again."""
    return difference(parse(before), parse(after))


def sheet_of(version: VersionView, cooperative: Cooperative) -> Sheet:
    document = parse(version.text)
    return Sheet(
        lang=DEFAULT,
        name=" ".join(document.title),
        author=version.approved_by,
        title=document.title,
        clauses=tuple((clause.number, _unbroken(clause.paragraphs)) for clause in document.clauses),
        closing=_unbroken(document.closing),
        facts=(*_facts(version), (_("SHA-256 of the text"), version.sha256)),
        controller=cooperative.controller_words,
        footer=_("Regulations, version %(number)s, in force from %(day)s")
        % {"number": version.number, "day": day(version.in_force_from)},
        dated=datetime.combine(version.approved_on, time(), UTC),
    )


def _facts(version: VersionView) -> list[tuple[str, str]]:
    return [
        (_("Version"), str(version.number)),
        (_("In force from"), day(version.in_force_from)),
        (_("Approved by"), f"{version.approved_by}, {day(version.approved_on)}"),
        (_("Resolution"), version.resolution),
    ]


def _unbroken(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(orphans(paragraph) for paragraph in paragraphs)
