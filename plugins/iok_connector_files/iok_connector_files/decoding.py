"""Shows that a file is written in the code page that the layout names, before a row is believed."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from iok_connector_files.limits import CHUNK
from iok_core.api import ConnectorError, ConnectorProblem

_UTF8_MARK = codecs.BOM_UTF8
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CODE_PAGES = ("cp1250", "cp852", "iso-8859-2")
_POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_ORDINARY = "„”“’‘«»–—…•·°§€²³×÷´¨"
"""Signs that honest Polish text holds, so that they prove nothing."""


def codec(encoding: str) -> str:
    """UTF-8 is read with its mark and without."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def check_decodes(path: Path, encoding: str) -> None:
    """Raises ConnectorError: undecodable, with the line and the byte, or the reason for doubt.

    No code page is ever guessed. One of eight bits decodes nearly everything, so for these two
    more things are told apart: a file that is UTF-8 from end to end, and letters of another code
    page, which show as signs in the middle of words.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if encoding == "utf-16" and not start.startswith(_UTF16_MARKS):
        raise _undecodable(path, "line 1: no byte order mark, so it is not UTF-16")
    if encoding in _CODE_PAGES and start.startswith((_UTF8_MARK, *_UTF16_MARKS)):
        raise _undecodable(path, f"line 1: begins with a mark of Unicode, so it is not {encoding}")
    _check_bytes(path, encoding)
    if encoding in _CODE_PAGES and _is_utf8(path):
        raise _undecodable(path, f"reads as UTF-8 from end to end, so it is not {encoding}")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _check_bytes(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(codec(encoding))("strict")
    foreign = _ForeignLetters(encoding) if encoding in _CODE_PAGES else None
    line = 1
    for chunk in chain(_chunks(path), (b"",)):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line += error.object.count(b"\n", 0, error.start)
            detail = f"line {line}: byte 0x{error.object[error.start]:02X} is none of {encoding}"
            raise _undecodable(path, detail) from None
        if foreign and (found := foreign.find(chunk, text)):
            line += text.count("\n", 0, found.start())
            raise _undecodable(path, f"line {line}: {found[0]} in a word is none of {encoding}")
        if len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk:
            detail = f"line {line} does not end"
            raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, path.name, detail)
        line += text.count("\n")


class _ForeignLetters:
    """Polish letters of the other code pages as they look in this one, beside a letter."""

    def __init__(self, encoding: str) -> None:
        signs: set[str] = set()
        for other in _CODE_PAGES:
            seen = _POLISH.encode(other).decode(encoding, "ignore")
            signs |= {sign for sign in seen if not sign.isalnum() and sign not in _ORDINARY}
        listed = "".join(sorted(signs))
        self._bytes = listed.encode(encoding)
        self._form = re.compile(f"[{listed}](?=[^\\W\\d_])|(?<=[^\\W\\d_])[{listed}]")

    def find(self, chunk: bytes, text: str) -> re.Match[str] | None:
        """Looks at the bytes first, which is a hundred times faster than the form."""
        if len(chunk.translate(None, self._bytes)) == len(chunk):
            return None
        return self._form.search(text)


def _is_utf8(path: Path) -> bool:
    """Whether there is more than ASCII in the file, all of it UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    more = False
    try:
        for chunk in _chunks(path):
            more = more or not chunk.isascii()
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return more


def _undecodable(path: Path, detail: str) -> ConnectorError:
    return ConnectorError(ConnectorProblem.UNDECODABLE, path.name, detail)
