"""S22: whatever a server does, a notice stands once in the portal and its mail is never lost.

A mail may come twice only where nobody can know whether it came: the line broke between the final
dot and the answer (RFC 1047). It is then counted, and has the same Message-ID.
"""

import asyncio
from collections import deque

from iok_core.db import fetch
from tests.databases import on_sqlite
from tests.notices import smtp_peer as does
from tests.notices.posting import Post
from tests.notices.smtp_peer import Peer

pytestmark = on_sqlite

SENT_AT_LAST = {
    "at.once": [],
    "later": [does.LATER_AT_RCPT, does.LATER_AFTER_DOT],
    "before.data": [does.HANG_BEFORE_DATA],
    "in.data": [does.DROP_IN_DATA],
    "slow": [does.SLOW],
    "garbage.before": [does.GARBAGE_AT_RCPT],
    "after.data": [does.HANG_AFTER_DATA],
    "after.dot": [does.DROP_AFTER_DOT],
    "garbage.after": [does.GARBAGE_AFTER_DOT],
    "mixed": [does.LATER_AT_RCPT, does.DROP_AFTER_DOT, does.SLOW],
}
KNOWABLE = {"at.once", "later", "before.data", "slow", "garbage.before"}
GIVEN_TO_PEOPLE = {
    "refused": ([does.REFUSED_AT_RCPT], "dead", "refused", "550 5.1.1"),
    "spam": ([does.REFUSED_AFTER_DOT], "dead", "refused", "554 5.7.1"),
    "never": ([does.LATER_AT_RCPT] * 20, "dead", "too_often", "451 4.3.0"),
    "twice.lost": ([does.DROP_AFTER_DOT] * 5, "uncertain", "answer_lost", ""),
}


def address(name: str) -> str:
    return f"{name}@example.pl"


async def test_s22_one_notice_and_a_mail_that_comes_twice_only_where_nobody_can_know(
    post: Post, peer: Peer
) -> None:
    await post.smtp(peer.port)
    persons = {name: await post.person(address(name)) for name in SENT_AT_LAST}
    for name, script in SENT_AT_LAST.items():
        peer.acts[address(name)] = deque(script)
        await post.password_changed(persons[name])
    await post.sends_until_settled()
    assert sorted(await post.notices()) == sorted(
        (person, "password_changed") for person in persons.values()
    )
    rows = await fetch("SELECT person, state, uncertain FROM delivery")
    ambiguous = {person: uncertain for person, state, uncertain in rows if state == "sent"}
    for name, person in persons.items():
        came = [mail for mail in peer.mails if mail["To"] == address(name)]
        assert 1 <= len(came) <= 1 + ambiguous[person], name
        assert len({mail["Message-ID"] for mail in came}) == 1, name
        assert ambiguous[person] == 0 or name not in KNOWABLE, name


async def test_s22_s27_of_a_mail_in_hand_when_its_worker_has_to_go_nobody_knows_whether_it_came(
    post: Post, peer: Peer
) -> None:
    await post.smtp(peer.port, timeout=60)
    peer.acts[address("left")] = deque([does.HANG_AFTER_DATA])
    came = asyncio.Event()
    peer.in_data = came.set
    await post.password_changed(await post.person(address("left")))
    sending = asyncio.create_task(post.sends())
    async with asyncio.timeout(20):
        await came.wait()
    sending.cancel()
    await asyncio.wait({sending})
    assert await post.states() == [("waiting", 1, 1, "worker_lost")]
    assert await fetch("SELECT lease_owner FROM delivery") == [("",)]
    await post.sends_until_settled()
    assert await post.states() == [("sent", 2, 1, "")]
    assert len({mail["Message-ID"] for mail in peer.mails}) == 1


async def test_s22_what_cannot_arrive_is_given_to_people_with_the_reason(
    post: Post, peer: Peer
) -> None:
    post.set(attempts=3)
    await post.smtp(peer.port)
    for name, (script, *_) in GIVEN_TO_PEOPLE.items():
        peer.acts[address(name)] = deque(script)
        await post.password_changed(await post.person(address(name)))
    await post.sends_until_settled()
    rows = await fetch("SELECT state, why, detail FROM delivery ORDER BY id")
    assert rows == [tuple(expected) for _, *expected in GIVEN_TO_PEOPLE.values()]
    assert len(peer.reached) == 2  # an ambiguous one is tried again once, never more


async def test_one_line_carries_many_mails_and_a_tired_one_is_renewed(
    post: Post, peer: Peer
) -> None:
    await post.smtp(peer.port)
    peer.at_mail.extend([does.OK, does.CLOSED_BETWEEN])
    for number in range(4):
        await post.password_changed(await post.person(address(f"nr{number}")))
    await post.sends()
    assert [state for state, *_ in await post.states()] == ["sent"] * 4
    assert peer.connections == 2
    assert await fetch("SELECT sum(attempts), sum(uncertain) FROM delivery") == [(4, 0)]
