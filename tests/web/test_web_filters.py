"""How amounts, days and texts are written; the figures of Babel are the oracle."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from babel.numbers import format_currency
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from iok_core.web.filters import (
    count,
    day,
    day_short,
    decimal,
    identifier,
    moment,
    money,
    month,
    orphans,
)
from iok_core.web.i18n import OFFERED, speaking

FIFTH = date(2026, 11, 5)
NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
NBSP, MINUS = "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("grosze", "written"),
    [
        (0, "0,00 zł"),
        (5, "0,05 zł"),
        (123456, "1 234,56 zł"),
        (-5, "−0,05 zł"),
        (-100000, "−1 000,00 zł"),
        (99999, "999,99 zł"),
        (123456789012, "1 234 567 890,12 zł"),
    ],
)
def test_money_is_written_as_in_poland(grosze: int, written: str) -> None:
    assert money(grosze) == written.replace(" ", NBSP)


@given(st.integers(-(10**13), 10**13))
@settings(deadline=None)  # the first one reads the words of the language
def test_money_agrees_with_babel_but_for_the_minus(grosze: int) -> None:
    from decimal import Decimal

    expected = format_currency(Decimal(grosze).scaleb(-2), "PLN", locale="pl")
    assert money(grosze) == expected.replace("-", MINUS)


@pytest.mark.parametrize("wrong", [1.0, True, "12", None])
def test_money_is_whole_grosze_only(wrong: Any) -> None:
    with pytest.raises(TypeError):
        money(wrong)


def test_days_are_written_in_three_ways() -> None:
    value = date(2026, 11, 3)
    assert (day(value), day_short(value), month(value)) == (
        "3 listopada 2026".replace(" ", NBSP),
        "03.11.2026",
        "listopad 2026",
    )


@pytest.mark.parametrize(
    ("utc", "warsaw"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 marca 2026, 01:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 marca 2026, 03:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 października 2026, 02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 października 2026, 02:30"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1 stycznia 2027, 00:30"),
    ],
)
def test_a_moment_is_by_the_clock_in_warsaw(utc: datetime, warsaw: str) -> None:
    assert moment(utc).replace(NBSP, " ") == warsaw


def test_amounts_and_days_are_written_as_their_readers_write_them() -> None:
    def written(lang: str) -> list[str]:
        with speaking(lang):
            told = [money(-123456789), decimal("62.25"), count(1284)]
            told += [day(FIFTH), day_short(FIFTH), month(FIFTH), moment(NOON)]
            return [text.replace(NBSP, " ") for text in told]

    assert written("en") == [
        "−1,234,567.89 zł",
        "62.25",
        "1,284",
        "5 November 2026",
        "5 Nov 2026",
        "November 2026",
        "5 November 2026, 13:00",
    ]
    assert written("uk") == [
        "−1 234 567,89 zł",
        "62,25",
        "1 284",
        "5 листопада 2026",
        "05.11.2026",
        "листопад 2026",
        "5 листопада 2026, 13:00",
    ]


def test_no_line_break_divides_a_date_or_an_amount() -> None:
    for lang in OFFERED:
        with speaking(lang):
            assert " " not in money(-123456789) + day(FIFTH) + day_short(FIFTH)


def test_the_day_of_a_moment_is_the_day_in_warsaw() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert (day(late), day_short(late), month(late)) == (
        "1 stycznia 2027".replace(" ", NBSP),
        "01.01.2027",
        "styczeń 2027",
    )


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment(datetime(2026, 1, 1))  # noqa: DTZ001 (on purpose)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Zapłać w biurze", "Zapłać w~biurze"),
        ("A w domu i o poranku", "A~w~domu i~o~poranku"),
        ("Z\nbiura", "Z~biura"),
        ("lokal 7 w bloku A", "lokal 7 w~bloku A"),
        ("był a nie", "był a~nie"),
        ("ulica", "ulica"),
        ("Зателефонуйте у бюро з 9", "Зателефонуйте у~бюро з~9"),
        ("", ""),
    ],
)
def test_a_one_letter_word_never_ends_a_line(text: str, joined: str) -> None:
    assert orphans(text) == joined.replace("~", NBSP)


def test_markup_stays_markup_and_its_tags_stay_whole() -> None:
    got = orphans(Markup('<a href="/x" title="idź w dal">w domu</a> i tak'))
    assert isinstance(got, Markup)
    assert got == f'<a href="/x" title="idź w dal">w{NBSP}domu</a> i{NBSP}tak'


def test_s12_text_stays_to_be_escaped() -> None:
    got = orphans("w <b>domu</b>")
    assert not isinstance(got, Markup)
    assert Markup("{}").format(got) == f"w{NBSP}&lt;b&gt;domu&lt;/b&gt;"


def test_an_identifier_is_read_in_threes() -> None:
    assert identifier("204117") == f"204{NBSP}117"
