"""When a message goes out: quiet hours, caps, clocks that jump, and what people decide."""

import asyncio
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.db.clock import WARSAW
from iok_core.notices import board, contacts, outbox
from iok_core.notices.codes import code_of
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState, NoticeKind
from iok_core.notices.outbox import resting
from iok_core.notices.settings import NoticeSettings
from iok_core.runs.outbox import Fate
from tests.databases import on_sqlite
from tests.notices import smtp_peer as does
from tests.notices.posting import Post
from tests.notices.smtp_peer import Peer

SENT = Fate(state=DeliveryState.SENT)
STAFF = Origin.staff(1)


@pytest.fixture
async def module(post: Post) -> int:
    return await post.channel(from_address="iok@lipowa.example", folder="mail")


async def waiting(post: Post, *, person: int, mandatory: bool = False) -> None:
    """A delivery as planning leaves it."""
    if mandatory:
        await post.password_changed(person)
        await post.turns()
        return
    await execute(
        "INSERT INTO event (at, kind, subject, request_id, told_at) VALUES ({}, '', '', '', {})",
        *(post.clock.now(), post.clock.now()),
    )
    (event,) = (await fetch("SELECT max(id) FROM event"))[0]
    await execute(
        "INSERT INTO notice (event, person, kind, listed, at) VALUES ({}, {}, {}, {}, {})",
        *(event, person, NoticeKind.NEW_BALANCE.value, True, post.clock.now()),
    )
    await execute(
        "INSERT INTO delivery (notice, module, address, person, mandatory, token, state, attempts, "
        "uncertain, why, detail, made_at, next_at, lease_owner) SELECT n.id, m.id, a.id, n.person, "
        "{}, 'token', 'waiting', 0, 0, '', '', {}, {}, '' FROM notice n, module m, "
        "contact_address a WHERE a.person = n.person AND n.event = {}",
        *(False, post.clock.now(), post.clock.now(), event),
    )


async def sent_now(post: Post, module: int) -> int:
    """How many go out at this moment, if the channel takes everything."""
    count = 0
    while (claim := await outbox.claim(post.ctx, module)) is not None:
        await outbox.settle(post.ctx, claim, SENT)
        count += 1
    return count


async def test_p11_at_night_only_what_is_about_an_access_goes_out(post: Post, module: int) -> None:
    post.set(daily_cap=50, daily_cap_mandatory=50)
    person = await post.person("a@example.pl")
    # over the night that loses an hour
    for day, hour, sent in ((28, 20, 2), (28, 21, 1), (29, 3, 1), (29, 7, 1), (29, 8, 5)):
        await waiting(post, person=person)
        await waiting(post, person=person, mandatory=True)
        post.clock.at = datetime(2026, 3, day, hour, 30, tzinfo=WARSAW).astimezone(UTC)
        assert await sent_now(post, module) == sent


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [
        ((21, 8), {21, 22, 23, *range(8)}),
        ((0, 6), {*range(6)}),
        ((7, 7), set()),
        ((0, 24), {*range(24)}),
    ],
)
def test_quiet_hours_may_lie_over_midnight(quiet: tuple[int, int], hours: set[int]) -> None:
    settings = NoticeSettings(quiet_from=quiet[0], quiet_until=quiet[1])
    assert {hour for hour in range(24) if settings.is_quiet(hour)} == hours


async def test_s22_nobody_gets_more_in_a_day_than_the_cap(post: Post, module: int) -> None:
    post.set(daily_cap=2, daily_cap_mandatory=4)
    one, other = await post.person("a@example.pl"), await post.person("b@example.pl")
    for person in (one, one, one, other):
        await waiting(post, person=person)
    assert await sent_now(post, module) == 3
    for _ in range(4):
        await waiting(post, person=one, mandatory=True)
    assert await sent_now(post, module) == 2
    post.clock.moves(hours=24, seconds=1)
    assert await sent_now(post, module) == 2  # these two now fill the cap of the other kind
    post.clock.moves(hours=24, seconds=1)
    assert await sent_now(post, module) == 1


