"""Numbers of people and of their documents, which no text of ours may keep (K06-1)."""

import re

_DOCUMENT = re.compile(
    r"\b(?:[A-Z]{3}[ -]?\d{3}[ -]?\d{3}|[A-Z]{2}[ -]?\d{7}|(?i:[a-z]{3}\d{6}|[a-z]{2}\d{7}))\b"
)
"""An identity card, ABC 123456; a passport, AB 1234567; a residence card, which is like one. In
small letters only where nothing stands between: „nr 1234567” is a letter's number."""
_ELEVEN = re.compile(r"(?<!\d)\d(?:[ -]?\d){10}(?!\d)")
"""Also as people group them: 440514 01359."""
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)


def holds_document_number(text: str) -> bool:
    return bool(_DOCUMENT.search(text)) or any(map(_is_pesel, _ELEVEN.findall(text)))


def _is_pesel(written: str) -> bool:
    """By its check digit: other numbers have eleven digits, too."""
    digits = [int(c) for c in written if c.isdecimal()]
    return sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True)) % 10 == 0
