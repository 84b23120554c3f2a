"""The nginx sample before a real portal: people sign in through it, slow clients are cut off."""

import getpass
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from iok_core.maintenance.away import away_page
from tests.browsing import COOKIE
from tests.cooperative import COOPERATIVE
from tests.deploy.programs import program
from tests.operations.servers import serving
from tests.portal import Access, add_resident, people
from tests.portals import Portals
from tests.processes import free_port, wait_until

SAMPLE = Path(__file__).parents[2] / "deploy" / "proxy" / "nginx.conf"
NAME = "portal.lipowa.example"
SLOW_CLIENTS = 30
HEADERS_WITHIN = 5  # seconds, as the sample says
AROUND = """
daemon off;
user {user};
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {sample}
}}
"""


def is_open(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def configuration(folder: Path, port: int, upstream: int) -> str:
    """The sample with ports, names and a certificate of this test, and nothing else changed."""
    subprocess.run(
        [
            *(program("openssl"), "req", "-x509", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )
    text = SAMPLE.read_text("utf-8").replace("iok.example.pl;", f"{NAME};")
    text = re.sub(r"listen \[::\].*\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    text = re.sub(r"ssl_certificate .*", f"ssl_certificate {folder}/cert.pem;", text)
    text = re.sub(r"ssl_certificate_key .*", f"ssl_certificate_key {folder}/key.pem;", text)
    text = text.replace("root /var/www/iok;", f"root {folder}/www;")
    return AROUND.format(folder=folder, sample=text, user=getpass.getuser())


@pytest.fixture(scope="module")
def folder(portals: Portals, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portals.copy("sqlite", tmp_path_factory.mktemp("behind") / "lipowa")


@pytest.fixture(scope="module")
def resident(folder: Path) -> Access:
    return people(folder, add_resident)


@pytest.fixture(scope="module")
def proxied(folder: Path, resident: Access) -> Iterator[int]:
    """The port of nginx, with the resident's portal behind it."""
    assert resident.person
    with (
        serving(folder, "--no-worker") as (_, url),
        nginx(folder.parent, urlsplit(url).port or 0) as port,
    ):
        yield port


@contextmanager
def nginx(folder: Path, upstream: int) -> Iterator[int]:
    """Its port."""
    port, conf = free_port(), folder / "nginx.conf"
    conf.write_text(configuration(folder, port, upstream), "utf-8")
    with subprocess.Popen([program("nginx"), "-p", str(folder), "-c", str(conf)]) as process:
        try:
            wait_until(lambda: is_open(port))
            yield port
        finally:
            process.terminate()


def browser(port: int) -> httpx.Client:
    headers = {"host": NAME, "accept": "text/html", "origin": f"https://{NAME}"}
    return httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=False, headers=headers)  # noqa: S501


def test_ops3_people_sign_in_through_nginx(proxied: int, resident: Access) -> None:
    with browser(proxied) as client:
        sent = {"identifier": resident.identifier, "password": resident.password}
        answer = client.post("/logowanie", data=sent)
        assert answer.status_code == 303
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
        assert {"Secure", "HttpOnly"} <= {part.strip() for part in cookie.split(";")}
        home = client.get("/", headers={"cookie": cookie.partition(";")[0]})
        assert home.status_code == 200
        assert home.headers["strict-transport-security"].startswith("max-age=63072000")


def test_k14_1_while_the_portal_is_away_a_page_gives_the_emergency_phone(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "away.html").write_text(away_page(COOPERATIVE), "utf-8")
    with nginx(tmp_path, free_port()) as port, browser(port) as client:
        for path in ("/", "/logowanie"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "300"
            assert answer.headers["cache-control"] == "no-store"
            assert COOPERATIVE.emergency_phone in answer.text
        assert client.get("/away.html").status_code == 404


def slow_client(port: int) -> ssl.SSLSocket:
    """Has said a part of its headers, and says nothing more."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", port), timeout=3 * HEADERS_WITHIN)
    client = context.wrap_socket(plain, server_hostname=NAME)
    client.sendall(f"GET / HTTP/1.1\r\nHost: {NAME}\r\nX-Slow: ".encode())
    return client


def was_closed(client: ssl.SSLSocket) -> bool:
    """Not within the socket's time-out: it is still open, and the test fails by TimeoutError."""
    with client:
        try:
            return client.recv(1) == b""
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError):
            return True


def test_s31_slow_clients_are_cut_off_and_cost_the_others_nothing(proxied: int) -> None:
    slow = [slow_client(proxied) for _ in range(SLOW_CLIENTS)]
    with browser(proxied) as client:
        assert client.get("/logowanie").status_code == 200
        for one in slow:
            assert was_closed(one)
        assert client.get("/logowanie").status_code == 200
