#!/usr/bin/env python3
"""Fetch the theme's npm files as vendor.toml pins them; `--check` compares without a network."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

THEME = Path(__file__).resolve().parent
PINS = THEME / "vendor.toml"
LOCK = THEME / "VENDORED.json"
ONLY_VENDORED = ("fonts", "static/fonts")  # a file here that no package brought is a stray


def packages() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(PINS.read_text("utf-8"))["package"]
    return found


def npm(*arguments: str) -> str:
    program = shutil.which("npm") or sys.exit("npm is needed to fetch; --check works without it")
    command = [program, *arguments, "--silent", "--ignore-scripts"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def integrity(tarball: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()


def sprite(archive: tarfile.TarFile, wanted: dict[str, Any]) -> bytes:
    symbols = []
    for name in sorted(wanted["names"]):
        svg = member(archive, wanted["source"].format(name=name)).decode()
        shapes = "".join(re.findall(r"<(?!svg\b)[a-z]+\b[^>]*?/>", svg))
        drawing = " ".join(shapes.split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>')
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    return "\n".join([head, *symbols, "</svg>", ""]).encode()


def member(archive: tarfile.TarFile, path: str) -> bytes:
    stream = archive.extractfile(f"package/{path}")
    return stream.read() if stream else sys.exit(f"{path} is no plain file")


def contents(package: dict[str, Any], folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file that a package brings, once its tarball has the pinned sum."""
    spec = f"{package['name']}@{package['version']}"
    tarball = folder / npm("pack", spec, "--pack-destination", str(folder)).splitlines()[-1]
    if integrity(tarball.read_bytes()) != package["integrity"]:
        sys.exit(f"{spec}: the tarball differs from its pin; nothing written")
    with tarfile.open(tarball) as archive:
        for target, source in package["files"].items():
            yield target, member(archive, source)
        if wanted := package.get("sprite"):
            yield wanted["file"], sprite(archive, wanted)


def fetch() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = dict(pair for package in packages() for pair in contents(package, Path(folder)))
    for target, content in files.items():
        path = THEME / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sums = {"vendor.toml": digest(PINS)} | {name: digest(THEME / name) for name in sorted(files)}
    LOCK.write_text(json.dumps(sums, indent=1) + "\n", "utf-8")


def pin() -> None:
    text = PINS.read_text("utf-8")
    for package in packages():
        spec = f"{package['name']}@{package['version']}"
        text = text.replace(package["integrity"], npm("view", spec, "dist.integrity"))
    PINS.write_text(text, "utf-8")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check() -> Iterator[str]:
    """One sentence per file that is not as it was fetched."""
    sums: dict[str, str] = json.loads(LOCK.read_text("utf-8"))
    for name, expected in sums.items():
        if not (THEME / name).is_file():
            yield f"{name}: missing"
        elif digest(THEME / name) != expected:
            yield f"{name}: changed"
    for folder in ONLY_VENDORED:
        for path in sorted((THEME / folder).rglob("*")):
            name = path.relative_to(THEME).as_posix()
            if path.is_file() and name not in sums:
                yield f"{name}: extra"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, no network")
    parser.add_argument("--pin", action="store_true", help="take the sums of new versions first")
    chosen = parser.parse_args()
    if chosen.check:
        sys.exit("\n".join(check()) or None)
    if chosen.pin:
        pin()
    fetch()


if __name__ == "__main__":
    main()
