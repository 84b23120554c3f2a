from dataclasses import dataclass
from datetime import date, timedelta

from iok_core.demo.cooperative.cast import Cast, settle_cast
from iok_core.demo.cooperative.dice import Dice
from iok_core.demo.cooperative.model import Account, Party, Premises, Title
from iok_core.demo.cooperative.months import add_months
from iok_core.demo.cooperative.places import OPENING_BLOCKS, build_blocks
from iok_core.demo.cooperative.register import Register
from iok_core.demo.cooperative.residents import MONTHS_TOLD, settle_block

SMALLEST = sum(map(len, OPENING_BLOCKS))
ENTRIES_LAG = timedelta(days=2)  # the books of an export end so long before its day


@dataclass(frozen=True, slots=True)
class World:
    seed: int
    today: date
    start: date  # first day that the books tell of
    premises: tuple[Premises, ...]
    parties: tuple[Party, ...]
    titles: tuple[Title, ...]
    accounts: tuple[Account, ...]
    transfers: tuple[tuple[Account, Account], ...]  # overpayment goes from one to the other
    cast: Cast


def build_world(premises: int, seed: int, today: date) -> World:
    """SM „Lipowa” with so many premises and 24 charged months before `today`.

    The story hangs on `today`: to continue a demonstration, build it with the same day again and
    export it as of a later one.
    """
    if premises < SMALLEST:
        raise ValueError(f"a world needs at least {SMALLEST} premises, not {premises}")
    dice = Dice(f"people {seed}")
    start = add_months((today - ENTRIES_LAG).replace(day=1), 1 - MONTHS_TOLD)
    blocks = build_blocks(premises, dice)
    register = Register(dice, start)
    cast = settle_cast(register, blocks)
    for number, block in enumerate(blocks):
        opening = OPENING_BLOCKS[number] if number < len(OPENING_BLOCKS) else ""
        settle_block(register, block[len(opening) :])
    return World(
        seed=seed,
        today=today,
        start=start,
        premises=tuple(each for block in blocks for each in block),
        parties=tuple(register.parties),
        titles=tuple(register.titles),
        accounts=tuple(register.accounts),
        transfers=tuple(register.transfers),
        cast=cast,
    )
