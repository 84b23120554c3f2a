"""How people pay. Each habit turns an account's situation into this month's payments."""

from iok_core.demo.cooperative.dice import Dice
from iok_core.demo.cooperative.model import Habit, Payment, Situation

TEN_ZLOTYS = 1_000
FIFTY_ZLOTYS = 5_000


def punctual(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    if now.owed <= 0 or dice.chance(0.02):
        return ()
    return ((dice.between(3, 14), now.owed),)


def round_sums(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    if now.owed <= 0:
        return ()
    return ((dice.between(2, 15), _up(now.owed, TEN_ZLOTYS)),)


def generous(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    """A standing order that was set too high and never looked at again."""
    return ((dice.between(4, 9), _up(now.fee, TEN_ZLOTYS) + TEN_ZLOTYS),)


def month_late(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    overdue = now.owed - now.fee
    return ((dice.between(15, 24), overdue),) if overdue > 0 else ()


def every_other_month(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    return punctual(dice, now) if now.month % 2 else ()


def quarter_ahead(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    if now.month % 3 != 1 or now.owed <= -now.fee:
        return ()
    return ((dice.between(2, 12), now.owed + 2 * now.fee),)


def two_parts(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    """What was left of last month, then a good half of this one: never all of it."""
    rest = now.owed - now.fee
    first = ((dice.between(3, 5), rest),) if rest > 0 else ()
    return (*first, (dice.between(9, 12), _up(now.fee * 55 // 100, TEN_ZLOTYS)))


def in_arrears(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    if now.owed > 9 * now.fee:
        return ((dice.between(5, 24), 3 * now.fee),)
    if now.owed <= 2 * now.fee or dice.chance(0.3):
        return ()
    return ((dice.between(8, 24), _up(now.fee * dice.between(50, 90) // 100, FIFTY_ZLOTYS)),)


def interest_note(dice: Dice, now: Situation) -> tuple[Payment, ...]:
    if now.owed <= 0 or not dice.chance(0.15):
        return ()
    return ((dice.between(3, 24), now.owed),)


HABITS: tuple[Habit, ...] = (
    *(punctual,) * 64,
    *(round_sums,) * 15,
    *(month_late,) * 7,
    *(every_other_month,) * 4,
    *(quarter_ahead,) * 4,
    *(in_arrears,) * 4,
    *(generous,) * 2,
)


def opening_balance(dice: Dice, habit: Habit, fee: int) -> int:
    if habit is in_arrears:
        return fee * dice.between(20, 40) // 10
    if habit is generous:
        return -4 * fee
    if habit in {month_late, every_other_month}:
        return fee
    if habit is two_parts:
        return fee * 4 // 10
    return dice.between(-3000, 6000) if dice.chance(0.3) else 0


def _up(amount: int, step: int) -> int:
    return -(-amount // step) * step
