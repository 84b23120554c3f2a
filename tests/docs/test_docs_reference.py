"""Commands, settings and words: everything that exists is described, as it is."""

import re

import pytest

from iok_core.imports.guard import ReasonCode
from iok_core.matrix_table import MATRIX
from iok_core.settings import Settings
from tests.docs.access import matrix, matrix_text, roles_table, routes_table
from tests.docs.reading import ROOT, prose
from tests.docs.reference import (
    COMMANDS,
    SETTINGS,
    STAFF,
    WHO_MAY,
    commands_page,
    meanings,
    settings_page,
    with_table,
)
from tests.docs.reference import settings as all_settings

RENEW = "run: python -m tests.docs.reference"
WORDS = """plugin hook extension module run person party representation premises title
settlement-account charge entry balance source generation regulations acceptance block submission
notice delivery theme connector report-type report document channel delta checkpoint held event
uncertain operator"""


def test_the_commands_are_described_as_they_are() -> None:
    assert COMMANDS.read_text("utf-8") == commands_page(), RENEW


def test_the_settings_are_listed_as_they_are() -> None:
    written = SETTINGS.read_text("utf-8")
    assert written == settings_page(written), RENEW


def test_s01_the_table_of_who_may_is_that_of_the_code() -> None:
    assert MATRIX.read_text("utf-8") == matrix_text(matrix()), RENEW


def test_s01_the_pages_show_the_table_of_who_may() -> None:
    for page, table in ((STAFF, roles_table()), (WHO_MAY, routes_table())):
        written = page.read_text("utf-8")
        assert written == with_table(written, table), RENEW


def test_every_setting_says_what_it_means() -> None:
    told = meanings(SETTINGS.read_text("utf-8"))
    assert [one.name for one in all_settings(Settings) if not told.get(one.name)] == []


def test_a_new_setting_is_missed() -> None:
    written = SETTINGS.read_text("utf-8")
    without = re.sub(r"\| `server.port` .*\n", "", written)
    assert settings_page(without) == written.replace("The port to listen on", "")


@pytest.mark.parametrize("code", ReasonCode)
def test_the_office_reads_of_every_reason_to_hold_an_import(code: ReasonCode) -> None:
    assert f" (`{code}`)\n" in prose(ROOT / "docs/staff/importy.md")


@pytest.mark.parametrize("word", WORDS.split())
def test_the_glossary_has_every_word_of_the_house(word: str) -> None:
    rows = (ROOT / "docs/glossary.md").read_text("utf-8")
    assert re.search(rf"^\| {word.replace('-', ' ')}( \(.+?\))? \| \S", rows, re.MULTILINE)


def test_the_architecture_names_every_room() -> None:
    tree = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = {path.parent.name for path in (ROOT / "iok_core").glob("*/__init__.py")}
    assert {room for room in rooms - {"migrations"} if f"`{room}/`" not in tree} == set()
