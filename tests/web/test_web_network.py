"""Which network a request is counted under: only our own proxies are believed."""

from typing import Any

import pytest
from litestar.connection import ASGIConnection
from litestar.types import Scope

from iok_core.web.network import network_of

LOOPBACK = ("127.0.0.1", "::1")


def network(peer: str | None, forwarded: list[str], proxies: tuple[str, ...] = LOOPBACK) -> str:
    client = None if peer is None else (peer, 40000)
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    scope: Any = {"type": "http", "client": client, "headers": headers}
    typed: Scope = scope
    return network_of(ASGIConnection(typed), proxies)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", [], "203.0.113.0/24"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.0/24"),  # no proxy of ours says so
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.0/24"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7"], "203.0.113.0/24"),
        ("127.0.0.1", ["198.51.100.1", "203.0.113.7"], "203.0.113.0/24"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7, 127.0.0.1"], "203.0.113.0/24"),
        ("::1", ["2001:db8:1:2ff:3::4"], "2001:db8:1:200::/56"),
        ("::ffff:203.0.113.7", ["198.51.100.1"], "203.0.113.0/24"),
        ("127.0.0.1", ["203.0.113.7, junk"], "127.0.0.0/24"),
        ("127.0.0.1", [], "127.0.0.0/24"),
        (None, ["198.51.100.1"], ""),
        ("testclient", ["198.51.100.1"], ""),
    ],
)
def test_s11_only_what_our_own_proxy_added_is_believed(
    peer: str | None, forwarded: list[str], expected: str
) -> None:
    assert network(peer, forwarded) == expected


def test_s11_proxies_can_be_named_as_networks() -> None:
    chain = ["198.51.100.1, 203.0.113.7, 172.18.0.3"]
    assert network("172.18.0.2", chain) == "172.18.0.0/24"
    assert network("172.18.0.2", chain, ("172.18.0.0/16",)) == "203.0.113.0/24"
