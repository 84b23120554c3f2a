"""The local copy of the settlement accounts. Money is integer grosze; Wn debit, Ma credit."""

from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, Integer, OnDelete, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.db.versioned import KEY_LENGTH, Versioned, one_ending, one_opening
from iok_core.premises.tables import Party, Premises


class Account(Table, tablename="account"):
    id = BigSerial(primary_key=True)
    source = BigInt()
    source_key = Varchar(length=KEY_LENGTH)
    unique_source_key = Unique(["source", "source_key"])


class AccountVersion(Versioned, Table, tablename="account_version"):
    """With a party the account is that payer's own; without one it goes with its premises."""

    id = BigSerial(primary_key=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20)
    name = Varchar(length=200)
    party = ForeignKey(Party, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    unique_since = one_opening()
    unique_until = one_ending()


class AccountPremises(Versioned, Table, tablename="account_premises"):
    id = BigSerial(primary_key=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    premises = ForeignKey(Premises, null=False, on_delete=OnDelete.restrict, index=True)
    unique_since = one_opening()
    unique_until = one_ending()


class Entry(Versioned, Table, tablename="entry"):
    id = BigSerial(primary_key=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    booking_date = Date(null=False)
    ordinal = Integer()
    """Place among the account's entries of one day, from 0."""
    document_date = Date(null=True, default=None)
    due_date = Date(null=True, default=None)
    document = Varchar(length=100)
    document_kind = Varchar(length=20)
    text = Varchar(length=512)
    debit = BigInt()
    credit = BigInt()
    unique_since = one_opening()
    unique_until = one_ending()


class Charge(Versioned, Table, tablename="charge"):
    id = BigSerial(primary_key=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    premises = ForeignKey(Premises, null=False, on_delete=OnDelete.restrict, index=True)
    period = Date(null=False)
    ordinal = Integer()
    """Place among the components of one account and month, from 0."""
    component = Varchar(length=200)
    quantity = Varchar(length=20)
    unit = Varchar(length=20)
    rate = Varchar(length=20)
    amount = BigInt()
    document = Varchar(length=100)
    unique_since = one_opening()
    unique_until = one_ending()


class Balance(Versioned, Table, tablename="balance"):
    """Above zero the payer owes. Turnover is NULL where the source does not give it."""

    id = BigSerial(primary_key=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    opening = BigInt()
    debit = BigInt(null=True, default=None)
    credit = BigInt(null=True, default=None)
    closing = BigInt()
    unique_since = one_opening()
    unique_until = one_ending()
