"""Premises, parties, accounts and titles: short files that the others refer to."""

from collections.abc import Iterable, Iterator
from functools import partial

from iok_connector_files import cells, limits
from iok_connector_files.cells import Convert, text
from iok_connector_files.fields import Field, Recipe, Values, columns_of, key_field
from iok_connector_files.forms import Unfit
from iok_connector_files.layout import (
    AccountPremisesFile,
    AccountsFile,
    PartiesFile,
    PremisesFile,
    TitlesFile,
)
from iok_connector_files.personal import holds_pesel
from iok_connector_files.reading import Link, Reading, Tally
from iok_connector_files.rejecting import shown
from iok_connector_files.words import (
    ACCOUNT_KINDS,
    PARTY_FORMS,
    PREMISES_KINDS,
    TITLE_KINDS,
    YES_NO,
    understood,
)
from iok_core.api import (
    Account,
    DataKind,
    Party,
    PartyForm,
    Premises,
    Problem,
    Record,
    Rejected,
    Title,
)


def premises(file: PremisesFile, reading: Reading) -> Recipe:
    kinds = cells.one_of(understood(PREMISES_KINDS, reading.words.premises_kind))
    fields = [
        key_field("key", file.key, cells.key),
        Field("symbol", file.symbol or file.key, text(limits.SYMBOL), must=True),
        Field("kind", file.kind, kinds, must=True),
        Field("building", file.building, text(limits.PLACE), must=True),
        Field("street", file.street, text(limits.PLACE)),
        Field("house", file.house, text(limits.SHORT)),
        Field("staircase", file.staircase, text(limits.SHORT)),
        Field("number", file.number, text(limits.SHORT)),
        Field("area", file.area, reading.figure),
        Field("occupants", file.occupants, cells.occupants),
        Field("collection_account", file.collection_account, cells.nrb),
    ]

    def make(values: Values) -> Iterable[Record]:
        record = Premises(**values)
        reading.premises.add(record.key)
        return (record,)

    return Recipe(DataKind.PREMISES, file.file, fields, make, Tally())


def parties(file: PartiesFile, reading: Reading) -> Recipe:
    forms = cells.one_of(understood(PARTY_FORMS, reading.words.party_form))
    fields = [
        key_field("key", file.key, cells.key),
        Field("name", file.name, text(limits.NAME), must=True, free=True),
        Field("form", file.form, forms),
        Field("second_name", file.second_name, text(limits.NAME), free=True),
        Field("address", file.address, text(limits.ADDRESS), free=True),
        Field("email", file.email, text(limits.EMAIL)),
    ]

    def make(values: Values) -> Iterable[Record]:
        if holds_pesel(values["key"]):
            raise Unfit(Problem.UNKNOWN_VALUE, "key")
        if values.get("second_name") and values.get("form", PartyForm.PERSON) is PartyForm.PERSON:
            values["form"] = PartyForm.COUPLE
        record = Party(**values)
        reading.parties.add(record.key)
        return (record,)

    return Recipe(DataKind.PARTIES, file.file, fields, make, Tally())


def account_premises(file: AccountPremisesFile, reading: Reading) -> Recipe:
    fields = [
        key_field("account", file.account, cells.key),
        key_field("premises", file.premises, cells.known(reading.premises)),
    ]

    def make(values: Values) -> Iterable[Record]:
        if not reading.is_foreign(values["account"]):
            link = Link(values["premises"], reading.line)
            reading.links.setdefault(values["account"], []).append(link)
        return ()

    return Recipe(DataKind.ACCOUNTS, file.file, fields, make)


def accounts(file: AccountsFile, reading: Reading, links: AccountPremisesFile | None) -> Recipe:
    kinds = cells.one_of(understood(ACCOUNT_KINDS, reading.words.account_kind))
    fields = [
        key_field("key", file.key, cells.key),
        Field("kind", file.kind, kinds, must=True),
        Field("name", file.name, text(limits.NAME), free=True),
        key_field("party", file.party, cells.known(reading.parties)),
        Field("premises", file.premises, _several(file.premises_separator, reading)),
    ]

    def make(values: Values) -> Iterable[Record]:
        if reading.is_foreign(values["key"]):
            return ()
        linked = (link.premises for link in reading.links.get(values["key"], ()))
        values["premises"] = tuple(dict.fromkeys((*values.get("premises", ()), *linked)))
        record = Account(**values)
        reading.accounts.add(record.key)
        return (record,)

    ended = partial(_never_came, links, reading)
    return Recipe(DataKind.ACCOUNTS, file.file, fields, make, Tally(), ended)


def _never_came(file: AccountPremisesFile | None, reading: Reading) -> Iterator[Rejected]:
    """Links of accounts that are in no file of accounts."""
    if file is None:
        return
    strangers = (account for account in reading.links if account not in reading.accounts)
    for account in strangers:
        for link in reading.links[account]:
            yield Rejected(
                kind=DataKind.ACCOUNTS,
                problem=Problem.UNKNOWN_REFERENCE,
                source=file.file,
                row=link.line,
                field="".join(columns_of(file.account)[:1]),
                value=shown(account),
                account=shown(account),
            )


def _several(separator: str, reading: Reading) -> Convert:
    one = cells.known(reading.premises)

    def read(cell: str) -> tuple[str, ...]:
        parts = cell.split(separator) if separator else [cell]
        return tuple(one(part.strip()) for part in parts if part.strip())

    return read


def titles(file: TitlesFile, reading: Reading) -> Recipe:
    kinds = cells.one_of(understood(TITLE_KINDS, reading.words.title_kind))
    yes_no = cells.one_of(understood(YES_NO, reading.words.yes_no))
    fields = [
        key_field("premises", file.premises, cells.known(reading.premises)),
        key_field("party", file.party, cells.known(reading.parties)),
        Field("kind", file.kind, kinds, must=True),
        Field("since", file.since, reading.day, must=True),
        Field("until", file.until, reading.day),
        Field("share", file.share, cells.share),
        Field("share_numerator", file.share_numerator, cells.whole, must=True),
        Field("share_denominator", file.share_denominator, cells.whole, must=True),
        Field("member", file.member, yes_no),
    ]

    def make(values: Values) -> Iterable[Record]:
        if values.get("until") and values["until"] < values["since"]:
            raise Unfit(Problem.NOT_A_DATE, "until")
        _settle_share(values)
        return (Title(**values),)

    return Recipe(DataKind.TITLES, file.file, fields, make, Tally())


def _settle_share(values: Values) -> None:
    numerator, denominator = values.pop("share", (1, 1))
    if "share_numerator" in values:
        numerator, denominator = values["share_numerator"], values["share_denominator"]
    try:
        share = cells.fraction(numerator, denominator)
    except Unfit as unfit:
        raise Unfit(unfit.problem, "share_numerator") from None
    values["share_numerator"], values["share_denominator"] = share
