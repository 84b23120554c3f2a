"""Anchors: the head of the chain as it was on a day, kept where whoever rewrites it cannot reach.

A file of anchors has one JSON object a line, the oldest first:

    {"seq":41,"mac":"…","count":41,"at":"2026-11-27T01:00:00.000000+00:00","proof":"…"}

`count` is the number of rows that the portal held then. `proof` is an HMAC by a key derived from
that of the chain, so that a line which somebody else wrote or changed is not taken for an anchor.
Whoever has the key can make one; the place where the file lies has to be out of their reach.
"""

import hmac
import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from iok_core.audit.canonical import moment_text
from iok_core.keys import derived


class AnchorError(Exception):
    """A file holds something else than anchors of this portal; says which line."""


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    seq: int
    mac: str
    count: int
    at: datetime


class _Line(Anchor, frozen=True, kw_only=True):
    proof: str


def line_of(anchor: Anchor, key: bytes) -> str:
    return json.dumps({**_values(anchor), "proof": _proof(anchor, key)}, separators=(",", ":"))


def read_anchors(path: Path, key: bytes) -> list[Anchor]:
    """Raises AnchorError, OSError."""
    lines = path.read_text("utf-8").splitlines()
    return [_read(line, key, f"line {number} of {path}") for number, line in enumerate(lines, 1)]


def last_anchor(path: Path, key: bytes) -> Anchor | None:
    """None if nothing was anchored there yet. Raises AnchorError, OSError."""
    found: Sequence[Anchor] = read_anchors(path, key) if path.exists() else ()
    return found[-1] if found else None


def append_anchor(path: Path, anchor: Anchor, key: bytes) -> None:
    """On the disk when it returns. Raises OSError."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o640), "a", encoding="utf-8") as file:
        file.write(line_of(anchor, key) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _read(line: str, key: bytes, where: str) -> Anchor:
    try:
        found = msgspec.json.decode(line, type=_Line)
    except msgspec.MsgspecError as error:
        raise AnchorError(f"{where} is no anchor: {error}") from error
    anchor = Anchor(seq=found.seq, mac=found.mac, count=found.count, at=found.at)
    if not hmac.compare_digest(found.proof, _proof(anchor, key)):
        raise AnchorError(f"{where} was not written by this portal, or was changed")
    return anchor


def _values(anchor: Anchor) -> dict[str, object]:
    return msgspec.structs.asdict(anchor) | {"at": moment_text(anchor.at)}


def _proof(anchor: Anchor, key: bytes) -> str:
    values = json.dumps(list(_values(anchor).values()), separators=(",", ":"))
    return hmac.digest(derived(key, "audit anchor"), values.encode(), "sha256").hex()
