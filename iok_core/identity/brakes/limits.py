"""How many failures of what, and how long a rest follows. Pure."""

import hmac
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

import msgspec

from iok_core.identity.brakes.settings import BrakeSettings

_HOUR = timedelta(hours=1)
_MOST_DOUBLINGS = 12
_PORTAL_WITHIN = timedelta(minutes=5)


class Scope(StrEnum):
    """Whose failures. Rows are written in this order, so that two tries never wait for each other
    in a circle."""

    DEVICE = "device"
    ACCOUNT = "account"
    HOUR = "hour"
    NETWORK = "network"
    PORTAL = "portal"


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    scope: Scope
    whose: str
    """A digest under our key: of identifiers that nobody has no less than of others."""
    failures: int
    within: timedelta
    pause: timedelta
    slow_from: int | None = None
    in_a_row: bool = True
    """The time runs anew with each failure; else from the first one."""

    def is_full(self, failures: int) -> bool:
        return failures >= self.failures

    def rest_after(self, failures: int) -> timedelta | None:
        """None: the next try may come at once."""
        if self.is_full(failures):
            return self.pause
        if self.slow_from is None or failures < self.slow_from:
            return None
        seconds: int = 2 ** min(failures - self.slow_from, _MOST_DOUBLINGS)
        return min(timedelta(seconds=seconds), self.pause)


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What a try to sign in is counted under."""

    identifier: str
    """As typed, tidied; nobody may have it."""
    network: str | None = None
    """None: not over the network."""
    device: str | None = None
    """Fingerprint of a device that is known as one of this very account."""


def limits(settings: BrakeSettings, key: bytes, tried: Tried) -> Sequence[Limit]:
    """A known device has its own count, which nobody else can fill, and no other."""
    of = _Of(settings, key)
    if tried.device is not None:
        return (of.account(Scope.DEVICE, tried.device), of.hour(tried.device))
    by_account = (of.account(Scope.ACCOUNT, tried.identifier), of.hour(tried.identifier))
    if tried.network is None:
        return (*by_account, of.portal())
    return (*by_account, of.network(tried.network), of.portal())


def portal_limit(settings: BrakeSettings, key: bytes) -> Limit:
    return _Of(settings, key).portal()


class _Of(msgspec.Struct, frozen=True):
    settings: BrakeSettings
    key: bytes

    def account(self, scope: Scope, name: str) -> Limit:
        return Limit(
            scope=scope,
            whose=self._digest(scope, name),
            failures=self.settings.failures,
            within=self.settings.within,
            pause=self.settings.pause,
            slow_from=self.settings.slow_from,
        )

    def hour(self, name: str) -> Limit:
        return Limit(
            scope=Scope.HOUR,
            whose=self._digest(Scope.HOUR, name),
            failures=self.settings.hourly,
            within=_HOUR,
            pause=_HOUR,
        )

    def network(self, name: str) -> Limit:
        return Limit(
            scope=Scope.NETWORK,
            whose=self._digest(Scope.NETWORK, name),
            failures=self.settings.network_failures,
            within=self.settings.within,
            pause=self.settings.network_pause,
            slow_from=self.settings.slow_from,
        )

    def portal(self) -> Limit:
        return Limit(
            scope=Scope.PORTAL,
            whose=self._digest(Scope.PORTAL, ""),
            failures=self.settings.portal_failures,
            within=_PORTAL_WITHIN,
            pause=self.settings.portal_pause,
            in_a_row=False,
        )

    def _digest(self, scope: Scope, name: str) -> str:
        return hmac.digest(self.key, f"{scope} {name}".encode(), "sha256").hex()