async def test_s22_only_what_went_out_counts_towards_the_cap(post: Post, module: int) -> None:
    post.set(daily_cap=2)
    person = await post.person("a@example.pl")
    for _ in range(4):
        await waiting(post, person=person)
    for _ in range(2):
        claim = await outbox.claim(post.ctx, module)
        assert claim is not None
        await outbox.settle(post.ctx, claim, Fate(state=DeliveryState.DEAD))
    assert await sent_now(post, module) == 2


async def test_s22_the_longest_rest_is_kept_to_its_end_though_it_is_a_fifth_longer(
    post: Post, module: int
) -> None:
    await waiting(post, person=await post.person("a@example.pl"), mandatory=True)
    await execute("UPDATE delivery SET next_at = {}", post.clock.now() + timedelta(hours=7))
    assert await sent_now(post, module) == 0
    post.clock.moves(hours=7)
    assert await sent_now(post, module) == 1


@on_sqlite
@pytest.mark.parametrize("jump", [timedelta(days=-366), timedelta(hours=-1), timedelta(days=366)])
async def test_s26_a_clock_that_jumps_sends_each_message_once_and_keeps_none(
    post: Post, peer: Peer, jump: timedelta
) -> None:
    await post.smtp(peer.port)
    names = [f"a{number}@example.pl" for number in range(3)]
    peer.acts[names[1]] = deque([does.LATER_AT_RCPT])
    for name in names:
        await post.password_changed(await post.person(name))
    await post.sends()
    post.clock.at += jump
    await post.sends()
    if jump == timedelta(hours=-1):  # what waits an hour waits two
        post.clock.moves(hours=2)
        await post.sends()
    assert [state for state, *_ in await post.states()] == ["sent"] * 3
    assert sorted(mail["To"] for mail in peer.mails) == names


async def test_s26_what_was_in_hand_when_the_clock_went_back_a_year_goes_out_once_more(
    post: Post, module: int
) -> None:
    await waiting(post, person=await post.person("a@example.pl"), mandatory=True)
    assert await outbox.claim(post.ctx, module) is not None
    post.clock.moves(days=-366)  # the end of its lease is more than a year away
    assert await outbox.sweep(post.ctx) == 1
    assert await post.states() == [("waiting", 1, 1, "worker_lost")]


async def test_s22_a_channel_sends_what_waits_for_it_and_for_no_other(
    post: Post, module: int
) -> None:
    post.set(daily_cap=50)
    other = await post.channel("druga", from_address="iok@lipowa.example", folder="mail")
    await waiting(post, person=await post.person("a@example.pl"))  # one over each of the two
    assert [await sent_now(post, one) for one in (module, other)] == [1, 1]


async def test_s22_each_delivery_is_claimed_once_however_many_claim(
    post: Post, module: int
) -> None:
    post.set(daily_cap=50)
    person = await post.person("a@example.pl")
    for _ in range(5):
        await waiting(post, person=person)
    claims = await asyncio.gather(*(outbox.claim(post.ctx, module) for _ in range(8)))
    assert sorted(claim.id for claim in claims if claim) == [1, 2, 3, 4, 5]
    assert [state for state, *_ in await post.states()] == ["sending"] * 5


async def test_s22_the_late_worker_of_a_lapsed_lease_settles_nothing(
    post: Post, module: int
) -> None:
    await waiting(post, person=await post.person("a@example.pl"), mandatory=True)
    late = await outbox.claim(post.ctx, module)
    assert late is not None
    assert await outbox.sweep(post.ctx) == 0
    post.clock.moves(minutes=5)
    assert await outbox.sweep(post.ctx) == 1
    assert not await outbox.settle(post.ctx, late, SENT)
    assert await post.states() == [("waiting", 1, 1, "worker_lost")]
    post.clock.moves(hours=1)
    assert await outbox.claim(post.ctx, module) is not None
    assert not await outbox.settle(post.ctx, late, SENT)  # another has it in hand
    post.clock.moves(minutes=5)
    await outbox.sweep(post.ctx)  # the second time nobody knows: a person decides
    assert await post.states() == [("uncertain", 2, 2, "worker_lost")]


