"""Payers, premises and titles as an import leaves them, written by hand: no name is anybody's.

`PUBLISHED` is what residents see; of generation 3 nobody may know yet.
"""

from datetime import date
from typing import Any

from iok_core.db.collation import search_key, sort_key
from iok_core.db.versioned import OPEN
from iok_core.imports.tables import Publication, Snapshot, Source
from iok_core.modules.tables import Module
from iok_core.portal import Portal
from iok_core.premises.tables import Party, PartyVersion, Premises, PremisesVersion, Title

PUBLISHED = 2
STAGED = 3

PAYERS = (
    ("K-1", "Ćwikłowska Maria", "Jan", "couple", "Zamiejska 3/5, 00-000 Przykładowo"),
    ("K-2", "Cebulowa Anna", "", "person", "Lipowa 14/1, 00-000 Przykładowo"),
    ("K-3", "Łukaszowy Łukasz", "", "person", "Lipowa 14/7, 00-000 Przykładowo"),
    ("K-4", "Dudkowa Ewa", "", "person", "Lipowa 14/70, 00-000 Przykładowo"),
    ("000417", "Sklep Zmyślony sp. z o.o.", "", "company", "Rynek 1, 00-000 Przykładowo"),
)
HELD = (
    ("L14-2", "flat", "Lipowa 14", "2", "K-1", "tenancy", date(1999, 3, 1), date(2026, 1, 31)),
    ("L14-G1", "garage", "Lipowa 14", "G1", "K-1", "garage_agreement", date(2005, 6, 1), None),
    ("L14-1", "flat", "Lipowa 14", "1", "K-2", "ownership", date(2010, 5, 1), None),
    ("L14-7", "flat", "Lipowa 14", "7", "K-3", "cooperative_ownership", date(2001, 9, 1), None),
    ("L14-70", "flat", "Lipowa 14", "70", "K-4", "ownership", date(2002, 9, 1), None),
    ("R1-U1", "commercial", "Rynek 1", "U1", "000417", "lease", date(2020, 1, 1), None),
)


async def add_payers(portal: Portal) -> dict[str, int]:
    """The ids of the parties by their key; and a published source that tells of them."""
    module = Module(extension="files", plugin="files", name="ksiegowosc", title="Księgowość")
    module.created_at = portal.clock.now()
    await module.save()
    source = Source(
        module=module.id, title="Księgowość", gen=STAGED, staged=STAGED, published=PUBLISHED
    )
    await source.save()
    await Snapshot.insert(
        Snapshot(source=source.id, gen=PUBLISHED, kind="balances", as_of=portal.clock.today())
    )
    await Publication.insert(
        Publication(source=source.id, gen=PUBLISHED, at=portal.clock.now()),
    )
    parties = {payer[0]: await _party(source.id, PUBLISHED, *payer) for payer in PAYERS}
    hidden = ("K-9", "Niewidzialna Zofia", "", "person", "Lipowa 14/9, 00-000 Przykładowo")
    parties["K-9"] = await _party(source.id, STAGED, *hidden)
    for held in HELD:
        await _hold(source.id, parties, *held)
    return parties


async def _party(
    source: int, since: int, key: str, name: str, second: str, form: str, address: str
) -> int:
    party = Party(source=source, source_key=key)
    await party.save()
    called = f"{name} {second}"
    await PartyVersion.insert(
        PartyVersion(
            source=source,
            key=key,
            since_gen=since,
            until_gen=OPEN,
            party=party.id,
            name=name,
            second_name=second,
            form=form,
            address=address,
            sort_key=sort_key(called),
            search_key=search_key(f"{called} {address}"),
        )
    )
    return int(party.id)


async def _hold(
    source: int,
    parties: dict[str, int],
    symbol: str,
    kind: str,
    building: str,
    number: str,
    key: str,
    title: str,
    since: date,
    until: date | None,
) -> None:
    premises = Premises(source=source, source_key=symbol)
    await premises.save()
    called = f"{building} {number} {symbol}"
    at: dict[str, Any] = {
        "source": source,
        "since_gen": PUBLISHED,
        "until_gen": OPEN,
        "premises": premises.id,
    }
    await PremisesVersion.insert(
        PremisesVersion(
            **at,
            key=symbol,
            symbol=symbol,
            kind=kind,
            building=building,
            number=number,
            sort_key=sort_key(called),
            search_key=search_key(called),
        )
    )
    row = Title(**at, key=f"{symbol}|{key}", party=parties[key], kind=title)
    row.since, row.until = since, until
    await Title.insert(row)
