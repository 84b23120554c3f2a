"""K02-7, P-6: what the office has accepted goes to an accounting system, each thing once."""

import asyncio
from collections import deque
from datetime import timedelta

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.submissions import following
from iok_core.submissions.declared import note_what_is_known
from iok_core.submissions.declared_readings import note_known_readings
from iok_core.submissions.kinds import State, StepKind
from iok_core.submissions.rows import steps_of
from iok_core.submissions.to_enter import mark_entered, to_enter
from tests.databases import on_sqlite
from tests.handovers import peer as does
from tests.handovers.flat import OPERATOR, Flat
from tests.handovers.peer import Peer


async def test_k02_7_p_6_d_6_numbers_and_readings_arrive_once_under_the_connectors_own_keys(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    number, reading = await flat.declares(2), await flat.reads("151,5")
    await flat.hands_over()
    assert peer.tries == []  # nobody has accepted anything
    await flat.answered(number)
    await flat.answered(reading)
    await flat.answered(reading)  # a second answer is no second acceptance
    await flat.hands_over()
    await flat.hands_over()
    occupants, shown = peer.kept.values()
    month = flat.today.replace(day=1)
    if flat.today.day > 8:
        month = (month + timedelta(days=32)).replace(day=1)
    head = {"accepted_on": flat.today.isoformat(), "premises": "L-1"}
    assert occupants == {
        **head,
        "type": "accepted_occupants",
        "id": occupants["id"],
        "submission": f"1/{flat.today.year}",
        "occupants": 2,
        "counts_from": month.isoformat(),
    }
    assert shown == {
        **head,
        "type": "accepted_reading",
        "id": shown["id"],
        "submission": f"2/{flat.today.year}",
        "meter": "ZW1",
        "number": "ZW1",
        "medium": "cold_water",
        "unit": "m3",
        "day": flat.today.isoformat(),
        "thousandths": 151500,
    }
    assert len(peer.tries) == 2
    assert await flat.states() == [("taken", 1, 0, ""), ("taken", 1, 0, "")]
    assert [one.kind for one in await steps_of(number)][-1] is StepKind.TAKEN_OVER
    assert await flat.audited() == [("submission_take_over", "system", "done")] * 2


@on_sqlite
async def test_p_6_what_fails_is_tried_again_with_rests_under_the_same_id(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    peer.acts = deque([does.BUSY, does.HANG, does.GARBAGE])
    await flat.accepted()
    await flat.hands_over()
    await flat.hands_over()  # it rests: nothing is tried
    assert (len(peer.tries), await flat.states()) == (1, [("waiting", 1, 0, "later")])
    rests = []
    for _ in range(2):
        (before,) = (await fetch("SELECT next_at FROM hand_over"))[0]
        flat.clock.at = before
        await flat.hands_over()
        (after,) = (await fetch("SELECT next_at FROM hand_over"))[0]
        rests.append((after - before) / timedelta(minutes=1))
    assert 3 < rests[0] < 5
    assert 12 < rests[1] < 20
    await flat.hands_over_until_settled()
    assert len(peer.tries) == 4
    assert len(set(peer.tries)) == len(peer.kept) == 1
    assert await flat.states() == [("taken", 4, 0, "")]


@on_sqlite
async def test_p_6_a_line_that_breaks_once_it_is_kept_doubles_nothing(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    peer.acts = deque([does.DROP_KEPT, does.HANG_KEPT])
    await flat.accepted()
    await flat.hands_over_until_settled()
    assert (len(peer.tries), len(peer.kept)) == (3, 1)
    assert await flat.states() == [("taken", 3, 0, "before")]


@on_sqlite
async def test_p_6_what_a_lost_worker_had_in_hand_rests_a_minute_and_goes_out_once_more(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    await flat.accepted()
    await flat.worker_is_lost(tries=1)
    flat.clock.moves(seconds=1)
    await flat.hands_over()
    assert peer.tries == []
    assert await flat.states() == [("waiting", 1, 1, "worker_lost")]
    flat.clock.moves(minutes=2)
    await flat.hands_over()
    assert await flat.states() == [("taken", 2, 1, "")]


@on_sqlite
async def test_p_6_a_system_that_is_away_makes_all_wait_and_is_asked_once(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url="http://127.0.0.1:9")
    await flat.accepted()
    await flat.answered(await flat.reads())
    await flat.hands_over()
    await flat.hands_over()
    assert await flat.states() == [("waiting", 1, 0, "unreachable"), ("waiting", 0, 0, "")]
    await flat.is_brought_by("http", url=peer.url)
    await flat.hands_over_until_settled()
    assert {state for state, *_ in await flat.states()} == {"taken"}


async def test_p_6_done_by_hand_stops_it_and_says_when_it_may_have_arrived(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    peer.acts = deque([does.BUSY])
    made = await flat.accepted()
    await flat.hands_over()
    assert await mark_entered(flat.portal.submissions, made, by=OPERATOR) is None
    flat.clock.moves(hours=8)
    await flat.hands_over()
    assert len(peer.tries) == 1
    assert await flat.states() == [("closed", 1, 0, "by_hand")]
    again = await flat.reads()
    await flat.answered(again)
    await execute(
        "UPDATE hand_over SET state = 'sending', lease_owner = 'x' WHERE state = 'waiting'"
    )
    assert await mark_entered(flat.portal.submissions, again, by=OPERATOR) is None
    assert (await flat.states())[1] == ("closed", 0, 1, "by_hand")


async def test_p_6_what_was_in_a_connectors_hand_when_it_was_entered_is_told_as_taken(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url, seconds=20)
    made, loop = await flat.accepted(), asyncio.get_running_loop()

    def entered() -> None:
        entering = mark_entered(flat.portal.submissions, made, by=OPERATOR)
        asyncio.run_coroutine_threadsafe(entering, loop).result(20)

    peer.when_kept = entered
    await flat.hands_over()
    assert await flat.states() == [("taken", 1, 0, "by_hand")]
    assert await flat.audited() == [
        ("submission_hand_over", "operator", "done"),
        ("submission_take_over", "system", "done"),
    ]


@on_sqlite
async def test_p_6_an_acceptance_that_is_taken_back_takes_it_back_and_a_new_one_sends_it(
    flat: Flat, peer: Peer
) -> None:
    """By the office, which declines it, or by the resident, who opens it again."""
    await flat.is_brought_by("http", url=peer.url)
    declined, reopened = await flat.accepted(), await flat.reads()
    await flat.answered(reopened)
    tokens = [token for (token,) in await fetch("SELECT token FROM hand_over ORDER BY id")]
    await flat.answered(declined, State.DECLINED)
    by = Origin.resident(flat.person)
    await following.reopen(flat.portal.submissions, reopened, "Pomyłka", by=by)
    await flat.hands_over()
    assert (peer.tries, await flat.states()) == ([], [("closed", 0, 0, "not_accepted")] * 2)
    await flat.answered(declined)
    await flat.answered(reopened)
    await flat.hands_over()
    assert peer.tries == tokens


async def test_k02_7_of_several_numbers_the_newest_goes(flat: Flat, peer: Peer) -> None:
    await flat.is_brought_by("http", url=peer.url)
    first, second, third = [await flat.declares(number) for number in (1, 2, 4)]
    await flat.answered(first)
    await flat.answered(third)
    await flat.answered(second)  # accepted last, declared before: it counts for nothing
    await flat.hands_over()
    assert [one["occupants"] for one in peer.kept.values()] == [4]
    assert await flat.states() == [("closed", 0, 0, "newer"), ("taken", 1, 0, "")]


async def test_p_6_what_an_import_has_brought_is_not_sent_any_more(flat: Flat, peer: Peer) -> None:
    await flat.is_brought_by("http", url=peer.url)
    await flat.accepted(2)
    await flat.answered(await flat.reads("151,5"))
    await execute("UPDATE premises_version SET occupants = 2")
    await flat.register.reading(flat.meter, flat.today, "151.5")
    await note_what_is_known(flat.portal.submissions)
    await note_known_readings(flat.portal.submissions)
    await flat.hands_over()
    assert peer.tries == []
    assert [why for *_, why in await flat.states()] == ["known", "known"]


@on_sqlite
async def test_k02_7_without_a_connector_that_can_it_waits_to_be_entered_by_hand(
    flat: Flat,
) -> None:
    """`files` and `http` could: the option that switches it is empty."""
    for connector in ("files", "http", "gone"):
        await flat.is_brought_by(connector, folder="/nowhere", hand_over="", url="")
        await flat.accepted()
        assert await flat.states() == [], connector
    (line,) = await to_enter(flat.register.published)
    assert line.by_hand
    assert not line.given_up


@on_sqlite
async def test_p_6_a_paused_module_keeps_it_waiting(flat: Flat, peer: Peer) -> None:
    await flat.is_brought_by("http", url=peer.url)
    await flat.accepted()
    await execute("UPDATE module SET active = FALSE")
    await flat.hands_over()
    assert peer.tries == []
    await execute("UPDATE module SET active = TRUE")
    await flat.hands_over()
    assert len(peer.kept) == 1