def test_s22_rests_grow_differ_and_have_an_end() -> None:
    ctx: Any = NoticeContext(NoticeSettings(), None, None, b"")  # type: ignore[arg-type]
    minutes = [
        [resting(ctx, failures) / timedelta(minutes=1) for _ in range(50)]
        for failures in range(1, 9)
    ]
    for drawn, whole in zip(minutes, [1, 4, 16, 64, 256, 360, 360, 360], strict=True):
        assert all(0.8 * whole <= one <= 1.2 * whole for one in drawn)
        assert len(set(drawn)) > 10


async def test_p6_a_dead_letter_is_sent_again_or_closed_by_people_and_audited(
    post: Post, module: int
) -> None:
    for state in ("dead", "uncertain", "dead", "sent", "waiting"):
        await waiting(post, person=await post.person("a@example.pl"), mandatory=True)
        newest = "(SELECT max(id) FROM delivery)"
        await execute(f"UPDATE delivery SET state = {{}}, attempts = 8 WHERE id = {newest}", state)
    again = [await board.send_again(post.ctx, number, by=STAFF) for number in (1, 2, 4, 5)]
    assert again == [True, True, False, False]
    assert await board.close(post.ctx, 3, by=STAFF)
    assert not await board.close(post.ctx, 3, by=STAFF)
    assert await sent_now(post, module) == 3
    assert [state for state, *_ in await post.states()] == [
        "sent",
        "sent",
        "closed",
        "sent",
        "sent",
    ]
    sql = "SELECT action, object_id, result FROM audit WHERE object_kind = 'delivery' ORDER BY seq"
    assert await fetch(sql) == [
        ("delivery_retry", 1, "done"),
        ("delivery_retry", 2, "done"),
        ("delivery_retry", 4, "refused"),
        ("delivery_retry", 5, "refused"),
        ("delivery_close", 3, "done"),
        ("delivery_close", 3, "refused"),
    ]


@on_sqlite
async def test_nothing_goes_to_an_address_that_was_removed(post: Post, peer: Peer) -> None:
    await post.smtp(peer.port)
    person = await post.person("a@example.pl")
    await post.password_changed(person)
    await post.turns()
    await contacts.remove_address(post.ctx, person, by=Origin.system())
    await post.sends()
    assert [mail["Subject"] for mail in peer.mails] == [
        "SM „Lipowa”: Zmieniono adres e-mail do powiadomień"  # that it was removed
    ]
    assert [why for *_, why in await post.states()] == ["address_gone", ""]


@on_sqlite
async def test_a_code_goes_to_the_new_address_and_not_when_it_no_longer_holds(
    post: Post, peer: Peer
) -> None:
    await post.smtp(peer.port)
    person, by = await post.person("old@example.pl"), Origin.system()
    await contacts.give_address(post.ctx, person, "new@example.pl", by=by)
    await post.sends()
    (mail,) = peer.mails
    pending = (await contacts.contact_of(post.ctx, person)).pending
    assert pending is not None
    code = code_of(post.ctx.code_key, pending.id)
    assert mail["To"] == "new@example.pl"
    assert f"{code[:4]} {code[4:]}" in mail.get_content()
    await contacts.give_address(post.ctx, person, "newer@example.pl", by=by)
    post.clock.moves(hours=2)
    await post.sends()
    assert len(peer.mails) == 1
    assert [why for *_, why in await post.states()] == ["", "code_expired"]
    assert code not in str(await fetch("SELECT * FROM contact_address"))
