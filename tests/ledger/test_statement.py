"""A statement's sums and running balance, with figures worked out by hand."""

from datetime import date

import msgspec

from iok_core.ledger.access import Right, right_to
from iok_core.ledger.service import AccountView, EntryView
from iok_core.ledger.statement import statement, within
from iok_core.premises.access import Holding, PersonView
from iok_core.premises.settings import Closing
from iok_core.premises.spans import Span

TODAY = date(2026, 11, 23)
OCTOBER = date(2026, 10, 1)
FLAT, SELLER, BUYER = 1, 10, 20


def entry(day: str, debit: int = 0, credit: int = 0, due: str | None = None) -> EntryView:
    return EntryView(
        id=0,
        booking_date=date.fromisoformat(day),
        due_date=date.fromisoformat(due) if due else None,
        document="",
        document_kind="",
        text="",
        debit=debit,
        credit=credit,
    )


NEWEST_FIRST = [
    entry("2026-11-01", debit=74218, due="2026-11-10"),
    entry("2026-10-12", credit=60000),
    entry("2026-10-01", debit=74218, due="2026-10-10"),
]


def test_the_balance_after_each_entry_leads_back_to_the_opening() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    assert [line.after for line in whole.lines] == [83436, 9218, 69218]
    assert (whole.debit, whole.credit, whole.adds_up) == (148436, 60000, True)


def test_one_grosz_too_much_does_not_add_up() -> None:
    assert not statement(NEWEST_FIRST, opening=-5000, closing=83437).adds_up


def test_the_oldest_unpaid_charge_is_the_one_that_payments_do_not_reach() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    assert whole.oldest_unpaid is not None
    assert whole.oldest_unpaid.due_date == date(2026, 10, 10)


def test_a_balance_within_the_newest_charge_is_due_with_it() -> None:
    whole = statement(NEWEST_FIRST, opening=-14218, closing=74218)
    assert whole.oldest_unpaid is not None
    assert whole.oldest_unpaid.due_date == date(2026, 11, 10)


def test_a_single_grosz_is_due_with_the_charge_that_it_is_left_of() -> None:
    left = [entry("2026-10-12", credit=99), entry("2026-10-01", debit=100, due="2026-10-10")]
    assert statement(left, opening=0, closing=1).oldest_unpaid == left[1]
    owed = [entry("2026-10-01", debit=1)]
    assert statement(owed, opening=0, closing=1).oldest_unpaid == owed[0]


def test_no_payment_is_ever_the_oldest_unpaid_charge() -> None:
    """Charges of before the data are owed, too, and are not among the entries."""
    entries = [entry("2026-11-01", debit=100), entry("2026-10-12", credit=50)]
    assert statement(entries, opening=500, closing=550).oldest_unpaid == entries[0]


def test_nothing_is_due_on_an_overpaid_account() -> None:
    assert statement(NEWEST_FIRST, opening=-100000, closing=-11564).oldest_unpaid is None


def test_k12_2_a_buyer_sees_the_sum_of_their_own_days_and_nothing_brought_forward() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    own = within(whole, [Span(date(2026, 10, 15), None)], OCTOBER)
    assert [line.entry.booking_date.isoformat() for line in own.lines] == ["2026-11-01"]
    assert (own.opening, own.debit, own.credit, own.closing) == (0, 74218, 0, 74218)
    assert [line.after for line in own.lines] == [74218]


def test_k12_2_who_came_on_the_first_day_of_the_data_is_not_told_the_balance_of_before() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    assert within(whole, [Span(date(2026, 10, 1), None)], OCTOBER).opening == 0
    assert within(whole, [Span(date(2026, 9, 30), None)], OCTOBER) == whole


def test_k12_2_who_left_reads_the_sum_of_their_days_and_not_the_balance_of_today() -> None:
    corrected_later = statement(NEWEST_FIRST, opening=-5000, closing=90000)
    days = [Span(date(2020, 1, 1), date(2026, 11, 10))]
    assert within(corrected_later, days, OCTOBER).closing == 83436
    still_there = [Span(date(2020, 1, 1), None)]
    assert within(corrected_later, still_there, OCTOBER).closing == 90000


def test_k12_2_a_seller_sees_nothing_after_the_last_day() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    own = within(whole, [Span(date(2020, 1, 1), date(2026, 10, 14))], OCTOBER)
    assert [line.after for line in own.lines] == [9218, 69218]
    assert (own.opening, own.closing) == (-5000, 9218)


