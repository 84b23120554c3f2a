"""PRV7, PRV12, S13: mails and logs hold no amounts, premises, names, and secrets lie nowhere."""

import logging
import re
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from iok_core.audit.origin import Origin
from iok_core.child.options import WrongOptionsError
from iok_core.db import fetch
from iok_core.events.kinds import EventKind
from iok_core.events.service import untold
from iok_core.notices import contacts
from iok_core.notices.channels import channels
from iok_core.notices.kinds import NoticeKind
from iok_core.notices.planning import Telling, tell
from iok_core.submissions.following import write
from tests.databases import on_sqlite
from tests.imports.bringing import bring_in, options_of
from tests.notices import smtp_peer as does
from tests.notices.posting import Post
from tests.notices.smtp_peer import Peer
from tests.submissions.sent import add_submission

pytestmark = on_sqlite

NAME = "Zenobia Kanarkowa"
ADDRESS = "kanarek@example.pl"
PORTAL = "https://portal.lipowa.example"
SECRET = "kanarek-w-kopalni-4711"
AMOUNT = re.compile(r"\d,\d\d\b|\bzł\b")


async def everything() -> set[str]:
    """Words that no mail may hold: names, streets, numbers of accounts, of all in the portal."""
    words = {NAME, *NAME.split()}
    for table, columns in {
        "party_version": ("name", "second_name", "address"),
        "premises_version": ("building", "street", "symbol", "collection_account"),
        "account": ("source_key",),
    }.items():
        for row in await fetch(f"SELECT {', '.join(columns)} FROM {table}"):
            words |= {str(value) for value in row if value and len(str(value)) > 3}
    return words


