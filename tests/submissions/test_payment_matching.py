"""K07-7: as many declared payments as possible find an entry, whatever comes in which order."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from iok_core.ledger.service import CreditView
from iok_core.submissions.matching import DeclaredPaymentView, booked

DAY = date(2026, 11, 1)
SENT = datetime(2026, 11, 1, tzinfo=UTC)
days = st.sampled_from([0, 1, 3, 31, 33, 40])
"""Near the ends of the windows, where one has to make room for another."""
declared_ones = st.lists(
    st.tuples(days, st.sampled_from([100, 100, 200]), st.sampled_from([0, 0, 1])),
    min_size=1,
    max_size=3,
)
entries = st.lists(
    st.tuples(days, st.sampled_from([100, 100, 200]), st.sampled_from([False, False, True])),
    min_size=1,
    max_size=3,
)


def declared(number: int, paid: int, amount: int, gen: int) -> DeclaredPaymentView:
    return DeclaredPaymentView(
        submission=number, number=f"{number}/2026", person=1, name="", address="", sent_at=SENT,
        account=1, source=1, seen_gen=gen, amount=amount, paid_on=DAY + timedelta(days=paid),
        booked_on=None,
    )  # fmt: skip


def credit(number: int, day: int, amount: int) -> CreditView:
    return CreditView(str(number), DAY + timedelta(days=day), amount)


def most(payments: list[DeclaredPaymentView], found: list[CreditView], known: set[str]) -> int:
    """Every way to give each an entry or none, tried out; the words of K07-7 once more."""

    def possible(one: DeclaredPaymentView, entry: CreditView | None) -> bool:
        if entry is None or entry.credit != one.amount:
            return False
        late = (entry.booking_date - one.paid_on).days
        return -3 <= late <= 30 and not (one.seen_gen == 1 and entry.key in known)

    ways = permutations([*found, *[None] * len(payments)], len(payments))
    return max(sum(map(possible, payments, way)) for way in ways)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_k07_7_as_many_as_possible_find_their_entry_and_keep_it(data: st.DataObject) -> None:
    payments = [declared(i, *one) for i, one in enumerate(data.draw(declared_ones))]
    drawn = data.draw(entries)
    found = sorted(
        (credit(i, day, amount) for i, (day, amount, _) in enumerate(drawn)),
        key=lambda one: one.booking_date,
    )
    shown = {str(i) for i, (_, _, early) in enumerate(drawn) if early}
    known: dict[int, set[str]] = {0: set(), 1: shown}
    there = booked(payments, found, known)
    assert len(there) == most(payments, found, shown)
    fewer = booked(payments[:-1], found[:-1], known)
    assert set(fewer) <= set(there)


def test_k07_7_one_makes_room_for_another_that_fits_nowhere_else() -> None:
    payments = [declared(1, 3, 100, 0), declared(2, 0, 100, 0)]
    found = booked(payments, [credit(1, 0, 100), credit(2, 33, 100)], {0: set()})
    assert found == {1: DAY + timedelta(days=33), 2: DAY}


def test_k07_7_the_days_of_booking_reach_from_three_before_to_thirty_after() -> None:
    for day, there in ((-4, 0), (-3, 1), (30, 1), (31, 0)):
        found = booked([declared(1, 0, 100, 0)], [credit(1, day, 100)], {0: set()})
        assert len(found) == there, day
