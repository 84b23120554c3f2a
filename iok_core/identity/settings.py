from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from iok_core.identity.brakes.settings import BrakeSettings
from iok_core.identity.kinds import IdentityKind


class HashingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """argon2id as OWASP's cheat sheet advises: about 23 ms for each sign-in."""

    memory_kib: int = 19456
    passes: int = 2
    lanes: int = 1
    threads: Annotated[int, Meta(ge=1, le=2)] = 1
    """How many hashes are computed at once, each with its own memory."""
    queue: int = 40
    """How many may wait; one more is told that the portal is busy."""

    @property
    def places(self) -> int:
        """Of those who are served and those who wait."""
        return self.threads + self.queue


class PasswordSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lengths in characters after NFC."""

    minimum: Annotated[int, Meta(ge=12, le=64)] = 15
    minimum_with_factor: Annotated[int, Meta(ge=12, le=64)] = 12
    """Of residents who have a second factor; at the office the other one always counts."""
    maximum: Annotated[int, Meta(ge=128, le=1024)] = 256
    names: tuple[str, ...] = ()
    """Words that everybody here thinks of first: the cooperative's name, its street."""

    def shortest(self, kind: IdentityKind, *, has_factor: bool) -> int:
        eased = has_factor and kind is IdentityKind.RESIDENT
        return min(self.minimum, self.minimum_with_factor) if eased else self.minimum


class SessionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    resident_idle: timedelta = timedelta(minutes=30)
    staff_idle: timedelta = timedelta(minutes=60)
    absolute: timedelta = timedelta(hours=12)
    factor_within: timedelta = timedelta(minutes=10)
    """So long after the password there is time to give the second factor."""
    confirmed_for: timedelta = timedelta(minutes=5)
    """So long after somebody showed who they are, what matters is not asked again."""
    seen_every: timedelta = timedelta(minutes=5)
    """Written at most so often; a session may end by so much before its idle time is over."""

    def idle(self, kind: IdentityKind) -> timedelta:
        return self.staff_idle if kind is IdentityKind.STAFF else self.resident_idle


class IdentitySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hashing: HashingSettings = HashingSettings()
    password: PasswordSettings = PasswordSettings()
    session: SessionSettings = SessionSettings()
    brake: BrakeSettings = BrakeSettings()
    start_password_valid: timedelta = timedelta(days=14)
