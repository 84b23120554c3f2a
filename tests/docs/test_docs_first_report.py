"""The report type of docs/developers/first-report.md, built as a package and run."""

import subprocess
import sys
from pathlib import Path

from tests.databases import on_sqlite
from tests.docs.reading import ROOT
from tests.docs.unpacking import environment, iok

PAGE = ROOT / "docs/developers/first-report.md"


@on_sqlite
def test_the_shown_report_type_is_listed_with_its_polish_title(
    installed: Path, portal_folder: Path
) -> None:
    listed = iok(installed, portal_folder, "report", "list")
    assert [one for one in listed if one["name"] == "wplaty"] == [
        {"name": "wplaty", "title": "Wpłaty", "parameters": ["rok"]}
    ]


def test_the_shown_report_type_makes_the_shown_document(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "try_it.py"],
        cwd=installed,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[None, 'Razem', Decimal('50.20')]\n"
