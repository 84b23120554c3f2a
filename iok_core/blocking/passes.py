"""Who knows the password of a blocked access may object: a pass, as there is no session.

It opens one form about one block for an hour, and tells nothing but the number of the block.
"""

import hmac
from datetime import timedelta

import msgspec

from iok_core.db import Clock

VALID = timedelta(hours=1)


class Passes(msgspec.Struct, frozen=True):
    key: bytes
    clock: Clock

    def issue(self, block: int) -> str:
        until = int((self.clock.now() + VALID).timestamp())
        return f"{block}.{until}.{self._sign(f'{block}.{until}')}"

    def block_of(self, sent: str) -> int | None:
        """None: it is none of ours, or too old."""
        block, _, rest = sent.partition(".")
        until, _, signed = rest.partition(".")
        if not hmac.compare_digest(signed.encode(), self._sign(f"{block}.{until}").encode()):
            return None
        return int(block) if int(until) > self.clock.now().timestamp() else None

    def _sign(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), "sha256").hexdigest()
