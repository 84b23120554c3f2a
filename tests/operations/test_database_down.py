"""PostgreSQL goes away under load and comes back; the portal says so and needs no restart."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.databases import Cluster, on_postgres
from tests.operations.servers import answers, serving
from tests.processes import children_of, wait_until

PAGES = ("/regulamin", "/readyz", "/logowanie")
REST = 0.1
"""Seconds; without it, what is measured here is three threads that want the machine."""


@contextmanager
def load(url: str, seen: list[httpx.Response | httpx.HTTPError]) -> Iterator[None]:
    """Some visitors who hardly rest; a request that hangs is an error among the answers."""
    over = threading.Event()

    def visit() -> None:
        with httpx.Client(base_url=url, timeout=15, headers={"accept": "text/html"}) as client:
            while not over.wait(REST):
                for page in PAGES:
                    try:
                        seen.append(client.get(page))
                    except httpx.HTTPError as error:
                        seen.append(error)

    visitors = [threading.Thread(target=visit) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    try:
        yield
    finally:
        over.set()
        for visitor in visitors:
            visitor.join()


@on_postgres
def test_s24_a_database_that_goes_away_is_told_and_used_again(
    portal_folder: Path, cluster: Cluster
) -> None:
    seen: list[httpx.Response | httpx.HTTPError] = []
    with serving(portal_folder, "--no-worker") as (process, url):
        web = children_of(process.pid)
        with load(url, seen):
            wait_until(lambda: len(seen) > 10)
            for go_away in (cluster.stop, cluster.crash):
                go_away()
                wait_until(lambda: status(url, "/readyz") == status(url, "/regulamin") == 503)
                cluster.start()
                wait_until(lambda: answers(url) and status(url, "/regulamin") == 200)
        assert children_of(process.pid) == web
    told = [one for one in seen if isinstance(one, httpx.Response)]
    assert told == seen
    assert {one.status_code for one in told} == {200, 503}
    pages = [one for one in told if one.status_code == 503 and "/readyz" not in str(one.url)]
    assert all(int(page.headers["retry-after"]) > 0 for page in pages)
    assert not [page for page in pages if "Traceback" in page.text or "asyncpg" in page.text]


def status(url: str, page: str) -> int:
    return httpx.get(f"{url}{page}", timeout=15).status_code
