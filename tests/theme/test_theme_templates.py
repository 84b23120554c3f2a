"""What every template keeps to, those of the pages too."""

import re
from pathlib import Path

import pytest

from iok_core.web.static import read_static
from iok_core.web.templates import environment

THEME = Path(__file__).parents[2] / "themes" / "default"
TEMPLATES = sorted((THEME / "templates").rglob("*.html"))
ENV = environment([THEME])
STATIC = read_static([THEME])

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = re.compile(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|[\"'](?:javascript|data):")
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
WORD = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]|(?<!\w)(?!zł\b)[^\W\d_]*[ąćęłńóśźż]")
SPOKEN_ATTRIBUTE = re.compile(r'\s(?:alt|title|placeholder|aria-label)="([^"]*)"')
ICON = re.compile(r"""icon(?:_name)?(?:\(|=)["']([a-z0-9-]+)["']""")

each_template = pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: path.relative_to(THEME / "templates").as_posix()
)


def source(template: Path) -> str:
    return COMMENT.sub("", template.read_text("utf-8"))


def untranslated(html: str) -> list[str]:
    """Texts between the tags, or in attributes that are read out, which no msgid stands for.

    A text is known by its capital or Polish letter: what else stands there are names of classes.
    """
    plain = JINJA.sub("", html)
    attributes = SPOKEN_ATTRIBUTE.findall(plain)
    texts = re.split(r"<[^>]*>|&\w+;", plain)
    return [text.strip() for text in [*attributes, *texts] if WORD.search(text)]


@each_template
def test_a_template_compiles(template: Path) -> None:
    ENV.get_template(template.relative_to(THEME / "templates").as_posix())


@each_template
def test_a_template_has_no_inline_script_or_style_and_no_foreign_address(template: Path) -> None:
    assert INLINE.findall(source(template)) == []
    assert ELSEWHERE.findall(source(template)) == []


@each_template
def test_a_template_says_nothing_that_cannot_be_translated(template: Path) -> None:
    assert untranslated(source(template)) == []


@each_template
def test_msgids_are_english(template: Path) -> None:
    words = re.findall(r"\w*[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]\w*", source(template))
    assert [word for word in words if word != "zł"] == []


@pytest.mark.parametrize(
    "html", ["<p>Password</p>", '<img alt="Logo">', "{{ _('Name') }}: <b>hasło</b>"]
)
def test_an_untranslated_word_is_seen(html: str) -> None:
    assert len(untranslated(html)) == 1


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', STATIC.files["icons.svg"].content.decode()))
    code = [*(THEME.parents[1] / "iok_core").rglob("*.py"), *TEMPLATES]
    used = {name for path in code for name in ICON.findall(path.read_text("utf-8"))}
    assert {"menu", "log-out"} <= used
    assert used - sprite == set()


@each_template
def test_every_class_is_known_to_a_stylesheet(template: Path) -> None:
    sheets = "".join(path.read_text("utf-8") for path in (THEME / "static").glob("*.css"))
    known = set(re.findall(r"\.([a-z][\w-]*)", sheets))
    written = re.findall(r'class="([^"]*)"', JINJA.sub(" ", source(template)))
    used = {name for names in written for name in names.split() if not name.endswith("--")}
    assert used - known == set()


@each_template
def test_a_template_names_only_files_that_are_there(template: Path) -> None:
    for name in re.findall(r"static\(['\"]([^'\"]+)", source(template)):
        STATIC.url(name)


@each_template
def test_every_form_that_changes_something_carries_the_token(template: Path) -> None:
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", source(template), re.DOTALL)
    assert [form for form in forms if "csrf_field()" not in form] == []
