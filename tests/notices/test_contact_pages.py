"""Notices and contact: an address is given, confirmed by what came to it, changed and removed."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from re import search

import httpx
import pytest

from iok_core.db import execute
from iok_core.modules import service as modules
from iok_core.modules.service import NewModule
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.portal import OWN_PASSWORD, LivePortal

pytestmark = on_sqlite
PAGE = "/powiadomienia/kontakt"


class Mailbox:
    """A served portal that writes its mails to a folder, and somebody who is signed in."""

    def __init__(self, live: LivePortal, folder: Path) -> None:
        self.live, self.folder = live, folder
        live.do(self._set_up)
        self.access = live.resident()
        self.browser = live.browser_of(self.access)
        self.read: set[str] = set()

    async def _set_up(self, portal: Portal) -> None:
        options = {"folder": str(self.folder), "from_address": "iok@lipowa.example"}
        new = NewModule("email", "E-mail", options, Path.cwd())
        await modules.create(portal.plugins.channels["email"], new, portal.clock)

    def come(self) -> list[EmailMessage]:
        """What came since the last time."""
        self.live.do(lambda portal: portal.relay.once())
        files = [path for path in self.folder.glob("*.eml") if path.name not in self.read]
        self.read |= {path.name for path in files}
        return [message_from_bytes(path.read_bytes(), policy=default) for path in files]

    def give(self, address: str) -> httpx.Response:
        self.browser.open(PAGE)
        return self.browser.submit(f"{PAGE}/adres", address=address)

    def wait(self) -> None:
        """Whoever sits there showed who they are five minutes ago."""
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        self.live.do(lambda _: execute("UPDATE session SET confirmed_at = {}", long_ago))

    def confirm(self, code: str) -> httpx.Response:
        self.browser.open(PAGE)
        return self.browser.submit(f"{PAGE}/kod", code=code)

    def confirmed(self, address: str) -> None:
        self.give(address)
        (mail,) = (mail for mail in self.come() if mail["To"] == address)
        assert self.confirm(code_in(mail)).status_code == 303


@pytest.fixture
def mailbox(live: LivePortal, tmp_path: Path) -> Mailbox:
    return Mailbox(live, tmp_path / "mail")


def code_in(mail: EmailMessage) -> str:
    found = search(r"\b(\d{4} \d{4})\b", mail.get_content())
    assert found is not None
    return found[1]


def audited(live: LivePortal) -> list[tuple[str, str]]:
    return [
        (action, result)
        for action, result in live.rows("SELECT action, result FROM audit ORDER BY seq")
        if action.startswith(("address_", "notices_"))
    ]


def test_k05_8_s43_an_address_is_confirmed_by_the_code_that_was_sent_there(
    mailbox: Mailbox,
) -> None:
    assert mailbox.give("anna@example.pl").status_code == 303
    (mail,) = mailbox.come()
    assert mail["To"] == "anna@example.pl"
    assert "http" not in mail.get_content()  # nothing to click on: the code is typed
    code = code_in(mail)
    assert "anna@example.pl" in mailbox.browser.open(PAGE).text
    wrong = mailbox.confirm("0000 0000" if code != "0000 0000" else "1111 1111")
    assert (wrong.status_code, "To nie jest kod" in wrong.text) == (422, True)
    assert mailbox.confirm(code.replace(" ", "-")).headers["location"] == PAGE
    page = mailbox.browser.open(PAGE).text
    assert "potwierdzony" in page
    assert not mailbox.browser.has_form(f"{PAGE}/kod")
    assert audited(mailbox.live) == [
        ("address_give", "done"),
        ("address_confirm", "failed"),
        ("address_confirm", "done"),
    ]


def test_s43_k09_5_a_change_is_told_to_the_old_address_and_to_the_new_one(
    mailbox: Mailbox,
) -> None:
    mailbox.confirmed("old@example.pl")
    mailbox.come()
    mailbox.confirmed("new@example.pl")
    mails = {str(mail["To"]): mail.get_content() for mail in mailbox.come()}
    assert set(mails) == {"old@example.pl", "new@example.pl"}
    assert "już nie będą przychodzić" in mails["old@example.pl"]
    assert "już nie będą przychodzić" not in mails["new@example.pl"]
    assert all("Zmieniono adres e-mail" in said for said in mails.values())


def test_s43_a_removed_address_hears_of_it_and_of_nothing_more(mailbox: Mailbox) -> None:
    mailbox.confirmed("anna@example.pl")
    mailbox.come()
    mailbox.browser.open(PAGE)
    mailbox.browser.submit(f"{PAGE}/usun")
    assert [mail["To"] for mail in mailbox.come()] == ["anna@example.pl"]
    mailbox.browser.open("/haslo")
    new = "fioletowy czajnik na dachu"
    mailbox.browser.submit("/haslo", old=OWN_PASSWORD, new=new, repeat=new)
    assert mailbox.come() == []
    assert mailbox.live.rows("SELECT count(*) FROM notice WHERE kind = 'password_changed'")[0][0]


def test_s42_an_address_is_given_by_whom_has_just_shown_who_they_are(mailbox: Mailbox) -> None:
    mailbox.wait()
    mailbox.give("anna@example.pl")
    browser = mailbox.browser
    assert browser.answer.headers["location"] == f"/potwierdzenie?dalej={PAGE}"
    browser.follow()
    assert browser.submit("/potwierdzenie/haslo", password="tajne cudze").status_code == 422
    assert "tajne cudze" not in browser.answer.text
    assert mailbox.live.rows("SELECT failures FROM identity WHERE person IS NOT NULL") == [(1,)]
    assert mailbox.live.rows("SELECT count(*) FROM contact_address") == [(0,)]
    browser.submit("/potwierdzenie/haslo", password=OWN_PASSWORD)
    assert browser.answer.headers["location"] == PAGE
    assert "Potwierdzone" in browser.follow().text
    assert browser.form(f"{PAGE}/adres")["address"] == "anna@example.pl"  # it was not lost
    assert browser.submit(f"{PAGE}/adres").headers["location"] == PAGE
    assert browser.open(PAGE).status_code == 200
    assert browser.form(f"{PAGE}/adres")["address"] == ""


def test_s42_an_address_is_removed_by_whom_has_just_shown_who_they_are(mailbox: Mailbox) -> None:
    mailbox.confirmed("anna@example.pl")
    mailbox.wait()
    mailbox.browser.open(PAGE)
    answer = mailbox.browser.submit(f"{PAGE}/usun")
    assert answer.headers["location"].startswith("/potwierdzenie")
    rows = mailbox.live.rows("SELECT address FROM contact_address WHERE ended_at IS NULL")
    assert rows == [("anna@example.pl",)]


def test_a_code_is_guessed_five_times_at_most(mailbox: Mailbox) -> None:
    mailbox.give("anna@example.pl")
    code = code_in(mailbox.come()[0])
    for _ in range(5):
        mailbox.confirm("1234 5678" if code != "1234 5678" else "8765 4321")
    mailbox.browser.open(PAGE)
    assert not mailbox.browser.has_form(f"{PAGE}/kod")
    answer = mailbox.browser.http.post(
        f"{PAGE}/kod", data={"code": code, "_csrf": mailbox.browser.form(f"{PAGE}/adres")["_csrf"]}
    )
    assert answer.status_code == 422
    assert "stracił ważność" in answer.text


def test_somebody_can_send_codes_to_few_addresses_a_day(mailbox: Mailbox) -> None:
    answers = [mailbox.give(f"a{number}@example.pl").status_code for number in range(6)]
    assert answers == [303] * 5 + [422]
    assert len(mailbox.come()) == 1  # the others were given up before they were sent


NO_ADDRESSES = (
    *("", "anna", "anna@", "@example.pl", "a b@example.pl", "anna@example", "ańa@example.pl"),
    *("anna@exa mple.pl", "anna@example.pl, b@example.pl", "anna@-a.pl", f"a@{'b' * 250}.pl"),
    f"{'a' * 65}@example.pl",
)


def test_what_is_no_address_is_told_beside_the_field_and_stays_there(mailbox: Mailbox) -> None:
    for typed in NO_ADDRESSES:
        assert mailbox.give(typed).status_code == 422, typed
        assert mailbox.browser.form(f"{PAGE}/adres")["address"] == typed
    assert mailbox.live.rows("SELECT count(*) FROM contact_address") == [(0,)]


OPTIONAL = (
    "new_balance",
    "announced",
    "submission_sent",
    "submission_answered",
    "occupants_declared",
    "consent_asked",
)


def test_p11_what_can_be_switched_off_is_and_what_is_mandatory_is_not_offered(
    mailbox: Mailbox,
) -> None:
    browser: Browser = mailbox.browser
    browser.open(PAGE)
    assert set(browser.form(f"{PAGE}/wybor")) == {"_csrf", *OPTIONAL}
    token = browser.form(f"{PAGE}/wybor")["_csrf"]
    browser.http.post(f"{PAGE}/wybor", data={"_csrf": token, "announced": "1"})
    assert "new_balance" not in (browser.open(PAGE), browser.form(f"{PAGE}/wybor"))[1]
    wanted = dict(mailbox.live.rows("SELECT kind, wanted FROM mail_choice"))
    assert wanted == dict.fromkeys(OPTIONAL, False) | {"announced": True}
    browser.submit(f"{PAGE}/wybor", new_balance="1")
    assert "new_balance" in (browser.open(PAGE), browser.form(f"{PAGE}/wybor"))[1]
    assert audited(mailbox.live) == [("notices_choose", "done")] * 2
