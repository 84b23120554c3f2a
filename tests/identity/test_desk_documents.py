"""K06-1: of an identity document only its kind can be kept, because nothing could hold more."""

import re
from collections.abc import Iterator

import click
import pytest

from iok_core.cli import main
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.permissions import Role
from iok_core.piccolo_app import APP_CONFIG
from tests.identity.at_the_desk import ROUTES, Desk, staff_handlers
from tests.portal import LivePortal

OF_A_DOCUMENT = re.compile(
    r"docum|pesel|passport|card|series|scan|photo|image|birth|note|comment|dokument|numer_|seria"
)
ACCOUNTING = {"entry.document", "entry.document_kind", "entry.document_date", "charge.document"}
"""Numbers of invoices and bookings, which come with the accounts."""
COUNTED = {"report_run.documents"}
"""How many documents of payers the office had made at once."""
PUT_UP = ("/biuro/dokumenty", "/biuro/zgloszenia", "document", "kept_photo", "desk_photo", "photos")
"""Papers that the office puts up for everybody, and photos of faults."""
OF_THESE = (
    "document.",
    "document_content.",
    "document_sight.",
    "photo.",
    "submission_draft.photos",
)
ISSUING = next(route for route in ROUTES if route.audited == "access_issue")
SENT_BY_PAGES = {
    "_csrf",
    "q",
    "name",
    "basis",
    "identity_checked",
    "document",
    "after_issue",
    "module",
    "employee",
    *("paper", "grounds", "signed", "seen", "seen_document", "gdzie", "dodaj"),
    *("potwierdzenie",),
    *("clause", "reason", "since", "until", "facts"),
    *("kind", "form", "received_on", "journal", "happened_on", "happened_at", "phone"),
    *("stan", "punkt", "zrodlo", "wg"),
    "text",  # of an objection
}
ABOVE_THE_DESK = ("/biuro/osoby/{person}/utrata", "/biuro/osoby/{person}/zadanie")
OF_THE_HEAD = {"viewport", "color-scheme", "theme-color", "format-detection", "htmx-config"}
"""Names of `meta`, which nobody sends."""
IN_ONE_S_OWN_WORDS = {"reason", "facts", "text"}
"""Texts, which are searched for numbers before they are kept."""


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)


def test_k06_1_no_page_of_the_staff_has_a_field_for_a_document(desk: Desk) -> None:
    browser = desk.browser_of(Role.ADMINISTRATOR)
    pages = [desk.send(browser, route).text for route in ROUTES if route.method == "GET"]
    pages += [browser.open(desk.fill(path)).text for path in ABOVE_THE_DESK]
    named = {name for page in pages for name in re.findall(r'<[^>]* name="([^"]*)"', page)}
    ticks = {name for name in named if re.fullmatch(r"p\d+", name)}
    assert named - OF_THE_HEAD - ticks == SENT_BY_PAGES
    texts = {name for page in pages for name in re.findall(r'<textarea[^>]* name="([^"]*)"', page)}
    assert texts == IN_ONE_S_OWN_WORDS
    assert 'type="file"' not in "".join(pages)


def test_k06_1_a_form_with_more_than_its_fields_is_refused(desk: Desk) -> None:
    browser = desk.browser_of()
    for name in ("document_number", "note", "pesel"):
        assert desk.send(browser, ISSUING, **{name: "ABC 123456"}).status_code == 400
    assert desk.issue_number() == "0"


def test_k06_1_the_kind_is_one_of_five_and_no_text(desk: Desk) -> None:
    browser = desk.browser_of()
    for typed in ("ABC 123456", "44051401359", "id_card ABC123456"):
        assert desk.send(browser, ISSUING, document=typed).status_code == 422
    assert desk.issue_number() == "0"


def test_k06_1_no_route_of_the_staff_names_a_document(live: LivePortal) -> None:
    named = {
        name
        for _, path, handler in staff_handlers(live)
        for name in (path, *handler.parsed_fn_signature.parameters)
    }
    found = {name for name in named if OF_A_DOCUMENT.search(name)}
    assert {name for name in found if not name.startswith(PUT_UP)} == set()


def test_k06_1_no_column_of_any_table_is_for_a_document() -> None:
    columns = {
        f"{table._meta.tablename}.{column._meta.name}"
        for table in APP_CONFIG.table_classes
        for column in table._meta.columns
    }
    found = {name for name in columns if OF_A_DOCUMENT.search(name)}
    assert {name for name in found if not name.startswith(OF_THESE)} == ACCOUNTING | COUNTED


def test_k06_1_no_command_takes_more_of_a_document_than_its_kind() -> None:
    commands = dict(_commands(main, ()))
    assert ("staff", "add") in commands
    named = [
        (path, parameter)
        for path, one in commands.items()
        for parameter in one.params
        if OF_A_DOCUMENT.search(parameter.name or "")
    ]
    assert {path for path, _ in named} == {("access", "issue"), ("access", "hand-over")}
    for _, parameter in named:
        assert isinstance(parameter.type, click.Choice)
        assert set(parameter.type.choices) == set(DocumentKind)


def test_s09_no_command_takes_a_password() -> None:
    named = {
        parameter.name
        for one in dict(_commands(main, ())).values()
        for parameter in one.params
        if re.search(r"passw|haslo|secret", parameter.name or "")
    }
    assert named == set()


def test_the_search_for_documents_would_find_one() -> None:
    for name in ("document_number", "identity.pesel", "id_card_series", "scan", "note"):
        assert OF_A_DOCUMENT.search(name)


def _commands(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from _commands(found, (*path, name))
