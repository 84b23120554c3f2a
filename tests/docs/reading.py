"""How the tests read the pages: Markdown as far as the pages use it."""

import re
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)


class Block(msgspec.Struct, frozen=True):
    """```language mark: the mark is `run`, `settings`, or the file that the block is."""

    language: str
    mark: str
    text: str


def pages(root: Path = ROOT) -> list[Path]:
    own = [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").rglob("*.md"))]
    return [*own, *sorted(root.glob("plugins/*/README.md")), root / "themes/README.md"]


def blocks(page: Path) -> list[Block]:
    found = []
    for fence in _FENCE.finditer(page.read_text("utf-8")):
        language, _, mark = fence["info"].partition(" ")
        found.append(Block(language, mark.strip(), fence["text"]))
    return found


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def links(page: Path) -> list[str]:
    return [link["target"] for link in _LINK.finditer(prose(page))]


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    return {
        re.sub(r"[^\w -]", "", heading["text"].lower()).replace(" ", "-")
        for heading in _HEADING.finditer(prose(page))
    }


def commands(block: Block) -> list[str]:
    """What a reader types: the lines after `$`, or all of them where there is none."""
    lines = block.text.splitlines()
    typed = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return typed or [line for line in lines if line.strip()]
