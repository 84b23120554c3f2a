"""Identifiers and devices: no database."""

import pytest

from iok_core.identity.device import device_of
from iok_core.identity.identifiers import random_identifier, tidy_identifier

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)


@pytest.mark.parametrize(
    ("taken", "digits"),
    [(0, 6), (90_000, 6), (90_001, 7), (900_000, 7), (900_001, 8)],
)
def test_identifiers_grow_when_a_tenth_is_taken(taken: int, digits: int) -> None:
    drawn = {random_identifier(taken) for _ in range(300)}
    assert {len(identifier) for identifier in drawn} == {digits}
    assert {identifier[0] for identifier in drawn} == set("123456789")


@pytest.mark.parametrize("typed", ["", "abc", "12345a", "１２３４５６", "1" * 13, "12.34.56"])
def test_what_is_no_identifier_is_none(typed: str) -> None:
    assert tidy_identifier(typed) == ""


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (ANDROID, "Chrome, Android"),
        (IPHONE, "Safari, iPhone"),
        (EDGE, "Edge, Windows"),
        ("curl/8.5", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 100, ""),
    ],
)
def test_a_device_is_a_browser_and_a_system(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
