"""P-6: what was given up is a dead letter, which a person decides on."""

from collections import deque

from iok_core.db import execute
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.to_enter import mark_entered, to_enter, try_again
from tests.databases import on_sqlite
from tests.handovers import peer as does
from tests.handovers.flat import OPERATOR, Flat
from tests.handovers.peer import Peer


@on_sqlite
async def test_p_6_what_is_refused_is_for_people_with_the_reason_in_words(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    peer.acts = deque([does.REFUSE])
    made = await flat.accepted()
    await flat.hands_over_until_settled()
    assert await flat.states() == [("dead", 1, 0, "refused")]
    (line,) = await to_enter(flat.register.published)
    assert line.by_hand
    assert line.given_up
    assert line.items[0].hand_over is not None
    assert line.items[0].hand_over.detail == does.WORDS
    assert await try_again(flat.portal.submissions, made, by=OPERATOR) is None
    assert await try_again(flat.portal.submissions, made, by=OPERATOR) is Refusal.NOT_GIVEN_UP
    await flat.hands_over()
    assert await flat.states() == [("taken", 1, 0, "")]
    assert await flat.audited() == [
        ("submission_take_over", "system", "failed"),
        ("submission_send_again", "operator", "done"),
        ("submission_take_over", "system", "done"),
    ]


@on_sqlite
async def test_p_6_after_eight_tries_it_is_a_dead_letter(flat: Flat, peer: Peer) -> None:
    await flat.is_brought_by("http", url=peer.url)
    peer.acts = deque([does.BUSY] * 8)
    await flat.accepted()
    await flat.hands_over_until_settled()
    assert len(peer.tries) == 8
    assert await flat.states() == [("dead", 8, 0, "later")]


async def test_p_6_aud1_whose_last_worker_is_gone_is_a_dead_letter_that_the_audit_tells(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    await flat.accepted()
    await flat.worker_is_lost(tries=8)
    flat.clock.moves(hours=1)
    await flat.hands_over_until_settled()
    assert not peer.tries
    assert await flat.states() == [("dead", 8, 1, "worker_lost")]
    assert await flat.audited() == [("submission_take_over", "system", "failed")]


@on_sqlite
async def test_p_6_what_waits_when_fewer_tries_are_set_is_tried_once_more(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    await flat.accepted()
    await execute("UPDATE hand_over SET attempts = 12, why = 'later'")
    await flat.hands_over()
    assert await flat.states() == [("taken", 13, 0, "")]


@on_sqlite
async def test_p_6_of_two_readings_the_one_that_was_given_up_is_entered_and_the_other_goes_on(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    second = await flat.register.meter("CW1", flat.premises, medium="hot_water")
    peer.acts = deque([does.REFUSE, does.BUSY, does.REFUSE])
    made = await flat.reads("151,5", second)
    await flat.answered(made)
    await flat.hands_over()
    for left in (1, 0):
        assert (await to_enter(flat.register.published))[0].by_hand
        assert await mark_entered(flat.portal.submissions, made, by=OPERATOR) is None
        lines = await to_enter(flat.register.published)
        assert [line.by_hand for line in lines] == [False] * left
        flat.clock.moves(hours=8)
        await flat.hands_over()
    assert [why for *_, why in await flat.states()] == ["by_hand", "by_hand"]
    assert len(peer.tries) == 3
    assert await mark_entered(flat.portal.submissions, made, by=OPERATOR) is Refusal.CLOSED


@on_sqlite
async def test_p_6_a_connector_that_can_no_more_gives_it_back_to_people(
    flat: Flat, peer: Peer
) -> None:
    await flat.is_brought_by("http", url=peer.url)
    await flat.accepted()
    await flat.is_brought_by("http", url="")
    await flat.hands_over()
    assert await flat.states() == [("dead", 1, 0, "not_taken")]
