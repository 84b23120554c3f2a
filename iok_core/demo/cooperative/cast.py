"""The characters of the demonstration: they live in every world, under the same names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iok_core.demo.cooperative.habits import generous, in_arrears, month_late, punctual, two_parts
from iok_core.demo.cooperative.model import Account, Party, Premises, Share
from iok_core.demo.cooperative.months import add_months
from iok_core.demo.cooperative.places import OPENING_BLOCKS
from iok_core.demo.cooperative.register import LEGAL, Register

MONTH_OF_SALE = 18  # counted from the first one told
LAST_DAY_OF_SELLER = 16
COMPANY = "Bar BĄK, ŻÓŁĘDŹ, GOŃĆ I ŚWIERSZCZ Niebyła sp. z o.o."


@dataclass(frozen=True, slots=True)
class Character:
    """Keys as they stand in the export: what someone is called in the accounting program."""

    party: str
    premises: tuple[str, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    two_premises: Character  # a flat and a garage, an account each, always a little behind
    newcomer: Character  # a couple that is one payer
    stranger: Character  # a flat and a garage on one account
    seller: Character
    buyer: Character  # of the seller's flat; held a garage in the same building before
    overpaid: Character  # two flats; every September money moves from the first to the second
    in_arrears: Character  # with interest notes on an account of their own
    co_owners: tuple[Character, Character]  # 1/3 and 2/3 of one flat
    company: Character  # rents the commercial unit


def settle_cast(register: Register, blocks: list[list[Premises]]) -> Cast:
    """Settles the opening premises of the first two buildings (`OPENING_BLOCKS`)."""
    # One is sure to pay more for heating, one is sure to get money back.
    blocks[0][0] = replace(blocks[0][0], heating_use=1080)
    blocks[1][2] = replace(blocks[1][2], heating_use=850)
    one, other = (block[: len(kinds)] for block, kinds in zip(blocks, OPENING_BLOCKS, strict=False))
    seller, buyer = _sale(register, one[2], one[3])
    return Cast(
        two_premises=_two_premises(register, one[0], one[1]),
        co_owners=_co_owners(register, one[4]),
        newcomer=_newcomer(register, one[5]),
        seller=seller,
        buyer=buyer,
        stranger=_stranger(register, other[0], other[1]),
        overpaid=_overpaid(register, other[2], other[3]),
        in_arrears=_in_arrears(register, other[4]),
        company=_company(register, other[5]),
    )


def _two_premises(register: Register, flat: Premises, garage: Premises) -> Character:
    party = register.party("Wymyślona-Źródłopodobna Łucja", flat.address)
    register.title(party, flat)
    register.title(party, garage)
    register.charged(party, [flat], two_parts)
    register.charged(party, [garage], month_late)
    return _character(register, party)


def _newcomer(register: Register, flat: Premises) -> Character:
    party = register.party("Zmyśleni Ewa i Jan", flat.address)
    register.title(party, flat)
    register.charged(party, [flat], punctual)
    return _character(register, party)


def _stranger(register: Register, flat: Premises, garage: Premises) -> Character:
    party = register.party("Przykładowska Świętosława", flat.address)
    register.title(party, flat)
    register.title(party, garage)
    register.charged(party, [flat, garage], punctual)
    return _character(register, party)


def _sale(register: Register, flat: Premises, garage: Premises) -> tuple[Character, Character]:
    seller = register.party("Niebyły Ścibor", "Zamiejska 1")
    buyer = register.party("Ćwiczebna Żaneta", flat.address)
    register.title(buyer, garage)
    register.charged(buyer, [garage], punctual)
    month = add_months(register.start, MONTH_OF_SALE)
    register.sale(flat, seller, buyer, month.replace(day=LAST_DAY_OF_SELLER))
    return _character(register, seller), _character(register, buyer)


def _overpaid(register: Register, flat: Premises, other: Premises) -> Character:
    party = register.party("Zmyślny Żegota", flat.address)
    register.title(party, flat)
    register.title(party, other)
    overpaid = register.charged(party, [flat], generous)[0]
    register.transfers.append((overpaid, register.charged(party, [other], punctual)[0]))
    return _character(register, party)


def _in_arrears(register: Register, flat: Premises) -> Character:
    party = register.party("Ułudny Józef", flat.address)
    register.title(party, flat)
    register.interest(register.charged(party, [flat], in_arrears)[0])
    return _character(register, party)


def _co_owners(register: Register, flat: Premises) -> tuple[Character, Character]:
    third = _co_owner(register, "Próbna Małgorzata", flat, Share(1, 3))
    return third, _co_owner(register, "Próbny Łukasz", flat, Share(2, 3, takes_rest=True))


def _co_owner(register: Register, name: str, flat: Premises, share: Share) -> Character:
    party = register.party(name, flat.address)
    register.title(party, flat, share)
    register.charged(party, [flat], punctual, share)
    return _character(register, party)


def _company(register: Register, shop: Premises) -> Character:
    party = register.party(COMPANY, shop.address, form=LEGAL)
    register.title(party, shop)
    register.charged(party, [shop], punctual)
    return _character(register, party)


def _character(register: Register, party: Party) -> Character:
    held = tuple(t.premises.symbol for t in register.titles if t.party is party)
    accounts: Sequence[Account] = [a for a in register.accounts if a.party is party]
    return Character(party.key, held, tuple(account.number for account in accounts))
