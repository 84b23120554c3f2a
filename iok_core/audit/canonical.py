"""The bytes that a row's mac is made of, and what a row may hold.

mac = HMAC-SHA256(key, canonical || prev) in hexadecimal. `canonical` is a JSON array in UTF-8
without blanks: [seq, at, actor_kind, actor, action, object_kind, object_id, result, request_id,
meta], where `at` is UTC with microseconds and `meta` the stored text itself.
"""

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from operator import attrgetter

import msgspec

CODE_LENGTH = 64
META_LENGTH = 1000
MAC_LENGTH = 64
GENESIS = "0" * MAC_LENGTH
"""`prev` of the first row."""

MetaValue = int | str

_CODE = re.compile(rf"[a-z][a-z0-9_.-]{{0,{CODE_LENGTH - 1}}}")
_DIGEST = re.compile(rf"[0-9a-f]{{{MAC_LENGTH}}}")
_OPAQUE = re.compile(rf"[A-Za-z0-9_.-]{{0,{CODE_LENGTH}}}")


class NotACodeError(ValueError):
    """The audit takes ids, codes and enumerations, never words about a person."""


class Entry(msgspec.Struct, frozen=True):
    """A row of the audit without its link."""

    seq: int
    at: datetime
    actor_kind: str
    actor: str
    action: str
    object_kind: str
    object_id: int | None
    result: str
    request_id: str
    meta: str


def canonical(entry: Entry) -> bytes:
    seq, at, *others = _values(entry)
    return msgspec.json.encode([seq, moment_text(at) if at else None, *others])


def moment_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_values = attrgetter(*Entry.__struct_fields__)


def link(key: bytes, entry: Entry, prev: str) -> str:
    return hmac.digest(key, canonical(entry) + prev.encode("ascii"), "sha256").hex()


def canonical_meta(meta: Mapping[str, MetaValue]) -> str:
    """Sorted JSON of whole numbers, yes/no and codes; refuses anything else."""
    for name, value in meta.items():
        if not is_code(name) or not (isinstance(value, int) or is_code(value)):
            raise NotACodeError(f"meta {name!r} is neither a number nor a code")
    text = json.dumps(dict(meta), sort_keys=True, separators=(",", ":"))
    if len(text) > META_LENGTH:
        raise NotACodeError("meta is too long")
    return text


def is_code(value: object) -> bool:
    """A short lower-case word that begins with a letter: no number of a document passes.

    Or a digest, which is longer than any such number.
    """
    if not isinstance(value, str):
        return False
    return _CODE.fullmatch(value) is not None or _DIGEST.fullmatch(value) is not None


def is_opaque_id(value: str) -> bool:
    """The id of an actor or of a request."""
    return _OPAQUE.fullmatch(value) is not None
