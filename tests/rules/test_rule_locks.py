"""What is installed is what the locks name: complete, by hash, from any index, freely licensed."""

import re
import tomllib
from importlib.metadata import PackageMetadata, PathDistribution, metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.rules.source import ROOT, write

RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
PIN = re.compile(r"^([\w.-]+)==(\S+)(.*(?:\n +--hash.*)*)", re.MULTILINE)
PERMISSIVE = re.compile(
    r"MIT(-0|-CMU)?|BSD|BSD-[23]-Clause|Apache-2\.0|Apache Software|ISC|PSF-2\.0|MPL-2\.0"
    r"|Mozilla Public 2\.0 \(MPL 2\.0\)|The Unlicense \(Unlicense\)"
)


def pins(root: Path, lock: str) -> dict[str, str]:
    return {name: version for name, version, _ in PIN.findall((root / lock).read_text("utf-8"))}


def addresses(root: Path) -> list[str]:
    """Lines that name a place or an option instead of a package."""
    place = re.compile(r":/| @ |^-|[ (]/|--(?!hash=)")
    locks = [(root / lock).read_text("utf-8") for lock in (RUN_LOCK, DEV_LOCK)]
    return [line for lock in locks for line in lock.splitlines() if place.search(line)]


def without_hash(root: Path) -> list[str]:
    found = (pin for lock in (RUN_LOCK, DEV_LOCK) for pin in PIN.findall((root / lock).read_text()))
    return [name for name, _, rest in found if "--hash=sha256:" not in rest]


def projects(root: Path) -> list[dict[str, Any]]:
    files = [root / "pyproject.toml", *sorted(root.glob("plugins/*/pyproject.toml"))]
    return [tomllib.loads(path.read_text("utf-8")) for path in files]


def not_as_locked(root: Path) -> list[str]:
    """Requirements that their lock does not meet; the portal itself is installed from the tree."""
    found = projects(root)
    groups = found[0]["dependency-groups"]
    run = [r for p in found for r in p["project"].get("dependencies", [])] + groups["install"]
    run += [r for p in found for r in p["build-system"]["requires"]]
    dev = [r for r in groups["dev"] if isinstance(r, str)]
    wanted = [(RUN_LOCK, text) for text in run] + [(DEV_LOCK, text) for text in run + dev]
    faults = []
    for lock, text in wanted:
        requirement = Requirement(text)
        version = pins(root, lock).get(canonicalize_name(requirement.name))
        if requirement.name != "iok" and (
            version is None or not requirement.specifier.contains(version)
        ):
            faults.append(f"{lock}: {text}")
    return faults


def licences(about: PackageMetadata) -> list[str]:
    """As SPDX names if the package gives them, else from its classifiers, else its free text."""
    if "License-Expression" in about:
        return re.split(r" (?:OR|AND) ", about["License-Expression"])
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    named = [c.split(" :: ")[-1].replace(" License", "") for c in classifiers]
    if named:
        return named
    first = about["License"].strip().splitlines()[0] if "License" in about else "unknown"
    return [first.replace(" License", "")]


def test_no_lock_holds_an_address() -> None:
    assert addresses(ROOT) == []


def test_every_locked_package_has_a_hash() -> None:
    assert without_hash(ROOT) == []


def test_the_locks_meet_every_requirement() -> None:
    assert not_as_locked(ROOT) == []


def test_development_runs_on_the_packages_of_the_portal() -> None:
    assert pins(ROOT, RUN_LOCK).items() <= pins(ROOT, DEV_LOCK).items()


def test_every_package_of_the_portal_is_permissively_licensed() -> None:
    found = {name: licences(metadata(name)) for name in pins(ROOT, RUN_LOCK)}
    assert {
        n: names for n, names in found.items() if not all(map(PERMISSIVE.fullmatch, names))
    } == {}


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("License-Expression: MIT AND GPL-3.0-only", ["MIT", "GPL-3.0-only"]),
        (
            "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
            ["GNU General Public v3 (GPLv3)"],
        ),
        ("License: AGPL-3.0\n  whole text", ["AGPL-3.0"]),
        ("Summary: says nothing", ["unknown"]),
    ],
)
def test_a_licence_outside_the_list_is_seen(lines: str, names: list[str], tmp_path: Path) -> None:
    write(tmp_path, "a-1.dist-info/METADATA", f"Metadata-Version: 2.4\nName: a\n{lines}\n")
    assert licences(PathDistribution(tmp_path / "a-1.dist-info").metadata) == names
    assert not all(map(PERMISSIVE.fullmatch, names))


def bad_lock(root: Path, run: str, dev: str = "") -> Path:
    write(root, RUN_LOCK, run)
    write(root, DEV_LOCK, dev)
    write(
        root,
        "pyproject.toml",
        '[project]\ndependencies = ["iok-a>=2"]\n[build-system]\nrequires = []\n'
        "[dependency-groups]\ninstall = []\ndev = []",
    )
    return root


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "iok-a @ a.whl",
        "-e .",
        "    # via -r /srv/a",
    ],
)
def test_an_address_in_a_lock_is_seen(line: str, tmp_path: Path) -> None:
    assert addresses(bad_lock(tmp_path, line)) == [line]


def test_a_package_without_a_hash_is_seen(tmp_path: Path) -> None:
    lock = "iok-a==1\niok-b==1 \\\n    --hash=sha256:00\n"
    assert without_hash(bad_lock(tmp_path, lock)) == ["iok-a"]


@pytest.mark.parametrize("pin", ["iok-a==1", "iok-b==2"])
def test_a_requirement_that_a_lock_does_not_meet_is_seen(pin: str, tmp_path: Path) -> None:
    assert not_as_locked(bad_lock(tmp_path, pin, "iok-a==2")) == [f"{RUN_LOCK}: iok-a>=2"]


def test_what_a_plugin_requires_is_locked_too(tmp_path: Path) -> None:
    bad_lock(tmp_path, "iok-a==2", "iok-a==2")
    plugin = '[project]\ndependencies = ["iok>=0.1", "iok-c"]\n[build-system]\nrequires = []'
    write(tmp_path, "plugins/c/pyproject.toml", plugin)
    assert not_as_locked(tmp_path) == [f"{RUN_LOCK}: iok-c", f"{DEV_LOCK}: iok-c"]