def test_k12_2_between_two_times_of_ones_own_nothing_is_told_of_whoever_was_there() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    spans = [Span(date(2020, 1, 1), date(2026, 10, 1)), Span(date(2026, 11, 1), None)]
    own = within(whole, spans, OCTOBER)
    assert [line.after for line in own.lines] == [143436, 69218]
    assert own.closing == 143436


def test_s02_who_came_after_the_last_entry_reads_nothing_of_what_came_before() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    own = within(whole, [Span(date(2026, 11, 20), None)], OCTOBER)
    assert (own.opening, own.debit, own.credit, own.closing) == (0, 0, 0, 0)
    assert own.lines == []


def test_s02_who_left_before_the_first_entry_reads_nothing_of_what_came_later() -> None:
    whole = statement(NEWEST_FIRST, opening=-5000, closing=83436)
    own = within(whole, [Span(date(2020, 1, 1), date(2026, 9, 30))], OCTOBER)
    assert (own.opening, own.debit, own.credit, own.closing) == (-5000, 0, 0, -5000)


def person_of(party: int, since: str, until: str | None = None) -> PersonView:
    ends = date.fromisoformat(until) if until else None
    return PersonView(
        1, (Holding(FLAT, party, 1, date.fromisoformat(since), ends, date.min, None),)
    )


def account_of(party: int | None) -> AccountView:
    return AccountView(
        id=5, source=1, key="204-1", kind="operating", party=party, opening=0, closing=0
    )


def test_k02_1_a_payers_own_account_is_not_shown_to_the_next_holder() -> None:
    buyer = person_of(BUYER, "2026-10-15")
    assert not right_to(account_of(SELLER), [FLAT], buyer, TODAY).allowed
    assert right_to(account_of(BUYER), [FLAT], buyer, TODAY) == Right(allowed=True)


def test_k12_2_what_may_be_read_is_asked_by_the_day() -> None:
    own_days = Right(allowed=True, spans=(Span(date(2026, 10, 15), None),))
    assert own_days.reaches(date(2026, 10, 15))
    assert not own_days.reaches(date(2026, 10, 14))
    assert Right(allowed=True).reaches(date(2026, 10, 14))
    assert not Right(allowed=False).reaches(date(2026, 10, 15))


def test_an_account_of_the_premises_shows_each_holder_their_own_days() -> None:
    buyer = person_of(BUYER, "2026-10-15")
    assert right_to(account_of(None), [FLAT], buyer, TODAY).spans == (
        Span(date(2026, 10, 15), None),
    )


def test_k02_1_an_account_closes_with_the_title_to_its_premises() -> None:
    seller = person_of(SELLER, "2010-01-01", "2026-10-14")
    assert not right_to(account_of(SELLER), [FLAT], seller, TODAY).allowed
    assert not right_to(account_of(None), [FLAT], seller, TODAY).allowed


def test_k12_1_k12_2_in_the_closing_view_an_account_of_the_premises_shows_own_days() -> None:
    seller = person_of(SELLER, "2010-01-01", "2026-10-14")
    closing = Closing(closing_months=2)
    days = (Span(date(2010, 1, 1), date(2026, 10, 14)),)
    assert right_to(account_of(None), [FLAT], seller, TODAY, closing).spans == days
    assert right_to(account_of(SELLER), [FLAT], seller, TODAY, closing).spans == ()
    assert not right_to(account_of(BUYER), [FLAT], seller, TODAY, closing).allowed
    late = date(2026, 12, 15)
    assert not right_to(account_of(None), [FLAT], seller, late, closing).allowed
    assert not right_to(account_of(SELLER), [FLAT], seller, late, closing).allowed


def test_k12_2_an_own_account_that_was_anothers_before_shows_ones_own_days_only() -> None:
    """The program kept the account's number and wrote the buyer's name beside it."""
    buyer = person_of(BUYER, "2026-10-15")
    passed = msgspec.structs.replace(account_of(BUYER), passed_on=True)
    assert right_to(passed, [FLAT], buyer, TODAY).spans == (Span(date(2026, 10, 15), None),)


def test_x_4_days_on_which_other_premises_of_the_account_were_anothers_are_nobodys() -> None:
    buyer = person_of(BUYER, "2026-10-15")
    foreign = (Span(date(2026, 10, 1), date(2026, 10, 31)),)
    right = right_to(account_of(None), [FLAT, 2], buyer, TODAY, foreign=foreign)
    assert right.spans == (Span(date(2026, 11, 1), None),)
