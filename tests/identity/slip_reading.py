"""What a person reads from a slip."""

import re

import httpx

from tests.reports.reading import Pdf

START = re.compile(r"(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}")
PASSWORD = re.compile(rf"Hasło startowe ({START.pattern})")
FREEZE_CODE = re.compile(rf"Kod blokady ({START.pattern})")
IDENTIFIER = re.compile(r"Identyfikator (\d{3} \d{3,6})")


def slip(answer: httpx.Response) -> tuple[str, str]:
    """Identifier and start password, as they are printed."""
    assert answer.status_code == 200, answer.text
    (one,) = slips(answer.content)
    return one


def slips(content: bytes) -> list[tuple[str, str]]:
    """Of every slip in a file, in their order."""
    text = Pdf(content).text
    identifiers = IDENTIFIER.findall(re.sub(r"Potwierdzenie odbioru.*", "", text))
    return [
        (one.replace(" ", ""), start)
        for one, start in zip(identifiers, PASSWORD.findall(text), strict=True)
    ]
