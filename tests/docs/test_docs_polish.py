"""What residents and staff read: in the words of the portal, and plain."""

import re
from pathlib import Path

import pytest

from iok_core.web.i18n import catalogue_path
from tests.docs.reading import ROOT, prose

RESIDENTS = sorted((ROOT / "docs/residents").glob("*.md"))
STAFF = sorted((ROOT / "docs/staff").glob("*.md"))
OFFICIALESE = re.compile(
    r"\b(prosz[ęą]|prosimy|ups|nieprawidłow\w+|błędn\w+|należy|celem|w przypadku)\b", re.IGNORECASE
)


def labels_of(page: Path) -> list[str]:
    return [
        label.replace("\n", " ") for label in re.findall(r"\*\*(.+?)\*\*", prose(page), re.DOTALL)
    ]


def words_of_the_portal() -> str:
    texts = re.findall(r'"(.*)"$', catalogue_path("pl").read_text("utf-8"), re.MULTILINE)
    return "".join(texts).replace("\\n", "")


@pytest.mark.parametrize("page", RESIDENTS, ids=lambda page: page.stem)
def test_bold_words_stand_on_the_pages_of_the_portal(page: Path) -> None:
    known = words_of_the_portal()
    assert [label for label in labels_of(page) if label not in known] == []


@pytest.mark.parametrize("page", [*RESIDENTS, *STAFF], ids=lambda page: page.stem)
def test_the_pages_are_written_plainly(page: Path) -> None:
    assert OFFICIALESE.findall(prose(page)) == []
