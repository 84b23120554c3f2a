"""A served portal with one of the exports in it, and browsers of its payers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from iok_core.identity.service import Role
from iok_core.imports.generations import ImportState
from iok_core.portal import Portal
from iok_core.premises.desk import party_by_key
from iok_core.premises.tables import Representation
from tests.browsing import Browser
from tests.imports.bringing import bring_in, options_of
from tests.portal import Access, LivePortal, add_resident, people
from tests.portals import Portals


async def imported(portal: Portal, export: str) -> None:
    gives_totals = None if "signed" not in export else False
    line = await bring_in(portal, options_of(export), gives_totals=gives_totals)
    assert line.state is ImportState.PUBLISHED


async def payer(portal: Portal, key: str) -> Access:
    """A resident who acts for the payer that the export calls by this key."""
    access = await add_resident(portal, f"Payer {key}")
    party = await party_by_key(1, key)
    await Representation.insert(
        Representation(person=access.person, party=party, basis="self", since=date(2026, 1, 1))
    )
    return access


class Office:
    """A served portal with an export in it; gives out browsers of its payers."""

    def __init__(self, live: LivePortal) -> None:
        self.live = live

    def browser_of(self, key: str) -> Browser:
        return self.live.browser_of(self.live.do(lambda portal: payer(portal, key)))

    def browser_of_staff(self, role: Role = Role.SETTLEMENTS) -> Browser:
        return self.live.browser_of(self.live.clerk(role))

    def id_of(self, table: str, key: str) -> int:
        return int(self.live.rows(f"SELECT id FROM {table} WHERE source_key = {{}}", key)[0][0])


@contextmanager
def office(portals: Portals, kind: str, export: str, settings: str = "") -> Iterator[Office]:
    """`settings`: more of them, as they stand in iok.toml."""

    def bring(folder: Path) -> None:
        people(folder, partial(imported, export=export))

    folder = portals.copy(kind, portals.place("office"), f"office_{export[0]}", bring)
    with (folder / "iok.toml").open("a", encoding="utf-8") as written:
        written.write(settings)
    with portals.serve(folder) as live:
        yield Office(live)


def text_of(html: str) -> str:
    """The words of a page, with ordinary blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ")).strip()
