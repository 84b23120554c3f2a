"""What an answer holds, as somebody sees it from outside."""

import re

import httpx

SAFETY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PUBLIC = re.compile(r"/static/|/pdf$|/txt$|/healthz$|/readyz$")


def shape(answer: httpx.Response) -> tuple[int, list[str], str]:
    """All that somebody could tell answers apart by."""
    body = re.sub(r"Numer błędu: [0-9a-f]{8}\b", "Numer błędu: …", answer.text)
    body = re.sub(r"(?<=\?strona=)[^\"]*", "…", body)  # what was asked for, and the number
    return answer.status_code, sorted(answer.headers), body


def assert_safe(answer: httpx.Response) -> None:
    got = answer.headers
    assert {name: got.get_list(name) for name in SAFETY} == {
        name: [value] for name, value in SAFETY.items()
    }
    assert "camera=()" in got["permissions-policy"]
    assert got.get("content-type", "").count("charset") <= 1
    if answer.status_code >= 300 or not PUBLIC.search(answer.url.path):
        assert got["cache-control"] == "no-store"
