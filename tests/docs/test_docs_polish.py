"""What residents and staff read: in the words of the portal, and plain."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from iok_core.web.i18n import catalogue_path
from tests.docs.reading import ROOT, prose

PAGES = sorted(page for part in ("residents", "staff") for page in (ROOT / "docs" / part).glob("*"))
OFFICIALESE = re.compile(
    r"\b(prosz[ęą]|prosimy|ups|nieprawidłow\w+|błędn\w+|należy|celem|w przypadku)\b", re.IGNORECASE
)


def labels_of(page: Path) -> list[str]:
    return [
        label.replace("\n", " ") for label in re.findall(r"\*\*(.+?)\*\*", prose(page), re.DOTALL)
    ]


def words_of_the_portal() -> set[str]:
    with catalogue_path("pl").open("rb") as file:
        found = [message.string or "" for message in read_po(file)]
    return {text for one in found for text in ([one] if isinstance(one, str) else one)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_bold_words_stand_on_the_pages_of_the_portal(page: Path) -> None:
    known = words_of_the_portal()
    assert [label for label in labels_of(page) if label not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_pages_are_written_plainly(page: Path) -> None:
    assert OFFICIALESE.findall(prose(page)) == []
