"""The files of a page as packages that are built and put where Python finds them."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from tests.docs.reading import ROOT, blocks

BUILD = "from hatchling.build import build_wheel; print(build_wheel('dist'))"


def unpacked(page: Path, folder: Path) -> Path:
    """The folder with the page's files, its plugin built and unpacked into `site`."""
    for block in blocks(page):
        if block.mark:
            path = folder / block.mark
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, "utf-8")
    built = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=folder, capture_output=True, text=True, check=True
    )
    wheel = folder / "dist" / built.stdout.split()[-1]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{folder / 'site'}{os.pathsep}{ROOT}"}


def iok(folder: Path, portal: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "iok_core", "--dir", str(portal), *arguments, "--json"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)
