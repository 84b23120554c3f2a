"""Which clause of which text each rule stands in, as the office has said."""

from collections.abc import Iterable, Sequence

from iok_core.db import execute, fetch
from iok_core.regulations.checking import Link, links_of
from iok_core.regulations.rules import Rule

NOWHERE = 0
"""The rule stands in no clause of this text."""


async def links_of_draft(draft: int, rules: Sequence[Rule]) -> list[Link]:
    """Where the office has said nothing, those of the text that comes with the portal."""
    rows = await fetch(
        "SELECT rule_key, clause, says FROM clause_rule WHERE draft = {} ORDER BY rule_key", draft
    )
    said = {row[0]: Link(row[0], row[1], row[2]) for row in rows}
    silent = [link for link in links_of(rules) if link.rule not in said]
    return [link for link in (*said.values(), *silent) if link.clause != NOWHERE]


async def links_of_version(number: int, rules: Sequence[Rule]) -> list[Link]:
    """Those of the draft that the version was; of the first version, those that come with it."""
    drafts = await fetch("SELECT id FROM regulations_draft WHERE published_as = {}", number)
    return await links_of_draft(int(drafts[0][0]), rules) if drafts else links_of(rules)


async def replace_links(draft: int, links: Iterable[Link]) -> None:
    await remove_links(draft)
    for link in links:
        await _insert(draft, link)


async def copy_links(number: int, draft: int) -> None:
    """What was said of a version holds for a draft of it, too."""
    await execute(
        "INSERT INTO clause_rule (draft, rule_key, clause, says) "
        "SELECT CAST({} AS BIGINT), c.rule_key, c.clause, c.says FROM clause_rule c "
        "JOIN regulations_draft d ON d.id = c.draft WHERE d.published_as = {}",
        draft,
        number,
    )


async def remove_links(draft: int) -> None:
    await execute("DELETE FROM clause_rule WHERE draft = {}", draft)


async def _insert(draft: int, link: Link) -> None:
    await execute(
        "INSERT INTO clause_rule (draft, rule_key, clause, says) VALUES ({}, {}, {}, {})",
        draft,
        link.rule,
        link.clause,
        link.says,
    )
