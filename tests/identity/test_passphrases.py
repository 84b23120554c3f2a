"""The ready password that is offered where an own one is set (S40, K08-2)."""

import re
import secrets

import pytest

from iok_core.identity.passphrase_words import PASSPHRASE_WORDS
from iok_core.identity.passphrases import new_passphrase
from iok_core.identity.policy import weaknesses
from iok_core.identity.settings import PasswordSettings
from tests.databases import on_sqlite
from tests.portal import OWN_PASSWORD, LivePortal


def test_s40_the_words_are_1024_plain_ones_so_five_are_fifty_bits() -> None:
    assert len(set(PASSPHRASE_WORDS)) == len(PASSPHRASE_WORDS) == 2**10
    assert [word for word in PASSPHRASE_WORDS if not re.fullmatch("[a-z]{3,7}", word)] == []


def test_s40_a_ready_password_is_five_different_words_and_always_a_good_one() -> None:
    settings = PasswordSettings(names=("SM „Sowa”",))
    for _ in range(300):
        words = new_passphrase(lambda text: not weaknesses(text, "204117", settings))
        assert len(set(words.split(" "))) == 5
        assert set(words.split(" ")) <= set(PASSPHRASE_WORDS)
        assert "sowa" not in words


def test_s40_the_words_are_drawn_by_the_generator_for_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []

    def choice(words: tuple[str, ...]) -> str:
        drawn.append(len(words))
        return words[len(drawn)]

    monkeypatch.setattr(secrets, "choice", choice)
    new_passphrase(lambda _: True)
    assert drawn == [1024] * 5


def ready(page: str) -> str:
    (words,) = re.findall(r'<p class="ready__words" translate="no">([a-z ]+)</p>', page)
    return str(words)


@on_sqlite
def test_s40_both_pages_offer_one_and_another_with_each_look(live: LivePortal) -> None:
    newcomer, anna = live.newcomer(), live.resident()
    for access, path in ((newcomer, "/haslo/nowe"), (anna, "/haslo")):
        browser = live.browser_of(access)
        pages = [browser.open(path).text for _ in range(2)]
        assert len({ready(page) for page in pages}) == 2
        assert f'<a class="more" href="{path}">Inne hasło</a>' in pages[0]
        assert browser.answer.headers["cache-control"] == "no-store"


@on_sqlite
def test_s40_the_offered_one_is_taken_and_kept_nowhere(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    words = ready(browser.open("/haslo").text)
    for table in ("session", "identity", "event", "audit"):
        assert words not in str(live.rows(f"SELECT * FROM {table}"))
    browser.submit("/haslo", old=OWN_PASSWORD, new=words, repeat=words)
    assert live.browser().sign_in(anna.identifier, words).headers["location"] == "/"
