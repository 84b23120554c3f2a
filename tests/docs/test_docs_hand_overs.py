"""The connector of docs/developers/hand-overs.md takes over as the page's own test says."""

import os
import subprocess
import sys
from pathlib import Path

from tests.docs.reading import ROOT, blocks

PAGE = ROOT / "docs/developers/hand-overs.md"


def test_k02_7_the_shown_connector_passes_the_shown_test(tmp_path: Path) -> None:
    for block in blocks(PAGE):
        if block.mark:
            (tmp_path / block.mark).write_text(block.text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_hand_over.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr
