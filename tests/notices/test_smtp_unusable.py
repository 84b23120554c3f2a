"""A server that takes nothing at all: everything waits, nothing counts as tried, staff see why."""

import ssl
import subprocess
from pathlib import Path

import pytest

from iok_core.db import fetch
from tests.databases import on_sqlite
from tests.notices import smtp_peer as does
from tests.notices.posting import Post
from tests.notices.smtp_peer import Peer

pytestmark = on_sqlite

RESIDENT = "mieszkanka@example.pl"
WAITS = [("waiting", 0, 0, "channel_rests")]


async def tried(post: Post) -> str:
    """One password changed and one look; what the office reads of the channel."""
    await post.password_changed(await post.person(RESIDENT))
    await post.sends()
    return await post.problem()


async def test_a_server_that_is_not_there_keeps_the_mails_waiting(post: Post) -> None:
    await post.smtp(1)
    assert await tried(post) == "unreachable"
    assert await post.states() == WAITS


async def test_a_sign_in_that_is_refused_keeps_the_mails_waiting(
    post: Post, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POCZTA", "sekret-do-poczty")
    peer.user_refused = True
    await post.smtp(peer.port, user="iok", password="env:POCZTA")
    assert await tried(post) == "sign_in_refused"
    assert await post.states() == WAITS


@pytest.mark.parametrize(
    ("password", "wrong"),
    [("sekret", {"host": "mail..example", "security": "starttls"}), ("zażółć", {})],
)
async def test_options_that_smtp_has_no_letters_for_are_the_office_s_to_mend(
    post: Post,
    peer: Peer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    password: str,
    wrong: dict[str, str],
) -> None:
    monkeypatch.setenv("POCZTA", password)
    await post.smtp(peer.port, user="iok", password="env:POCZTA", **wrong)
    assert await tried(post) == "wrong_options"
    assert await post.states() == WAITS
    assert password not in caplog.text


async def test_a_sender_that_is_refused_kills_no_mail(post: Post, peer: Peer) -> None:
    await post.smtp(peer.port)
    peer.at_mail.append(does.REFUSED_AT_MAIL)
    assert await tried(post) == "wrong_options"
    assert await post.states() == WAITS


async def test_of_a_server_that_takes_mails_again_no_trouble_is_told_any_more(
    post: Post, peer: Peer
) -> None:
    await post.smtp(peer.port)
    peer.at_mail.append(does.REFUSED_AT_MAIL)
    await tried(post)
    post.clock.moves(hours=7)
    await post.sends()
    assert await post.states() == [("sent", 1, 0, "")]
    assert await post.problem() == ""
    assert await fetch("SELECT failures FROM module") == [(0,)]


@pytest.mark.parametrize("offers", [True, False])
async def test_without_encryption_that_was_asked_for_nothing_is_said(
    post: Post, peer: Peer, offers: bool
) -> None:
    """Neither where TLS breaks nor where the server knows none."""
    peer.offers_tls = offers
    await post.smtp(peer.port, security="starttls")
    assert await tried(post) == "unreachable"
    assert await post.states() == WAITS
    assert not [said for said in peer.heard if said.startswith(("MAIL", "AUTH"))]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_an_encrypted_line_needs_a_certificate_that_is_trusted(
    post: Post, peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    certificate = certified(tmp_path)
    peer.offers_tls, peer.tls = True, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    peer.tls.load_cert_chain(certificate)
    peer.begins_with_tls = security == "tls"
    await post.smtp(peer.port, security=security)
    assert await tried(post) == "unreachable"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    post.clock.moves(hours=7)
    await post.sends()
    assert await post.states() == [("sent", 1, 0, "")]


def certified(folder: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, signed by itself."""
    made = folder / "peer.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(
            [*command.split(), *subject, "-keyout", made, "-out", folder / "only.pem"],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("openssl makes the certificate")
    made.write_text(made.read_text() + (folder / "only.pem").read_text())
    return made
