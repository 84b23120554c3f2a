"""What docs/operators/postgresql.md tells, walked with the real command over a real network."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from iok_core.cli import main
from tests.browsing import URL
from tests.databases import APP, OWNER, PASSWORD, Cluster
from tests.operations.servers import IOK, serving
from tests.portal import SETTINGS

QUOTED = PASSWORD.replace("@", "%40")


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    with cluster.database() as name:
        yield name


def iok(folder: Path, environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [*IOK, "--dir", str(folder), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_portal_is_made_and_served_on_postgres(
    cluster: Cluster, empty: str, tmp_path: Path
) -> None:
    folder = tmp_path / "portal"
    url = {"IOK_DATABASE__URL": cluster.tcp_url(empty, APP)}
    owner = {**url, "IOK_DATABASE__OWNER_URL": cluster.tcp_url(empty, OWNER)}
    assert iok(folder, owner, "init")[0] == 0
    assert not (folder / "iok.sqlite").exists()
    settings = SETTINGS.format(url=URL)
    (folder / "iok.toml").write_text(f'{settings}\n[database]\nurl = "{url["IOK_DATABASE__URL"]}"')
    assert iok(folder, owner, "migrate")[0] == 0
    assert "start password" in iok(folder, {}, "staff", "add", "Ewa", "--role", "desk")[1].lower()
    told = iok(folder, {}, "doctor")[1]
    assert "ok   roles" in told
    assert "ok   migrations" in told
    with serving(folder):
        pass


def test_one_role_for_everything_works_and_the_doctor_says_what_it_could_do(
    cluster: Cluster, empty: str, tmp_path: Path
) -> None:
    url = {"IOK_DATABASE__URL": cluster.tcp_url(empty, OWNER)}
    assert iok(tmp_path / "portal", url, "init")[0] == 0
    told = iok(tmp_path / "portal", url, "doctor")[1]
    assert "BAD  roles" in told
    assert "audit" in told


@pytest.mark.parametrize(
    "spoil",
    [
        lambda url: url.replace(QUOTED, f"{QUOTED}x"),
        lambda url: url.replace("127.0.0.1", "127.0.0.1:x"),
        lambda url: url.replace(QUOTED, f"#{QUOTED}"),
        lambda url: url.rpartition("/")[0] + "/missing",
        lambda url: url.rpartition(":")[0] + ":9/iok",
        lambda url: url.replace("postgresql", "postgresqll"),
    ],
    ids=["password", "port", "sign", "database", "nobody listens", "scheme"],
)
def test_s13_an_address_that_does_not_work_is_told_without_its_password(
    cluster: Cluster,
    tmp_path: Path,
    spoil: Callable[[str], str],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = {"IOK_DATABASE__URL": spoil(cluster.tcp_url("postgres", APP))}
    done = CliRunner().invoke(main, ["--dir", str(tmp_path / "portal"), "init"], env=url)
    told = "".join([done.output, *capfd.readouterr(), caplog.text])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "Error: " in told
    assert not [part for part in (PASSWORD, QUOTED, "Traceback") if part in told], told
