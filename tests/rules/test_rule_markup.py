"""HTML that is not escaped is written in few places, each named here with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source import ROOT, python_files, tree, write

PLACES = ("iok_core", "plugins")
MAY_MARK_UP = {
    "iok_core/maintenance/away.py": "the page for when the portal is away, filled in by format()",
    "iok_core/web/csrf.py": "the hidden field, its value filled in by format()",
    "iok_core/web/errors.py": "the page for when no template renders, filled in by format()",
    "iok_core/web/pages.py": "what a template has already escaped, piece by piece",
    "iok_core/web/qr.py": "a picture that is drawn here, of numbers alone",
    "iok_core/web/quick_jinja.py": "a text of a template or a catalogue, values escaped into it",
    "iok_core/web/filters.py": "non-breaking spaces between the tags of what is markup already",
}
TEMPLATE_RAW = re.compile(r"\|\s*safe\b|autoescape\s+false")
TEMPLATES = ("themes", "iok_core", "plugins")


def marked_up(root: Path) -> Iterator[str]:
    """Files that call Markup() or turn escaping off."""
    for path in python_files(root, *PLACES):
        calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
        if any(ast.unparse(call).split(".")[-1] == "Markup" for call in calls):
            yield path.relative_to(root).as_posix()
    for place in TEMPLATES:
        for path in sorted((root / place).rglob("*.html")):
            if TEMPLATE_RAW.search(path.read_text("utf-8")):
                yield path.relative_to(root).as_posix()


def test_only_the_named_files_write_raw_html() -> None:
    assert set(marked_up(ROOT)) == set(MAY_MARK_UP)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("iok_core/ledger/resident_pages.py", "Markup(name)"),
        ("plugins/a/a/form.py", "markupsafe.Markup(name)"),
        ("themes/default/templates/x.html", "{{ name | safe }}"),
        ("plugins/a/a/templates/x.html", "{% autoescape false %}{{ name }}"),
    ],
)
def test_raw_html_is_seen(file: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, file, text)
    assert list(marked_up(tmp_path)) == [file]
