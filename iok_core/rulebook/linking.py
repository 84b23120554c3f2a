"""The office says which clause of a draft each rule stands in."""

from collections.abc import Iterable

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.regulations.checking import Link
from iok_core.rulebook.drafts import Refusal, Tools, change, changeable, record
from iok_core.rulebook.links import replace_links


async def link(
    id_: int, revision: int, links: Iterable[Link], tools: Tools, *, by: Origin
) -> Refusal | None:
    """It is no part of the text, so an approved draft takes it as well."""
    async with transaction():
        found = await changeable(id_, revision, by)
        if isinstance(found, Refusal):
            return found
        await replace_links(id_, links)
        await change(found, {}, tools, by)
        await record(tools, Action.DRAFT_LINK, id_, by)
    return None
