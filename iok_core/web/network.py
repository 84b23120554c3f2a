"""From which network a request comes: what limits for strangers are counted by.

A browser can write anything into X-Forwarded-For, so of that header only what a proxy of ours has
added counts: read from its end, and no further than the first address that is not such a proxy.
"""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from litestar.connection import ASGIConnection

_IPV4_BITS = 24
_IPV6_BITS = 56
"""What one household or one company gets; a single address of it would be too easy to change."""

Address = IPv4Address | IPv6Address


def network_of(connection: ASGIConnection[Any, Any, Any, Any], proxies: Sequence[str]) -> str:
    """`proxies`: addresses or networks of our own proxies. "" if the server names no peer."""
    ours = [ip_network(one, strict=False) for one in proxies]
    client = None
    for address in _from_here_on(connection):
        client = address
        if not any(address in network for network in ours):
            break
    return _network(client) if client else ""


def _from_here_on(connection: ASGIConnection[Any, Any, Any, Any]) -> Iterator[Address]:
    """The peer, then whom each proxy names, the nearest first; until one names no address."""
    peer = connection.scope["client"]
    forwarded = ",".join(connection.headers.getall("x-forwarded-for", []))
    for text in ("" if peer is None else peer[0], *reversed(forwarded.split(","))):
        try:
            found = ip_address(text.strip())
        except ValueError:
            return
        mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
        yield mapped or found


def _network(address: Address) -> str:
    bits = _IPV4_BITS if isinstance(address, IPv4Address) else _IPV6_BITS
    return str(ip_network((address, bits), strict=False))
