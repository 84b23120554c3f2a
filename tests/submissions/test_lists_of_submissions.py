"""Which submissions a list has, and in which order, as residents and the office read them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from iok_core.api import Desk
from iok_core.audit.origin import Origin
from iok_core.portal import Portal
from iok_core.submissions import following, rows
from iok_core.submissions.kinds import ConsentState, StepKind
from iok_core.submissions.rows import SubmissionLine
from tests.offices import Office, payer
from tests.submissions.pairs import sent

DAY, DAY_AFTER = date(2026, 5, 5), date(2026, 5, 6)
SINCE, UNTIL = datetime(2026, 5, 4, 10, tzinfo=UTC), datetime(2026, 5, 4, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def faults(served: Office, number: int, key: str = "K0004") -> tuple[int, list[int]]:
    """A new resident, and what they report of the common part, one after the other."""
    who = served.live.do(partial(payer, key=key))
    return who.person or 0, [sent(served, who) for _ in range(number)]


def change(served: Office, column: str, *values: tuple[int, object]) -> None:
    """Of each of these submissions to its value."""
    for id_, value in values:
        served.live.rows(f"UPDATE submission SET {column} = {{}} WHERE id = {{}}", value, id_)


def one(served: Office, id_: int) -> SubmissionLine:
    found = served.live.do(lambda _: rows.one_submission(id_))
    assert found is not None
    return found


def ids(
    served: Office, work: Callable[[Portal], Awaitable[list[SubmissionLine]]], among: list[int]
) -> list[int]:
    return [line.id for line in served.live.do(work) if line.id in among]


def test_one_s_own_and_what_one_follows_stand_with_the_newest_first(served: Office) -> None:
    person, (first, second, third) = faults(served, 3)
    neighbour, own = faults(served, 1, "K0008")
    for fault, who in ((first, neighbour), (third, neighbour), (own[0], person)):
        served.live.rows(
            "INSERT INTO submission_follower (submission, person) VALUES ({}, {})", fault, who
        )
    everything = [first, second, third, *own]
    mine = ids(served, lambda _: rows.submissions_of(person), everything)
    assert mine == [third, second, first]
    assert ids(served, lambda _: rows.followed_by(neighbour), everything) == [third, first]
    assert ids(served, lambda _: rows.followed_by(person), everything) == own
    assert served.live.do(lambda _: rows.followers_of(first)) == [neighbour]


def test_k16_2_what_is_due_soonest_stands_first_and_in_all_of_a_desk_the_newest(
    served: Office,
) -> None:
    _, made = faults(served, 3)
    first, second, third = made
    change(served, "due_on", (first, DAY_AFTER), (second, DAY_AFTER), (third, DAY))
    desk = [Desk.TECHNICAL]
    assert ids(served, lambda _: rows.open_submissions(desk), made) == [third, first, second]
    assert ids(served, lambda _: rows.submissions_for(desk), made) == [third, second, first]
    assert ids(served, lambda _: rows.submissions_for([Desk.OFFICE]), made) == []


def test_k16_2_it_is_overdue_from_the_day_after_its_term_while_it_waits(served: Office) -> None:
    _, (waits, settled, joined) = faults(served, 3)
    change(served, "due_on", (waits, DAY), (settled, DAY), (joined, DAY))
    change(served, "state", (settled, "done"))
    change(served, "merged_into", (joined, waits))

    assert [one(served, waits).overdue(day) for day in (DAY, DAY_AFTER)] == [False, True]
    assert [one(served, id_).overdue(DAY_AFTER) for id_ in (settled, joined)] == [False, False]


def test_k16_2_what_waits_and_was_sent_by_a_resident_is_offered_to_be_joined(
    served: Office,
) -> None:
    _, made = faults(served, 4)
    waits, settled, joined, stranger = made
    change(served, "state", (settled, "done"))
    change(served, "merged_into", (joined, waits))
    change(served, "caller", (stranger, "Zenobia"))
    assert [one(served, id_).joinable for id_ in made] == [True, False, False, False]
    assert [one(served, id_).waits for id_ in made] == [True, False, False, True]


def test_k16_2_whoever_has_it_in_hand_is_named(served: Office) -> None:
    _, (mine, nobodys) = faults(served, 2)
    change(served, "assigned", (mine, served.live.clerk().staff))
    lines = [one(served, id_) for id_ in (mine, nobodys)]
    assert [line.assigned_name for line in lines] == ["Ewa Biurowa", None]


def test_k02_8_one_objection_weighs_more_than_what_others_agree_to(served: Office) -> None:
    _, made = faults(served, 4)
    nobody_asked, waits, agreed, objected = made
    change(served, "asks_consent", *((id_, True) for id_ in made[1:]))
    for key, fault, said in (
        ("K0008", agreed, "agreed"),
        ("K0008", objected, "objected"),
        ("K0010", objected, "agreed"),
    ):
        person, _ = faults(served, 0, key)
        served.live.rows(
            "INSERT INTO submission_consent (submission, person, said) VALUES ({}, {}, {})",
            *(fault, person, said),
        )
    states = [one(served, id_).consent for id_ in (nobody_asked, waits, agreed, objected)]
    assert states == [None, ConsentState.WAITING, ConsentState.AGREED, ConsentState.OBJECTED]


def test_k02_10_a_neighbour_is_offered_what_waits_of_the_same_building_kind_and_days(
    served: Office,
) -> None:
    _, made = faults(served, 8)
    edge, early, later, elsewhere, flat, other, settled, joined = made
    for id_ in made:
        change(served, "sent_at", (id_, SINCE))
    change(served, "sent_at", (early, SINCE - SECOND), (later, UNTIL))
    change(served, "building", (elsewhere, "Zielna 99"))
    change(served, "concern", (flat, "premises"))
    change(served, "extension", (other, "zzz"))
    change(served, "state", (settled, "done"))
    change(served, "merged_into", (joined, edge))
    line = one(served, edge)
    of, at = line.extension, line.building
    assert ids(served, lambda _: rows.common_ones(of, at, SINCE), made) == [later, edge]


def test_k02_10_likely_doubles_wait_for_the_same_desk_and_came_between_two_moments(
    served: Office,
) -> None:
    _, made = faults(served, 7)
    first, last, early, late, foreign, settled, joined = made
    for id_ in (first, foreign, settled, joined):
        change(served, "sent_at", (id_, SINCE))
    change(served, "sent_at", (last, UNTIL), (early, SINCE - SECOND), (late, UNTIL + SECOND))
    change(served, "desk", (foreign, Desk.OFFICE.value))
    change(served, "state", (settled, "withdrawn"))
    change(served, "merged_into", (joined, first))
    found = ids(served, lambda _: rows.open_about(Desk.TECHNICAL, SINCE, UNTIL), made)
    assert found == [last, first]


def test_k16_2_what_is_joined_stands_with_the_earliest_first(served: Office) -> None:
    _, made = faults(served, 3)
    main, second, third = made
    change(served, "merged_into", (third, main), (second, main))
    assert ids(served, lambda _: rows.merged_in(main), made) == [second, third]


def test_k16_2_the_steps_of_one_stand_in_the_order_in_which_they_were_taken(
    served: Office,
) -> None:
    person, (fault, _) = faults(served, 2)
    by = Origin.resident(person)
    for text in ("Nadal stoi", "I dzisiaj stoi"):
        served.live.do(partial(_write, fault=fault, text=text, by=by))
    steps = served.live.do(lambda _: rows.steps_of(fault))
    assert [(step.kind, step.text) for step in steps[1:]] == [
        (StepKind.MESSAGE, "Nadal stoi"),
        (StepKind.MESSAGE, "I dzisiaj stoi"),
    ]
    assert steps[0].kind is StepKind.SENT


async def _write(portal: Portal, *, fault: int, text: str, by: Origin) -> None:
    assert await following.write(portal.submissions, fault, text, by=by) is None
