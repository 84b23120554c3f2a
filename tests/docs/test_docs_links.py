"""Whoever follows a link arrives, and every page can be found."""

from pathlib import Path

import pytest

from tests.docs.reading import ROOT, anchors, links, pages


def dead_links(page: Path) -> list[str]:
    return [target for target in links(page) if not _leads_somewhere(page, target)]


def _leads_somewhere(page: Path, target: str) -> bool:
    if target.startswith("https://"):
        return True
    path, _, anchor = target.partition("#")
    to = page.parent / path if path else page
    return to.exists() and (not anchor or anchor in anchors(to))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def test_every_page_is_linked_from_a_list() -> None:
    lists = [ROOT / "docs/README.md", ROOT / "docs/decisions/README.md"]
    listed = {(one.parent / target).resolve() for one in lists for target in links(one)}
    assert set((ROOT / "docs").rglob("*.md")) - listed == {ROOT / "docs/README.md"}


def test_the_readme_is_short_and_its_picture_small() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 100
    assert (ROOT / "docs/images/home.png").stat().st_size < 200_000


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](page.md#one) [b](gone.md) [c](#two)\n```\n[d](gone.md)\n```\n")
    assert dead_links(page) == ["gone.md", "#two"]
