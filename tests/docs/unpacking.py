"""The files of a page as packages that are built and put where Python finds them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.docs.reading import ROOT, blocks
from tests.installing import build


def unpacked(page: Path, folder: Path) -> Path:
    """The folder with the page's files, its plugin built and unpacked into `site`."""
    for block in blocks(page):
        if block.mark:
            path = folder / block.mark
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, "utf-8")
    build(folder, folder / "site")
    return folder


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{folder / 'site'}{os.pathsep}{ROOT}"}


def told(
    folder: Path, portal: Path, *arguments: str, codes: tuple[int, ...] = (0,), **variables: str
) -> str:
    """What `iok` prints, with the page's plugin installed."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "iok_core", "--dir", str(portal), *arguments],
        cwd=folder,
        env={**environment(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in codes, done.stderr + done.stdout
    return done.stdout


def iok(folder: Path, portal: Path, *arguments: str) -> Any:
    return json.loads(told(folder, portal, *arguments, "--json", codes=(0, 1)))
