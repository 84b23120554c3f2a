import hmac

import msgspec

from iok_core.identity.service import IdentityContext
from iok_core.losses.settings import LossSettings
from iok_core.working_days import WorkingDays


class LossContext(msgspec.Struct, frozen=True):
    """What the verbs of this subject work with; made once per process."""

    identity: IdentityContext
    calendar: WorkingDays
    settings: LossSettings
    network_key: bytes
    code_key: bytes
    """Of codes that go by mail; notices compute the same ones."""

    def network(self, named: str) -> str:
        """As it is kept: a hash that nobody can turn back without the key."""
        return hmac.digest(self.network_key, named.encode(), "sha256").hex()
