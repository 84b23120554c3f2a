"""What a mail looks like on the wire, whatever its texts, addresses and options try."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from iok_channel_email.channel import EmailChannel
from iok_channel_email.mail import compose
from iok_channel_email.options import EmailOptions

from iok_core.api import DeliveryResult, Message

HEADERS = {
    *("from", "to", "subject", "date", "message-id", "auto-submitted", "content-language"),
    *("content-type", "content-transfer-encoding", "mime-version"),
}
OPTIONS = EmailOptions(from_address="biuro@sm.example", from_name="SM „Żabia”", folder="mail")
MESSAGE = Message(
    id="0123abcd", address="lucja@example.pl", subject="SM „Żabia”: ważne",
    text="Zażółć gęślą jaźń.\n\n.\n..kropki\nhttps://portal.example\n" + "długi wiersz " * 200,
)  # fmt: skip
ATTACKS = [
    "x\r\nBcc: evil@example.com",
    "x\nBcc: evil@example.com",
    "x\r\n\r\n<html>",
    "x\rBcc: evil@example.com",
    "x\u2028Bcc: evil@example.com",
    "x\u0085Bcc: evil@example.com",
    "x\0y",
    "=?utf-8?q?=0D=0ABcc:_evil@example.com?=",
    "\u202eabc" + "ż" * 500,
]


def mail_of(message: Message = MESSAGE, options: EmailOptions = OPTIONS) -> EmailMessage:
    wire = compose(message, options)
    assert all(len(line) <= 76 for line in wire.split(b"\r\n"))
    assert b"\n" not in wire.replace(b"\r\n", b"")
    wire.decode("ascii")
    return message_from_bytes(wire, policy=default)


def test_a_mail_has_these_headers_and_its_text_as_it_was() -> None:
    mail = mail_of()
    assert {name.lower() for name in mail} == HEADERS
    assert mail["From"] == "SM „Żabia” <biuro@sm.example>"
    assert mail["Subject"] == "SM „Żabia”: ważne"
    assert mail["Message-ID"] == "<0123abcd@sm.example>"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "pl")
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == MESSAGE.text + "\n"


def test_no_text_breaks_out_of_its_place() -> None:
    for field, attack in product(("subject", "text", "language", "id"), ATTACKS):
        hostile = msgspec.structs.replace(MESSAGE, **{field: attack})
        try:
            mail = mail_of(hostile)
        except ValueError:
            continue  # refused: nothing is sent
        assert {name.lower() for name in mail} == HEADERS, (field, attack)
        assert "evil" not in str(mail["To"])


@pytest.mark.parametrize("attack", [f"a@example.pl{one[1:]}" for one in ATTACKS])
def test_an_address_that_tries_is_refused(attack: str, tmp_path: Path) -> None:
    options = msgspec.structs.replace(OPTIONS, folder=str(tmp_path))
    hostile = msgspec.structs.replace(MESSAGE, address=attack)
    (outcome,) = EmailChannel(options).deliver(iter([hostile]))
    assert (outcome.result, outcome.detail) == (DeliveryResult.REFUSED, "address")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("a.b+c@example.pl", "a.b+c@example.pl"),
        ("żaba@example.pl", None),
        ('"a b"@example.pl', None),
        ("a@[127.0.0.1]", None),
        ("a@b@c.pl", None),
    ],
)
def test_domains_travel_as_punycode_and_other_letters_before_the_at_not_at_all(
    address: str, wire: str | None
) -> None:
    message = msgspec.structs.replace(MESSAGE, address=address)
    if wire is None:
        with pytest.raises(ValueError, match="not an e-mail address"):
            compose(message, OPTIONS)
    else:
        assert mail_of(message)["To"] == wire


WRONG: dict[str, dict[str, Any]] = {
    "neither host nor folder": {"folder": ""},
    "both": {"host": "mail.example"},
    "no encryption to elsewhere": {"folder": "", "host": "mail.example", "security": "none"},
    "user without password": {"user": "iok"},
    "password without user": {"password": "env:X"},
    "no address": {"from_address": "biuro"},
    "line break in the name": {"from_name": "SM\r\nBcc: evil@example.com"},
    "line break in the server": {"folder": "", "host": "mail.example\r\nRSET"},
    "line break in the address": {"from_address": "a@b.pl\nBcc: c@d.pl"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_options_that_do_not_fit_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        EmailOptions(**({"from_address": "a@b.pl", "folder": "mail"} | wrong))
    assert "evil" not in str(refused.value)


def test_the_same_message_again_takes_the_place_of_the_first_file(tmp_path: Path) -> None:
    channel = EmailChannel(msgspec.structs.replace(OPTIONS, folder=str(tmp_path / "mail")))
    channel.check()
    outcomes = list(channel.deliver(iter([MESSAGE, MESSAGE])))
    assert [one.result for one in outcomes] == [DeliveryResult.SENT] * 2
    (file,) = (tmp_path / "mail").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("0123abcd.eml", 0o600)
