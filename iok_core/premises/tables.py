"""Identities (`Party`, `Premises`) are insert-only; what a source says of them is versioned."""

from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.db.versioned import KEY_LENGTH, Versioned, one_ending, one_opening

SORT_KEY_LENGTH, SEARCH_KEY_LENGTH = 400, 800
"""Keys are cut there: of what folds to so much, the beginning tells enough."""


class Person(Table, tablename="person"):
    """A human who signs in. The office's own record: no source knows it."""

    id = BigSerial(primary_key=True)
    name = Varchar(length=200)
    sort_key = Varchar(length=SORT_KEY_LENGTH)
    search_key = Varchar(length=SORT_KEY_LENGTH)
    created_at = Timestamptz(null=True, default=None)
    cooperative = Boolean(default=False)
    """No human: the cooperative itself."""


class Party(Table, tablename="party"):
    id = BigSerial(primary_key=True)
    source = BigInt()
    source_key = Varchar(length=KEY_LENGTH)
    unique_source_key = Unique(["source", "source_key"])


class PartyVersion(Versioned, Table, tablename="party_version"):
    id = BigSerial(primary_key=True)
    party = ForeignKey(Party, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=200)
    second_name = Varchar(length=200)
    form = Varchar(length=20)
    address = Varchar(length=300)
    email = Varchar(length=254)
    sort_key = Varchar(length=SORT_KEY_LENGTH)
    search_key = Varchar(length=SEARCH_KEY_LENGTH)
    unique_since = one_opening()
    unique_until = one_ending()


class Representation(Table, tablename="representation"):
    """This person acts for that party; recorded by the office, `until` included."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    party = ForeignKey(Party, null=False, on_delete=OnDelete.restrict, index=True)
    basis = Varchar(length=30)
    grounds = Varchar(length=200)
    """What the basis rests on, in the office's words: a number of the register, a power's day."""
    since = Date(null=False)
    until = Date(null=True, default=None)
    recorded_at = Timestamptz(null=True, default=None)
    recorded_by = BigInt(null=True, default=None)


class Premises(Table, tablename="premises"):
    id = BigSerial(primary_key=True)
    source = BigInt()
    source_key = Varchar(length=KEY_LENGTH)
    unique_source_key = Unique(["source", "source_key"])


class PremisesVersion(Versioned, Table, tablename="premises_version"):
    id = BigSerial(primary_key=True)
    premises = ForeignKey(Premises, null=False, on_delete=OnDelete.restrict, index=True)
    symbol = Varchar(length=60)
    kind = Varchar(length=20)
    building = Varchar(length=120)
    street = Varchar(length=120)
    house = Varchar(length=20)
    staircase = Varchar(length=20)
    number = Varchar(length=20)
    area = Varchar(length=20)
    occupants = Integer(null=True, default=None)
    collection_account = Varchar(length=34)
    sort_key = Varchar(length=SORT_KEY_LENGTH)
    search_key = Varchar(length=SORT_KEY_LENGTH)
    unique_since = one_opening()
    unique_until = one_ending()


class Title(Versioned, Table, tablename="title"):
    """A party's title to premises, `until` included; None: still held."""

    id = BigSerial(primary_key=True)
    premises = ForeignKey(Premises, null=False, on_delete=OnDelete.restrict, index=True)
    party = ForeignKey(Party, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=30)
    since = Date(null=False)
    until = Date(null=True, default=None)
    share_numerator = Integer()
    share_denominator = Integer()
    member = Boolean(null=True, default=None)
    unique_since = one_opening()
    unique_until = one_ending()
