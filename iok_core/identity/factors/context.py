from urllib.parse import urlsplit

import msgspec

from iok_core.keys import derived
from iok_core.sealing import Seal

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Site(msgspec.Struct, frozen=True):
    """What a passkey is bound to."""

    host: str
    origin: str
    name: str

    @classmethod
    def of(cls, public_url: str, name: str) -> "Site":
        """On loopback it is `localhost`: no passkey is made for the number of a host."""
        parts = urlsplit(public_url)
        host = parts.hostname or ""
        if host not in _LOOPBACK:
            return cls(host, f"{parts.scheme}://{parts.netloc}", name)
        port = f":{parts.port}" if parts.port else ""
        return cls("localhost", f"{parts.scheme}://localhost{port}", name)


class FactorContext(msgspec.Struct, frozen=True):
    """Keys and place of the second factors; made once per process."""

    site: Site
    seeds: Seal
    codes: bytes
    challenges: bytes
    handles: bytes

    @classmethod
    def of(cls, key: bytes, site: Site) -> "FactorContext":
        """Each purpose has a key of its own, derived from the portal's one."""
        return cls(
            site=site,
            seeds=Seal(derived(key, "seeds of second factors")),
            codes=derived(key, "recovery codes"),
            challenges=derived(key, "challenges of passkeys"),
            handles=derived(key, "user handles of passkeys"),
        )
