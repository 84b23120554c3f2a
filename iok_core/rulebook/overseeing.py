"""The rules that the subjects of this portal declare, held against the texts."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from iok_core.regulations.checking import Link, Warned, check, check_words
from iok_core.regulations.rules import Rule
from iok_core.regulations.service import Document, VersionView, in_force, informs_on, parse
from iok_core.rulebook.drafts import DraftView, Tools
from iok_core.rulebook.links import links_of_draft, links_of_version


class Rulebook(msgspec.Struct, frozen=True):
    """Everything that the office's pages and commands work with."""

    tools: Tools
    rules: Sequence[Rule]
    addresses: tuple[str, ...]
    """E-mail addresses that the settings know."""
    notice_days: int

    def earliest(self) -> date:
        """The first day from which a version that is announced today may bind."""
        return self.tools.clock.today() + timedelta(days=self.notice_days)

    def check(self, document: Document, links: Sequence[Link]) -> list[Warned]:
        return check(document, links, self.rules, self.addresses)

    def check_information(self, text: str) -> list[Warned]:
        return list(check_words(text, self.addresses))


async def warnings_of_draft(book: Rulebook, draft: DraftView) -> list[Warned]:
    links = await links_of_draft(draft.id, book.rules)
    return book.check(draft.wording.document, links)


async def warnings_of_version(book: Rulebook, version: VersionView) -> list[Warned]:
    return book.check(parse(version.text), await links_of_version(version.number, book.rules))


async def warnings_today(book: Rulebook) -> list[Warned]:
    """Of the version in force: a setting may have changed since it was published."""
    current = await in_force(book.tools.clock.today())
    return [] if current is None else await warnings_of_version(book, current)


async def warnings_of_information(book: Rulebook) -> list[Warned]:
    current = await informs_on(book.tools.clock.today())
    return [] if current is None else book.check_information(current.text)
