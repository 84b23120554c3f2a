"""What lies in deploy/: read by the programs that it is for."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import msgspec
import pytest
import yaml  # type: ignore[import-untyped]

from iok_core.regulations.text import fill
from iok_core.settings import Settings
from iok_core.web.file_limits import FileLimits
from tests.deploy.programs import program

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSED = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text("utf-8"))
SERVER = (DEPLOY.parent / "docs" / "operators" / "server.md").read_text("utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())
APPROVED = "18df049c844cc660dd2b7e30ab0b8237664f0dd373c94e8efa1f0b4d445f4096"
EXPOSED_AT_MOST = 2.5
MAX_BODY = {
    "nginx.conf": r"client_max_body_size (\d+)(m);",
    "Caddyfile": r"request_body \{[^}]*max_size (\d+)(\w+)",
}
UNITS_OF_SIZE = {"m": 2**20, "MiB": 2**20, "MB": 10**6}
"""As each program reads them: nginx knows powers of two only."""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_ops2_a_unit_is_shut_in(unit: Path) -> None:
    analyze = program("systemd-analyze")
    done = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
        check=True,
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert level is not None
    assert float(level[1]) <= EXPOSED_AT_MOST


def test_ops2_all_units_are_shut_in_alike() -> None:
    """Everything but what is started stands in each unit word for word."""
    shared = {re.sub(r"(?s)^.*?(?=Restart=)", "", _bare(unit)) for unit in UNITS}
    assert len(shared) == 1


def _bare(unit: Path) -> str:
    return re.sub(r"(?m)^#.*\n", "", unit.read_text("utf-8"))


def test_ops3_caddy_takes_its_sample() -> None:
    command = [program("caddy"), "validate", "--adapter", "caddyfile", "--config"]
    done = subprocess.run(
        [*command, str(DEPLOY / "proxy" / "Caddyfile")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("sample", MAX_BODY)
def test_s63_a_proxy_lets_through_whatever_the_portal_reads_and_not_much_more(sample: str) -> None:
    """Or a browser shows the proxy's own page, without the form and what was typed."""
    found = re.search(MAX_BODY[sample], (DEPLOY / "proxy" / sample).read_text("utf-8"))
    assert found is not None
    portal, passes = FileLimits().body_bytes, int(found[1]) * UNITS_OF_SIZE[found[2]]
    assert portal < passes < 1.1 * portal


def test_k01_1_the_preset_gives_the_regulations_as_they_were_approved() -> None:
    """The digest was taken of the cooperative's own document, without its signatures."""
    preset = tomllib.loads((DEPLOY / "presets" / "kuzniki.toml").read_text("utf-8"))
    settings = msgspec.convert(preset, Settings)
    words = " ".join(fill(settings.regulations.fields).split())
    assert hashlib.sha256(words.encode()).hexdigest() == APPROVED


def test_the_composed_services_know_their_secrets_and_volumes() -> None:
    for name, service in COMPOSED["services"].items():
        assert set(service.get("secrets", [])) <= set(COMPOSED["secrets"]), name
        named = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        assert named <= set(COMPOSED["volumes"]), name
        for needed in service.get("depends_on", {}):
            assert "healthcheck" in COMPOSED["services"][needed]
    commands = {" ".join(s["command"]) for s in COMPOSED["services"].values() if "command" in s}
    assert all(command.startswith("iok ") for command in commands)


def test_the_composed_database_is_one_that_the_portal_takes() -> None:
    """As docs/operators/postgresql.md asks; the image alone would sort in a language's order."""
    asked = COMPOSED["services"]["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(asked) == {"--encoding=UTF8", "--locale=C"}


def test_every_secret_of_the_composed_portal_is_told_of_in_the_docs() -> None:
    assert [name for name in COMPOSED["secrets"] if f"| `{name}` |" not in SERVER] == []


def test_the_image_is_made_of_files_that_are_there() -> None:
    lines = (DEPLOY / "container" / "Containerfile").read_text("utf-8")
    copied = re.findall(r"^COPY (?!--from)(\S+)", lines, re.MULTILINE)
    assert copied == ["requirements.lock", "."]
    assert all((DEPLOY.parent / path).exists() for path in copied)


def test_every_sample_is_told_of_in_the_docs() -> None:
    samples = [path.name for path in DEPLOY.rglob("*") if path.is_file()]
    assert [name for name in samples if name not in SERVER] == []
