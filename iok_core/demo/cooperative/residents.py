"""Who holds the premises that the cast does not: mostly one payer a flat, and the rarer cases."""

from collections.abc import Sequence

from iok_core.demo.cooperative.habits import HABITS, in_arrears, punctual
from iok_core.demo.cooperative.model import Premises, PremisesKind, Share
from iok_core.demo.cooperative.months import add_months
from iok_core.demo.cooperative.register import Register

MONTHS_TOLD = 24
SHARES = (
    (Share(1, 3), Share(2, 3, takes_rest=True)),
    (Share(1, 2), Share(1, 2, takes_rest=True)),
)


def settle_block(register: Register, block: Sequence[Premises]) -> None:
    flats = [p for p in block if p.kind is PremisesKind.FLAT]
    parking = [p for p in block if p.kind in {PremisesKind.GARAGE, PremisesKind.PARKING}]
    while flats:
        _flat(register, flats, parking)
    for place in parking:
        _sole(register, place)
    for shop in (p for p in block if p.kind is PremisesKind.SHOP):
        tenant = register.company(shop)
        register.title(tenant, shop)
        register.charged(tenant, [shop], register.dice.pick(HABITS))


def _flat(register: Register, flats: list[Premises], parking: list[Premises]) -> None:
    flat, lot = flats.pop(), register.dice.between(0, 999)
    if lot < 7 and flats:
        _two_flats(register, flat, flats.pop())
    elif lot < 20:
        _co_owned(register, flat)
    elif lot < 33:
        _sold(register, flat)
    elif lot < 80 and parking:
        _flat_with_place(register, flat, parking.pop())
    elif lot < 130 and parking:
        _sole(register, flat, parking.pop())
    else:
        _sole(register, flat)


def _sole(register: Register, *premises: Premises) -> None:
    """One payer, an account for each of the premises."""
    party = register.resident(premises[0])
    for each in premises:
        habit = register.dice.pick(HABITS)
        register.title(party, each)
        fees = register.charged(party, [each], habit)[0]
        if habit is in_arrears:
            register.interest(fees)


def _flat_with_place(register: Register, flat: Premises, place: Premises) -> None:
    party = register.resident(flat)
    register.title(party, flat)
    register.title(party, place)
    register.charged(party, [flat, place], register.dice.pick(HABITS))


def _two_flats(register: Register, flat: Premises, other: Premises) -> None:
    party = register.resident(flat)
    register.title(party, flat)
    register.title(party, other)
    overpaid = register.charged(party, [flat], register.dice.pick(HABITS))[0]
    register.transfers.append((overpaid, register.charged(party, [other], punctual)[0]))


def _co_owned(register: Register, flat: Premises) -> None:
    for share in register.dice.pick(SHARES):
        owner = register.resident(flat)
        register.title(owner, flat, share)
        register.charged(owner, [flat], register.dice.pick(HABITS), share)


def _sold(register: Register, flat: Premises) -> None:
    month = add_months(register.start, register.dice.between(3, MONTHS_TOLD - 4))
    last_day = month.replace(day=register.dice.between(9, 20))
    seller, buyer = register.resident(flat), register.resident(flat)
    register.sale(flat, seller, buyer, last_day)
