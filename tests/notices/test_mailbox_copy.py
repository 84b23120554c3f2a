"""K16-3: what is sent in is told to the cooperative's mailbox, always, and never what it says."""

from collections import deque

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.premises.persons import find_persons
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.following import reopen, withdraw, write
from iok_core.submissions.kinds import State
from tests.databases import on_sqlite
from tests.notices import smtp_peer as does
from tests.notices.posting import Post
from tests.notices.smtp_peer import Peer
from tests.submissions.sent import add_submission

MAILBOX = "biuro@lipowa.example"
QUESTION = {"rodzaj": "question", "temat": "Kanarek w piwnicy", "tresc": "Czy wolno go trzymać?"}


@pytest.fixture
async def person(post: Post) -> int:
    return await post.person()


async def ask(post: Post, person: int) -> int:
    return await add_submission(post.portal, person, "wiadomosc", QUESTION)


async def test_k16_3_the_mailbox_is_told_though_the_resident_has_no_address(
    post: Post, peer: Peer, person: int
) -> None:
    await post.smtp(peer.port)
    number = await ask(post, person)
    await post.sends()
    (mail,) = peer.mails
    assert mail["To"] == MAILBOX
    assert mail["Subject"] == "SM „Lipowa”: zgłoszenie nr 1/2026"
    text = mail.get_content()
    assert "Pytanie, uwaga, reklamacja" in text
    assert "Obsługa biura" in text
    assert "30 marca 2026" in text.replace("\xa0", " ")
    assert f"https://portal.lipowa.example/biuro/zgloszenia/{number}" in text
    for word in ("Kanarek", "Zenobia", "Kanarkowa", "trzymać"):
        assert word not in text


@on_sqlite
async def test_k16_1_k16_3_what_is_written_later_is_copied_too_and_never_what_it_says(
    post: Post, peer: Peer, person: int
) -> None:
    await post.smtp(peer.port)
    ctx, by = post.portal.submissions, Origin.resident(person)
    made = await ask(post, person)
    await write(ctx, made, "Kanarek śpiewa", by=by)
    answered = Answer(text="Wolno", state=State.DONE)
    await answer(ctx, made, answered, by=Origin.operator("test"))
    await reopen(ctx, made, "A papuga?", by=by)
    await withdraw(ctx, made, by=by)
    await post.sends()
    assert [mail["To"] for mail in peer.mails] == [MAILBOX] * 3
    for mail in peer.mails[1:]:
        assert mail["Subject"] == "SM „Lipowa”: zgłoszenie nr 1/2026"
        text = mail.get_content()
        assert "W zgłoszeniu z portalu jest nowa wiadomość od mieszkańca." in text
        assert f"https://portal.lipowa.example/biuro/zgloszenia/{made}" in text
        assert not any(word in text for word in ("Kanarek", "papuga", "Zenobia"))


@on_sqlite
async def test_k16_3_a_server_that_refuses_leaves_the_case_and_a_message_that_people_decide_on(
    post: Post, peer: Peer, person: int
) -> None:
    await post.smtp(peer.port)
    peer.acts[MAILBOX] = deque([does.LATER_AT_RCPT, does.REFUSED_AT_RCPT])
    await ask(post, person)
    await post.sends_until_settled()
    assert await post.states() == [("dead", 2, 0, "refused")]
    assert peer.mails == []
    assert await fetch("SELECT number, state FROM submission") == [("1/2026", "received")]


@on_sqlite
async def test_k16_3_one_copy_of_each_with_the_same_name_at_every_attempt_beyond_any_cap(
    post: Post, peer: Peer, person: int
) -> None:
    await post.smtp(peer.port)
    post.set(daily_cap=0, daily_cap_mandatory=0)
    peer.acts[MAILBOX] = deque([does.DROP_AFTER_DOT])
    for _ in range(3):
        await ask(post, person)
    await post.turns()
    await post.sends_until_settled()
    names = [mail["Message-ID"] for mail in peer.mails]
    assert (len(names), len(set(names))) == (4, 3)


@on_sqlite
async def test_k16_3_what_was_sent_while_no_channel_worked_is_copied_when_one_does(
    post: Post, peer: Peer, person: int
) -> None:
    module = await post.smtp(peer.port)
    await fetch("UPDATE module SET active = {} WHERE id = {} RETURNING id", False, module)
    await ask(post, person)
    post.clock.moves(days=9)
    await post.sends()
    assert peer.mails == []
    await fetch("UPDATE module SET active = {} WHERE id = {} RETURNING id", True, module)
    await post.sends()
    assert [mail["To"] for mail in peer.mails] == [MAILBOX]


@on_sqlite
async def test_k16_3_the_mailbox_is_none_of_the_persons_that_the_office_finds(
    post: Post, peer: Peer, person: int
) -> None:
    await post.smtp(peer.port)
    await ask(post, person)
    await post.turns()
    assert await fetch("SELECT count(*) FROM person") == [(2,)]
    assert [one.id for one in await find_persons("", {})] == [person]
