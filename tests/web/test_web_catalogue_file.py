"""What was compiled of a catalogue stays beside it, and is never what an earlier text said."""

import os
from pathlib import Path

import pytest

from iok_core.web.catalogue_file import translations
from iok_core.web.compiled_files import KEPT_IN

TEXTS = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Sign in"
msgstr "{}"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return said(tmp_path / "iok.po", "Zaloguj się")


def said(source: Path, text: str) -> Path:
    """A catalogue as old as the other, as all files of a package are."""
    source.write_text(TEXTS.format(text), "utf-8")
    os.utime(source, (0, 0))
    return source


def kept(source: Path) -> list[Path]:
    return sorted(source.with_name(KEPT_IN).iterdir())


def test_it_is_compiled_once(source: Path) -> None:
    assert translations(source, "pl").gettext("Sign in") == "Zaloguj się"
    (file,) = kept(source)
    file.write_bytes(file.read_bytes().replace(b"Zaloguj", b"Wejdzie"))
    assert translations(source, "pl").gettext("Sign in") == "Wejdzie się"


def test_another_text_is_compiled_anew_and_the_earlier_one_is_gone(source: Path) -> None:
    translations(source, "pl")
    said(source, "Wejdź")
    assert translations(source, "pl").gettext("Sign in") == "Wejdź"
    assert len(kept(source)) == 1


@pytest.mark.parametrize("left", [b"", b"\xde\x12\x04\x95", b"x" * 100])
def test_what_was_cut_short_is_compiled_anew(source: Path, left: bytes) -> None:
    translations(source, "pl")
    kept(source)[0].write_bytes(left)
    assert translations(source, "pl").gettext("Sign in") == "Zaloguj się"


def test_where_nothing_may_be_written_it_is_compiled_each_time(source: Path) -> None:
    source.with_name(KEPT_IN).write_text("")  # in the way, also of whoever may do everything
    for _ in range(2):
        assert translations(source, "pl").gettext("Sign in") == "Zaloguj się"