async def test_prv12_p11_no_mail_holds_an_amount_premises_a_name_or_a_link_with_a_session(
    post: Post, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    post.set(daily_cap=50, daily_cap_mandatory=50, quiet_from=0, quiet_until=0)
    await bring_in(post.portal, options_of("a-semicolon-cp1250"))
    await post.smtp(peer.port, from_name="SM Lipowa")
    person, by = await post.person(ADDRESS, NAME), Origin.system()
    for kind in (
        EventKind.ACCESS_ISSUED,
        EventKind.ACCESS_BLOCKED,
        EventKind.ACCESS_UNBLOCKED,
        EventKind.OBJECTION_DECIDED,
        EventKind.VIEW_ENDS,
        EventKind.DEVICE_NEW,
        EventKind.PASSWORD_CHANGED,
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_REMOVED,
        EventKind.RECOVERY_USED,
        EventKind.RECOVERY_RENEWED,
    ):
        await post.happens(kind, person=person, block=1)
    question = {"rodzaj": "question", "temat": NAME, "tresc": f"{NAME} 123,45 zł"}
    made = await add_submission(post.portal, person, "wiadomosc", question)
    await write(post.portal.submissions, made, f"{NAME} 123,45 zł", by=Origin.resident(person))
    await contacts.give_address(post.ctx, person, "kanarek2@example.pl", by=by)
    await post.sends()
    await contacts.remove_address(post.ctx, person, by=by)
    await post.sends()
    await post.confirmed(person, ADDRESS)
    await _told(post, person, NoticeKind.NEW_BALANCE, source=1, gen=99)
    await _told(post, person, NoticeKind.REGULATIONS_ANNOUNCED, version=2)
    await _told(post, person, NoticeKind.ANNOUNCED, announcement=1)
    await _told(post, person, NoticeKind.LOSS_CODE, loss=1)
    await _told(post, person, NoticeKind.SUBMISSION_ANSWERED, submission=1)
    await _told(post, person, NoticeKind.OCCUPANTS_DECLARED, premises=1)
    await _told(post, person, NoticeKind.CONSENT_ASKED, premises=1)
    await post.sends()
    told = await fetch("SELECT DISTINCT kind FROM notice")
    assert {kind for (kind,) in told} == set(NoticeKind)
    assert len(peer.mails) == len(NoticeKind)
    own_name = post.portal.settings.cooperative.name
    forbidden = {word for word in await everything() if word not in own_name}
    for mail in peer.mails:
        whole = f"{mail['Subject']}\n{mail.get_content()}"
        assert not AMOUNT.search(whole), whole
        assert [word for word in forbidden if word in whole] == []
        assert set(re.findall(r"https?://\S+", whole)) <= {PORTAL, f"{PORTAL}/biuro/zgloszenia/1"}
    logged = caplog.text
    assert [word for word in (ADDRESS, "kanarek2", NAME, "Masz nową") if word in logged] == []


async def _told(post: Post, person: int, kind: NoticeKind, **subject: int) -> None:
    """What concerns many, told to this one."""
    about = EventKind.LOSS_REPORTED if kind is NoticeKind.LOSS_CODE else EventKind(kind)
    await post.happens(about, **subject)
    event = (await untold([about], 9))[-1]
    await tell(post.ctx, Telling(event, kind, await channels()), [person])


async def test_prv7_the_words_of_a_server_that_hold_an_address_are_kept_nowhere(
    post: Post, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await post.smtp(peer.port)
    peer.acts[ADDRESS] = deque([does.LATER_AT_RCPT, does.REFUSED_AT_RCPT])
    await post.password_changed(await post.person(ADDRESS, NAME))
    await post.sends_until_settled()
    assert [state for state, *_ in await post.states()] == ["dead"]
    kept = f"{await fetch('SELECT * FROM delivery')} {await fetch('SELECT * FROM channel_state')}"
    assert "secret.example" not in kept + caplog.text


async def test_s13_a_secret_reaches_the_server_and_lies_nowhere(
    post: Post,
    peer: Peer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not in the database, not in a log, not where `ps` and /proc show processes."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("POCZTA", SECRET)
    seen: list[bytes] = []
    peer.in_data = lambda: seen.extend(_processes())
    await post.smtp(peer.port, user="iok", password="env:POCZTA")
    await post.password_changed(await post.person(ADDRESS))
    await post.sends()
    assert [state for state, *_ in await post.states()] == ["sent"]
    assert any(said.startswith("AUTH PLAIN") for said in peer.heard)
    assert any(b"iok_core.child" in shown for shown in seen)
    assert not any(SECRET.encode() in shown for shown in seen)
    peer.user_refused = True
    await post.password_changed(await post.person(ADDRESS))
    await post.sends()
    assert await post.problem() == "sign_in_refused"
    files = [path.read_bytes() for path in post.portal.settings.folder.rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in content for content in files)
    assert SECRET not in caplog.text


def _processes() -> list[bytes]:
    """Arguments and environment of every process that may be looked into, but our own."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"iok_core.child" in (arguments := (folder / "cmdline").read_bytes()):
                found += [arguments, (folder / "environ").read_bytes()]
        except OSError:
            continue
    return found


@pytest.mark.parametrize("written", ["tajne", "env:", "file:relative", "ENV:X"])
async def test_s13_a_secret_that_is_written_out_is_refused_and_not_repeated(
    post: Post, written: str
) -> None:
    with pytest.raises(WrongOptionsError) as refused:
        await post.smtp(25, user="iok", password=written)
    assert "tajne" not in str(refused.value)
    assert await fetch("SELECT count(*) FROM module") == [(0,)]


async def test_s13_a_secret_that_is_too_long_is_told_and_not_cut(
    post: Post, peer: Peer, tmp_path: Path
) -> None:
    secret = tmp_path / "poczta"
    secret.write_text("x" * 4097)
    secret.chmod(0o400)
    await post.smtp(peer.port, user="iok", password=f"file:{secret}")
    await post.password_changed(await post.person(ADDRESS))
    await post.sends()
    assert await post.problem() == "wrong_options"


@pytest.mark.parametrize(("mode", "problem"), [(0o400, ""), (0o440, "wrong_options")])
async def test_s13_a_file_with_a_secret_that_others_may_read_is_refused(
    post: Post, peer: Peer, tmp_path: Path, mode: int, problem: str
) -> None:
    secret = tmp_path / "poczta"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(mode)
    await post.smtp(peer.port, user="iok", password=f"file:{secret}")
    await post.password_changed(await post.person(ADDRESS))
    await post.sends()
    assert await post.problem() == problem
    states: list[Any] = [state for state, *_ in await post.states()]
    assert states == ["waiting" if problem else "sent"]
