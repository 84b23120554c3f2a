"""Where a request comes from, whatever it says of itself (S11)."""

from ipaddress import ip_address
from typing import Any

import pytest
from litestar.connection import ASGIConnection

from iok_core.web.client_address import Proxies

OURS = ("127.0.0.1", "::1", "10.8.0.0/16")


def asked(peer: str, *forwarded: str) -> ASGIConnection[Any, Any, Any, Any]:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    scope: Any = {"type": "http", "client": (peer, 40000) if peer else None, "headers": headers}
    return ASGIConnection(scope)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("198.51.100.7", [], "198.51.100.0/24"),
        ("198.51.100.7", ["203.0.113.9"], "198.51.100.0/24"),
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.0/24"),
        ("127.0.0.1", ["192.0.2.1, 203.0.113.9"], "203.0.113.0/24"),
        ("127.0.0.1", ["192.0.2.1", "203.0.113.9"], "203.0.113.0/24"),
        ("127.0.0.1", ["203.0.113.9, 10.8.3.4"], "203.0.113.0/24"),
        ("127.0.0.1", ["203.0.113.9, 10.9.3.4"], "10.9.3.0/24"),
        ("127.0.0.1", ["203.0.113.9, unknown"], "127.0.0.0/24"),
        ("127.0.0.1", [], "127.0.0.0/24"),
        ("127.0.0.1", [""], "127.0.0.0/24"),
        ("127.0.0.1", ["10.8.1.1"], "10.8.1.0/24"),
        ("::1", ["2001:db8:1:2ff::9"], "2001:db8:1:200::/56"),
        ("::1", ["::ffff:203.0.113.9"], "203.0.113.0/24"),
        ("::ffff:127.0.0.1", ["203.0.113.9"], "203.0.113.0/24"),
        ("", ["203.0.113.9"], "unknown"),
        ("testclient", ["203.0.113.9"], "unknown"),
    ],
)
def test_s11_only_a_proxy_of_ours_tells_who_stands_behind_it(
    peer: str, forwarded: list[str], expected: str
) -> None:
    assert Proxies(OURS).network(asked(peer, *forwarded)) == expected


def test_a_proxy_that_nobody_has_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    proxies = Proxies(("127.0.0.1",))
    for peer in ("8.8.8.8", "127.0.0.1", "172.18.0.1", "172.18.0.1"):
        proxies.network(asked(peer, "203.0.113.9"))
    assert [record.args for record in caplog.records] == [(ip_address("172.18.0.1"),)]
