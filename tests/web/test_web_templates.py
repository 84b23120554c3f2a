"""What was compiled of a template serves each process after, and is never of an earlier text."""

from pathlib import Path

import jinja2
import pytest
from jinja2.bccache import bc_magic

from iok_core.web import templates
from iok_core.web.compiled_files import KEPT_IN

SAYS = "{% set x = 'first' %}{{ _('Sign in') }} {{ x }}"
FIRST = "Zaloguj się first"


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    file = folder / "hello.html"
    file.write_text(SAYS)
    return file


def said(hello: Path) -> str:
    return templates.environment([hello.parents[1]]).get_template("hello.html").render()


def in_a_new_process(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(templates, "_COMPILED", templates.Compiled())


def without_a_compiler(patched: pytest.MonkeyPatch) -> None:
    patched.delattr(jinja2.Environment, "compile")


def kept(hello: Path) -> Path:
    (file,) = hello.with_name(KEPT_IN).iterdir()
    return file


def test_it_is_compiled_once_in_a_process_and_again_when_it_has_changed(
    hello: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(hello) == FIRST
    kept(hello).unlink()
    with monkeypatch.context() as patched:
        without_a_compiler(patched)
        assert said(hello) == FIRST
    hello.write_text("second")
    assert said(hello) == "second"


def test_it_is_compiled_once_for_all_processes(
    hello: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(hello) == FIRST
    in_a_new_process(monkeypatch)
    with monkeypatch.context() as patched:
        without_a_compiler(patched)
        assert said(hello) == FIRST


def test_another_text_is_compiled_anew_and_the_earlier_one_is_gone(
    hello: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(hello)
    hello.write_text("second")
    in_a_new_process(monkeypatch)
    assert said(hello) == "second"
    assert kept(hello).is_file()


def test_what_was_compiled_in_another_way_is_compiled_anew(
    hello: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(hello)
    monkeypatch.setattr(templates, "_THIS", "an earlier version of the portal")
    in_a_new_process(monkeypatch)
    without_a_compiler(monkeypatch)
    with pytest.raises(AttributeError, match="compile"):
        said(hello)


@pytest.mark.parametrize("length", [0, 5, len(bc_magic), 30, 60, 200])
def test_what_was_cut_short_is_compiled_anew(
    hello: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    said(hello)
    kept(hello).write_bytes(kept(hello).read_bytes()[:length])
    in_a_new_process(monkeypatch)
    assert said(hello) == FIRST


def test_where_nothing_may_be_written_each_process_compiles_for_itself(
    hello: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hello.with_name(KEPT_IN).write_text("")  # in the way, also of whoever may do everything
    for _ in range(2):
        in_a_new_process(monkeypatch)
        assert said(hello) == FIRST


def test_one_file_by_two_names_is_two_templates(
    hello: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code knows its own name, by which blocks and errors are told."""
    for name in ("hello.html", "templates/hello.html", "hello.html"):
        in_a_new_process(monkeypatch)
        env = templates.environment([])
        env.loader = jinja2.FileSystemLoader([hello.parent, hello.parents[1]])
        assert env.get_template(name).name == name
