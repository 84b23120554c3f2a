"""Of whom a bulk report is, sorted by address as letters are put into boxes."""

from collections.abc import Mapping
from datetime import date

from iok_core.premises.desk import party_by_key
from iok_core.premises.parties import PartyCard, holders_by_address, party_cards
from iok_core.reports.batches import Selection, Whom


async def payers_of(
    selection: Selection, published: Mapping[int, int], today: date
) -> list[PartyCard]:
    if selection.whom is Whom.PAYERS:
        found = await party_cards(selection.payers, published)
        return sorted(found, key=lambda card: [h.symbol for h in card.holds])
    building = selection.building if selection.whom is Whom.BUILDING else None
    order = await holders_by_address(published, today, building)
    cards = {card.id: card for card in await party_cards(order, published)}
    return [cards[party] for party in order if party in cards]


async def parties_called(
    numbers: list[str], published: Mapping[int, int]
) -> tuple[list[int], list[str]]:
    """The payers whom a source calls by these numbers, and the numbers that nobody has."""
    found: list[int] = []
    unknown: list[str] = []
    for number in numbers:
        parties = [await party_by_key(source, number) for source in published]
        known = [party for party in parties if party is not None]
        found += known
        unknown += [] if known else [number]
    return found, unknown
