"""Nothing in an export can be taken for a real person's (PRV8)."""

import re
from datetime import date
from functools import cache

from tests.demo.reading import FILES, Export

POLISH = set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
CENTURIES = {80: 1800, 0: 1900, 20: 2000, 40: 2100, 60: 2200}


def whole_text(export: Export) -> str:
    return "".join(export.text(name) for name in FILES)


@cache
def numbers(export: Export) -> frozenset[str]:
    """Every unbroken run of digits in all files."""
    return frozenset(re.findall(r"\d+", whole_text(export)))


def has_pesel_checksum(digits: str) -> bool:
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10 == 0


def is_pesel(digits: str) -> bool:
    month = int(digits[2:4])
    try:
        date(CENTURIES[month // 20 * 20] + int(digits[:2]), month % 20, int(digits[4:6]))
    except ValueError:
        return False
    return has_pesel_checksum(digits)


def test_the_check_knows_a_pesel() -> None:
    assert is_pesel("44051401359")  # the example of the Ministry's own description
    assert not is_pesel("44051401358")
    assert not is_pesel("44131401351")


def test_no_number_can_be_a_pesel(either: Export) -> None:
    runs = {run for run in numbers(either) if len(run) >= 11}
    assert not [run for run in runs if len(run) == 11]
    windows = {run[at : at + 11] for run in runs for at in range(len(run) - 10)}
    assert windows
    assert not [window for window in windows if is_pesel(window)]


def test_no_number_is_as_long_as_a_tax_id_or_regon(either: Export) -> None:
    assert not {len(run) for run in numbers(either)} & {9, 10, 14}


def test_payment_accounts_have_right_check_digits_and_the_code_of_no_bank(either: Export) -> None:
    numbers = [row["NRB"] for row in either.lokale]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert re.fullmatch(r"\d\d99990000\d{16}", number)
        assert int(number[2:] + "2521" + number[:2]) % 97 == 1


def test_mail_leads_nowhere(either: Export) -> None:
    mail = {row["E-mail"] for row in either.kontrahenci} - {""}
    assert mail
    assert all(re.fullmatch(r"[a-z-]+\d+@example\.invalid", address) for address in mail)
    assert whole_text(either).count("@") == len(mail)


def test_the_postcode_is_nowhere(either: Export) -> None:
    addresses = {row["Adres do korespondencji"] for row in either.kontrahenci}
    assert all(address.endswith(", 00-000 Przykładowo") for address in addresses)
    assert set(re.findall(r"\b\d\d-\d\d\d\b", either.text("kontrahenci"))) == {"00-000"}


def test_every_polish_letter_occurs_and_cp1250_holds_them(small: Export) -> None:
    assert set(whole_text(small)) >= POLISH


def test_names_repeat_but_rarely(large: Export) -> None:
    names = [row["Nazwa pełna"] for row in large.kontrahenci]
    repeated = len(names) - len(set(names))
    assert 0 < repeated < len(names) // 10
