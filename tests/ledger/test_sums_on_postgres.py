from pathlib import Path

from iok_core.db import fetch
from iok_core.ledger.checks import HOW_MANY
from iok_core.portal import build_portal, running
from iok_core.settings import load
from tests.databases import on_postgres

AT = (1, 1, 1)


@on_postgres
async def test_s24_a_first_import_is_added_up_before_the_server_has_counted_its_rows(
    portal_folder: Path,
) -> None:
    """It takes tables that it knows nothing of for empty, and then joins row by row."""
    async with running(build_portal(load(portal_folder, {}), "worker")):
        plan = [line for (line,) in await fetch(f"EXPLAIN {HOW_MANY}", *AT, *AT, *AT)]
    assert not any("Nested Loop" in line for line in plan), plan
