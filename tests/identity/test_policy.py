import pytest

from iok_core.identity.policy import Weakness, tidy_password, weaknesses
from iok_core.identity.settings import PasswordSettings

SETTINGS = PasswordSettings(names=("SM „Lipowa”, Wrocław",))
IDENTIFIER = "482913"


def found(password: str, settings: PasswordSettings = SETTINGS) -> tuple[Weakness, ...]:
    return weaknesses(tidy_password(password, settings), IDENTIFIER, settings)


@pytest.mark.parametrize(
    "password",
    [
        "zielony rower pod mostem",
        "zielonyrowerpodmostem",
        "aaaa bbbb cccc dddd eeee",
        "Żółwie jadą w góry",
        "q9#Lw!zR2$vB7^nK",
        "!?;:<>{}[]|~+=()/",
        "日本語のパスワードはとても長い",
        "🙂🚲🌳🏠🐟🌙🎺🧶🪴🚂🥕🧭🪁🛶🕯",
        "mama kupuje rzodkiewki w piątek",
        "trzy koty i jeden 2024 płot",
    ],
)
def test_k08_2_any_characters_make_a_good_password(password: str) -> None:
    assert found(password) == ()


@pytest.mark.parametrize(
    ("length", "weakness"),
    [(14, (Weakness.TOO_SHORT,)), (15, ()), (256, ()), (257, (Weakness.TOO_LONG,))],
)
def test_k08_2_a_password_has_15_to_256_characters(
    length: int, weakness: tuple[Weakness, ...]
) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(length))
    assert found(text) == weakness


def test_k08_2_the_shortest_length_is_a_setting() -> None:
    settings = PasswordSettings(minimum=12)
    assert found("rower zimorodka"[:12], settings) == ()
    assert found("rower zimorodka"[:11], settings) == (Weakness.TOO_SHORT,)


def test_lengths_count_characters_however_they_are_composed() -> None:
    assert found("z\u0307" * 14) == found("ż" * 14)
    assert found("".join(f"{chr(97 + n)}\u0323" for n in range(14))) != ()


@pytest.mark.parametrize(
    "password",
    [
        "password1234567",
        "Passw0rdPassw0rd!",
        "P@$$w0rd12345678",
        "mojehaslo123456",
        "MojeHasło2024!!!",
        "haslohaslo12345",
        "tajnehaslo12345678",
        "qwertyuiopasdfgh",
        "qwerty1234567890",
        "1qaz2wsx3edc4rfv",
        "zaq12wsxcde34rfv",
        "123456789012345",
        "987654321098765",
        "abcdefghijklmnop",
        "kochamcie1234567",
        "kochamCięBardzo2023",
        "polska polska 2012",
        "Warszawa Polska 1",
        "mateusz123456789",
        "iloveyouforever1",
        "letmeinletmein123",
        "correcthorsebatterystaple",
        "!@#$%^&*()!@#$%^",
        "administrator2024",
        "Mieszkanie-Czynsz-12",
    ],
)
def test_k08_2_common_passwords_are_refused_however_lengthened(password: str) -> None:
    assert Weakness.COMMON in found(password)


@pytest.mark.parametrize(
    "password",
    [
        "śliwka śliwka śliwka",
        "ŚliwkaśliwkaSLIWKA",
        "xk7xk7xk7xk7xk7xk",
        "zzzzzzzzzzzzzzzzz",
        "ogórkowazupaapuzawokrógo",
    ],
)
def test_s40_one_pattern_again_and_again_or_there_and_back_is_refused(password: str) -> None:
    assert Weakness.REPEATED in found(password)


def test_a_pattern_that_is_long_enough_alone_may_be_repeated() -> None:
    assert found("zielony rower pod mostem zielony rower pod mostem ") == ()


@pytest.mark.parametrize("part", ["482913", "48-29-13", "482 913", "319284"])
def test_k08_2_the_identifier_is_refused_also_spaced_and_reversed(part: str) -> None:
    assert found(f"rower nad stawem {part}") == (Weakness.CONTAINS_IDENTIFIER,)


@pytest.mark.parametrize("word", ["lipowa", "LIPOWA", "Wrocław", "wroclaw", "l i p o w a"])
def test_s40_the_cooperatives_own_words_are_refused(word: str) -> None:
    assert found(f"zielony rower {word} mokry") == (Weakness.CONTAINS_NAME,)


def test_every_reason_is_told_at_once() -> None:
    assert found("lipowa482913") == (
        Weakness.TOO_SHORT,
        Weakness.CONTAINS_IDENTIFIER,
        Weakness.CONTAINS_NAME,
    )


def test_what_is_longer_than_anything_anybody_has_is_not_looked_at() -> None:
    assert tidy_password("x" * 1025, SETTINGS) is None
    assert tidy_password("x" * 1024, SETTINGS) is not None


@pytest.mark.parametrize(
    "password",
    [
        "1q2w3e4r5t6y7u8i9o0p",
        "QAZwsxedcrfvTGB",
        "112233445566778899",
        "manchesterunited",
        "Manchester United",
        "mega_pizdetz666",
        "neworleans12345",
        "przyjaciółki",
        "Przyjaciolki2024",
        "polniypizdec0211",
    ],
)
def test_s40_k08_2_much_used_long_passwords_are_refused(password: str) -> None:
    """Of published lists; the lengths of residents with a second factor, too."""
    settings = PasswordSettings()
    found = weaknesses(tidy_password(password, settings), IDENTIFIER, settings, 12)
    assert Weakness.COMMON in found
