"""The building blocks of pages."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Annotated

import msgspec
import pytest

from iok_core.web.file_limits import FileLimits
from iok_core.web.files import Files
from iok_core.web.forms import Form, Password, asks
from iok_core.web.multipart_body import SentFile
from tests.theme.conftest import Render

BALANCE = (
    '{{ ui.balance_card("saldo", owed, as_of, imported, source, bank_day, due=due, late=late) }}'
)
LEDGER = '{{ ui.ledger(rows, "Entries") }}'
FORM = """{{ ui.error_summary(form) }}{{ ui.field(form, "login", "Identifier", "6 digits") }}
{{ ui.field(form, "password", "Password", type="password") }}"""


class SignIn(msgspec.Struct):
    login: Annotated[str, asks("Enter the identifier")]
    password: Annotated[Password, asks("Enter the password")]


class Row(msgspec.Struct):
    after: int
    debit: int = 0
    credit: int = 0
    booking_date: date = date(2026, 11, 1)
    text: str = "Opłata"
    document: str = ""


def told(html: str) -> str:
    """What a reader gets: the text between the tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def balance(render: Render, owed: int, **other: object) -> str:
    given = {
        "owed": owed,
        "as_of": date(2026, 11, 20),
        "imported": datetime(2026, 11, 21, 5, 10, tzinfo=UTC),
        "source": "Program X",
        "bank_day": date(2026, 11, 19),
        "due": None,
        "late": False,
    }
    return render(BALANCE, **(given | other))


@pytest.mark.parametrize(
    ("owed", "words"),
    [(31248, "To pay 312,48 zł"), (-1250, "Overpayment 12,50 zł"), (0, "All paid 0,00 zł")],
)
def test_k07_5_a_balance_is_told_in_words_and_without_a_sign(
    render: Render, owed: int, words: str
) -> None:
    text = told(balance(render, owed))
    assert text.startswith(words)
    assert "\u2212" not in text


def test_k07_1_a_balance_stands_with_its_day_source_and_import(render: Render) -> None:
    text = told(balance(render, 31248))
    assert "As of 20 listopada 2026" in text
    assert "Source: Program X" in text
    assert "loaded 21 listopada 2026, 06:10" in text


def test_k07_2_a_balance_says_that_it_is_for_information_and_up_to_which_statement(
    render: Render,
) -> None:
    text = told(balance(render, 31248))
    assert "The amount is for information." in text
    assert "Payments after the bank statement of 19 listopada 2026 may not be visible yet." in text


def test_without_a_bank_day_the_last_days_are_named(render: Render) -> None:
    text = told(balance(render, 31248, bank_day=None))
    assert "Payments of the last days may not be visible yet." in text


def test_a_debt_is_called_overdue_only_when_its_day_has_passed(render: Render) -> None:
    due = date(2026, 11, 30)
    assert "by 30 listopada 2026 Overdue" in told(balance(render, 31248, due=due, late=True))
    assert "Overdue" not in told(balance(render, 31248, due=due))
    assert "Overdue" not in told(balance(render, -1250, due=due, late=True))


def test_the_ledger_says_which_way_each_balance_goes(render: Render) -> None:
    rows = [Row(after=31248), Row(after=-1250), Row(after=0)]
    html = render(LEDGER, rows=rows)
    cells = [told(cell) for cell in re.findall(r'<td[^>]* after">(.*?)</td>', html)]
    assert cells == ["balance 312,48 zł to pay", "balance 12,50 zł overpaid", "balance 0,00 zł"]


def test_the_ledger_stays_a_table_when_a_phone_stacks_its_rows(render: Render) -> None:
    html = render(LEDGER, rows=[Row(after=0, debit=100)])
    assert len(re.findall(r"<(?:th|td)\b", html)) == len(
        re.findall(r'<(?:th|td)\b[^>]*role="(?:columnheader|rowheader|cell)"', html)
    )
    assert html.count('role="row"') == 2


def filled(**sent: str) -> Form[SignIn]:
    form = Form(SignIn)
    form.read(sent)
    return form


def test_an_error_is_tied_to_its_field(render: Render) -> None:
    html = render(FORM, form=filled(password="secret words"))
    field = re.search(r'<input[^>]*id="login"[^>]*>', html)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="login-hint login-error"' in field[0]
    assert 'id="login-error"' in html


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_fields(render: Render) -> None:
    html = render(FORM, form=filled())
    summary = re.search(r'<div class="errors"[^>]* data-focus>.*?</div>', html, re.DOTALL)
    assert summary
    assert re.findall(r'href="([^"]*)"', summary[0]) == ["#login", "#password"]
    assert 'class="errors"' not in render(FORM, form=Form(SignIn))


def test_what_was_typed_is_kept_but_never_the_password(render: Render) -> None:
    form = filled(login="204117", password="secret words")
    form.add_error("password", "Enter it again")
    html = render(FORM, form=form)
    assert 'value="204117"' in html
    assert "secret words" not in html


@pytest.mark.parametrize(
    ("sent", "start"), [({}, "Error:"), ({"login": "1", "password": "2"}, "–")]
)
def test_the_title_begins_with_the_error(render: Render, sent: dict[str, str], start: str) -> None:
    html = render("narrow.html", form=filled(**sent))
    title = re.search(r"<title>(.*?)</title>", html)
    assert title
    assert title[1].split()[0] == start


def test_a_text_from_outside_is_escaped(render: Render) -> None:
    rows = [Row(after=0, text="<script>alert(1)</script>")]
    assert "<script>alert" not in render(LEDGER, rows=rows)


@pytest.mark.parametrize(("most", "several"), [(5, True), (1, False)])
def test_s63_a_field_for_photos_names_its_kinds_and_limits(
    render: Render, most: int, several: bool
) -> None:
    """An iPhone makes JPEG of its own kind for a field that names JPEG."""
    html = render('{{ ui.photo_field(files, "Photos") }}', files=Files("zdjecia", FileLimits(most)))
    (field,) = re.findall(r"<input[^>]*>", html)
    assert 'type="file"' in field
    assert 'name="zdjecia"' in field
    assert 'accept="image/jpeg,image/png,image/webp"' in field
    assert ("multiple" in field) is several
    assert f"At most {most} photo" in told(html)
    assert "up to 5 MB" in told(html)


def test_what_became_of_a_file_is_told_beside_its_field_and_above(render: Render) -> None:
    sent = [SentFile("zdjecia", 1, b"abc")]
    files = Files("zdjecia", FileLimits(), sent)
    files.refuse(sent[0], "this is no photo")
    assert files.taken == []
    html = render('{{ ui.error_summary(files) }}{{ ui.photo_field(files, "Photos") }}', files=files)
    assert told(html).count("1: this is no photo.") == 2
    assert 'href="#zdjecia"' in html
    assert 'aria-describedby="zdjecia-hint zdjecia-error" aria-invalid="true"' in html
