"""The code on a slip with which its holder shuts the access at any hour, without signing in."""

from hashlib import sha256
from typing import Self

import msgspec

from iok_core.identity.grouped_codes import random_code, tidy_code


class FreezeCode(msgspec.Struct, frozen=True):
    """`text` goes no further than the slip. It shuts, and never opens anything."""

    text: str
    sha256: str

    @classmethod
    def new(cls) -> Self:
        text = random_code()
        return cls(text, freeze_sha256(text))


def freeze_sha256(typed: str) -> str:
    """As it is stored. Of 80 random bits a plain hash tells nothing, and can be looked up."""
    return sha256(tidy_code(typed).encode()).hexdigest()
