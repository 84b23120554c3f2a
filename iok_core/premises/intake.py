"""How records about parties, premises and titles become rows of their shelves."""

from collections.abc import Iterator

from piccolo.table import Table

from iok_core import api
from iok_core.db.collation import search_key, sort_key
from iok_core.db.versioned import Find, Shelf, StagedRow
from iok_core.premises.tables import (
    SEARCH_KEY_LENGTH,
    SORT_KEY_LENGTH,
    Party,
    PartyVersion,
    Premises,
    PremisesVersion,
    Title,
)

IDENTITIES: dict[type[api.Record], type[Table]] = {api.Premises: Premises, api.Party: Party}
"""The insert-only table in which a record's key becomes an id."""

PARTIES = Shelf(
    PartyVersion,
    ("party", "name", "second_name", "form", "address", "email", "sort_key", "search_key"),
)
PREMISES = Shelf(
    PremisesVersion,
    (
        "premises",
        "symbol",
        "kind",
        "building",
        "street",
        "house",
        "staircase",
        "number",
        "area",
        "occupants",
        "collection_account",
        "sort_key",
        "search_key",
    ),
)
TITLES = Shelf(
    Title,
    (
        "premises",
        "party",
        "kind",
        "since",
        "until",
        "share_numerator",
        "share_denominator",
        "member",
    ),
)


def stage_party(record: api.Party, party: int) -> Iterator[StagedRow]:
    called = f"{record.name} {record.second_name}"
    values = (
        party,
        record.name,
        record.second_name,
        record.form.value,
        record.address,
        record.email,
        sort_key(called)[:SORT_KEY_LENGTH],
        search_key(f"{called} {record.address}")[:SEARCH_KEY_LENGTH],
    )
    yield StagedRow(PARTIES, record.key, values)


def stage_premises(record: api.Premises, premises: int) -> Iterator[StagedRow]:
    called = f"{record.building} {record.number} {record.symbol}"
    values = (
        premises,
        record.symbol,
        record.kind.value,
        record.building,
        record.street,
        record.house,
        record.staircase,
        record.number,
        "" if record.area is None else str(record.area),
        record.occupants,
        record.collection_account,
        sort_key(called)[:SORT_KEY_LENGTH],
        search_key(called)[:SORT_KEY_LENGTH],
    )
    yield StagedRow(PREMISES, record.key, values)


def stage_title(record: api.Title, find_premises: Find, find_party: Find) -> Iterator[StagedRow]:
    values = (
        find_premises(record.premises),
        find_party(record.party),
        record.kind.value,
        record.since,
        record.until,
        record.share_numerator,
        record.share_denominator,
        record.member,
    )
    yield StagedRow(TITLES, record.key, values)
