"""Numbers of people and of their documents, which no text of ours may keep (K06-1)."""

import re

_DOCUMENT = re.compile(r"\b(?:[A-Z]{3}[ -]?\d{6}|[A-Z]{2}[ -]?\d{7})\b")
"""An identity card, ABC 123456, or a passport, AB 1234567."""
_ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)


def holds_document_number(text: str) -> bool:
    return bool(_DOCUMENT.search(text)) or any(map(_is_pesel, _ELEVEN.findall(text)))


def _is_pesel(digits: str) -> bool:
    """By its check digit: other numbers have eleven digits, too."""
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 10 == 0
