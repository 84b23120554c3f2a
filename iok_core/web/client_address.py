"""From where a request comes: the peer, or what a proxy of ours says of the one behind it."""

import logging
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

_log = logging.getLogger(__name__)

UNKNOWN = "unknown"
_PREFIX = {4: 24, 6: 56}
"""What one household or office gets from its provider, and seldom more."""

Address = IPv4Address | IPv6Address


class Proxies:
    """Whose `X-Forwarded-For` is believed. From anybody else the header says nothing."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        """Raises ValueError: not an address, or a network with bits behind its mask."""
        self._trusted = tuple(ip_network(one) for one in addresses)
        self._told = False

    def network(self, connection: "ASGIConnection[Any, Any, Any, Any]") -> str:
        """As 198.51.100.0/24; `unknown`, as one network, where there is no address."""
        peer = connection.client
        forwarded = connection.headers.getall("x-forwarded-for", [])
        address = self._client(peer.host if peer else "", ",".join(forwarded).split(","))
        if address is None:
            return UNKNOWN
        return str(ip_network((address, _PREFIX[address.version]), strict=False))

    def _client(self, peer: str, forwarded: list[str]) -> Address | None:
        """The last one that no proxy of ours is. What stands before it the client may have made
        up itself."""
        address = _read(peer)
        self._tell_of_a_stranger(address, forwarded)
        while address is not None and forwarded and self._trusts(address):
            named = _read(forwarded.pop())
            if named is None:
                break
            address = named
        return address

    def _tell_of_a_stranger(self, peer: Address | None, forwarded: list[str]) -> None:
        """Most likely a proxy that the settings do not name: then everybody counts as one."""
        if self._told or peer is None or not any(forwarded):
            return
        if peer.is_private and not self._trusts(peer):
            self._told = True
            _log.warning("X-Forwarded-For of %s is not believed: see [server] proxies", peer)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


def _read(text: str) -> Address | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
