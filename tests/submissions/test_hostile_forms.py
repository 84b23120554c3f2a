"""S62, S12: every field of every form that residents, strangers and the office write into.

The forms are found on the pages: one of a plugin, or a field that is new tomorrow, is met here
as any other.
"""

import csv
import html
import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping

import httpx
import pytest

from tests.browsing import Browser
from tests.databases import ENGINES
from tests.days import from_today
from tests.offices import Office, office
from tests.photos import corpus
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.routes.judging import assert_safe
from tests.submissions.found_forms import CSRF, Field, FoundForm, Sent, forms_on, found
from tests.submissions.hostile_texts import HARMLESS, HOSTILE, REFUSED, TOO_LONG
from tests.submissions.senders import Sender, senders
from tests.submissions.writing import NEW
from tests.who_may import POSTS

WHO = ["resident", "stranger", "office"]
ANSWERS = {200, 303, 400, 404, 413, 422, 429}
ENGLISH = re.compile(r"\b(the|this|your|enter|choose|write|fill|shorten|type)\b", re.IGNORECASE)
ABOUT = re.compile(
    r"^POST /(zgloszenia|problem-z|biuro/(\w+/{person}/)?zgloszenia|biuro/(ogl|dok|prz))"
)
SURE_ONLY = re.compile(
    r"/(porzuc|sledz|pokaz|wycofaj|rozlacz|potwierdz|usun|koniec|{declared}(/ponow)?)$"
)
"""Nothing is filled in there."""
HOSTILE_FILES = [
    *(corpus.NO_PHOTOS[name] for name in ("a page", "a drawing", "a GIF")),
    corpus.DAMAGED["a page that begins as a JPEG"],
    corpus.TOO_LARGE["a PNG of a billion pixels"],
    bytes(6 * 2**20),
]


@pytest.fixture(scope="module", params=ENGINES if "IOK_THOROUGH" in os.environ else ["postgres"])
def served(request: pytest.FixtureRequest, portals: Portals) -> Iterator[Office]:
    """PostgreSQL takes less: no text with a NUL, for one."""
    with office(portals, request.param, EXPORT_A) as served:
        yield served


@pytest.fixture(scope="module")
def known(served: Office) -> Mapping[str, Sender]:
    return senders(served)


def test_s62_the_forms_that_are_found_are_all_there_are(
    served: Office, known: Mapping[str, Sender]
) -> None:
    met = {form.action for who in WHO for form in known[who].forms}
    offers = served.live.do(lambda portal: portal.submissions.forms.offers())
    routes = [one.partition(" ")[2] for one in POSTS if ABOUT.match(one)]
    wanted = {
        re.sub(r"{\w+}", r"\\d+", route.replace("{form}", offer.name))
        for route in routes
        for offer in offers
        if not (SURE_ONLY.search(route) or route.endswith("{form}/sprawdz"))
    }
    assert len(wanted) > 20
    assert [path for path in sorted(wanted) if not any(re.fullmatch(path, it) for it in met)] == []
    assert f"{NEW}/usterka/sprawdz" in met  # the review of each has the same form


@pytest.mark.parametrize("who", WHO)
def test_s62_every_field_takes_every_hostile_text_or_says_in_polish_why_not(
    known: Mapping[str, Sender], who: str
) -> None:
    sender, texts = known[who], list(HOSTILE.values())
    for form in sender.forms:
        for turn in range(len(texts)):
            turned = texts[turn:] + texts[:turn]
            sent = form.as_it_stands() | dict(zip(form.typed, turned * 2, strict=False))
            answer = form.send(sender.browser, sent.items())
            assert_clear(form, sent, answer)


def assert_clear(form: FoundForm, sent: Mapping[str, str], answer: httpx.Response) -> None:
    told = (form.name, sent)
    assert answer.status_code in ANSWERS, told
    assert_safe(answer)
    assert "<script>alert" not in answer.text, told
    errors = errors_of(answer)
    assert [text for text in errors.values() if ENGLISH.search(text)] == []
    filled_in = [name for name, it in form.typed.items() if it.seen and it.kind != "checkbox"]
    refused = [name for name in filled_in if sent[name] in REFUSED.values()]
    assert not (refused and answer.is_redirect), told
    if answer.status_code == 422:
        assert errors or 'role="alert"' in answer.text, told
        assert [name for name in refused if not errors.get(name)] == [], told
        cut = [name for name in refused if sent[name] == TOO_LONG and form.fields[name].is_text]
        assert [name for name in cut if not errors[name].startswith("Skróć to do ")] == [], told
        areas = [name for name, it in form.typed.items() if it.kind == "textarea"]
        text = html.unescape(answer.text)
        assert [name for name in areas if sent[name].strip() not in text] == [], told


@pytest.mark.parametrize("who", ["resident", "office"])
def test_s63_a_field_for_files_takes_no_hostile_one_and_says_in_polish_why(
    known: Mapping[str, Sender], who: str
) -> None:
    sender = known[who]
    takers = [(form, name) for form in sender.forms for name in form.places_for_files]
    assert takers
    for form, name in takers:
        for content in HOSTILE_FILES:
            file = ("\u202egpj.exe", content)
            answer = sender.browser.http.post(
                form.action, data=form.as_it_stands(), files={name: file}
            )
            assert_clear(form, form.as_it_stands(), answer)
            assert errors_of(answer).get(name), form.name
            assert "gpj.exe" not in answer.text


def test_s63_of_a_photo_that_is_an_archive_as_well_the_picture_alone_is_shown(
    known: Mapping[str, Sender],
) -> None:
    browser = known["resident"].browser
    browser.open(f"{NEW}/usterka")
    browser.submit_files(f"{NEW}/usterka", "_zdjecia", [corpus.gifar()])
    (shown, *_) = re.findall(r'href="(/zgloszenia/nowe/zdjecia/\d+)"', browser.answer.text)
    photo = browser.http.get(shown).content
    assert photo.startswith(b"\xff\xd8\xff")
    assert not zipfile.is_zipfile(io.BytesIO(photo))
    assert corpus.CANARY not in photo


@pytest.mark.parametrize("who", WHO)
def test_s62_what_no_page_sends_is_no_form(known: Mapping[str, Sender], who: str) -> None:
    sender = known[who]
    for form in sender.forms:
        for status, fields in no_forms(form):
            assert form.send(sender.browser, fields).status_code == status, (form.name, fields)
        nothing = form.send(sender.browser, [(CSRF, form.as_it_stands().get(CSRF, ""))])
        assert nothing.status_code in ANSWERS, form.name


def no_forms(form: FoundForm) -> Iterator[tuple[int, Sent]]:
    """A field twice, one that is unknown, letters that are none, a hundred kilobytes."""
    stands, name = form.as_it_stands().items(), next(iter(form.typed))
    token = [(CSRF, form.as_it_stands().get(CSRF, ""))]
    yield 400, [*stands, (name, "x"), (name, "x")]
    yield 400, [*stands, ("\x00", "x")]
    yield 400, [*token, (name, b"\xed\xa0\x80")]
    yield 413, [*token, (name, "x" * 100_000)]


def test_s12_s62_what_is_taken_harms_no_page_file_or_spreadsheet(
    served: Office, known: Mapping[str, Sender]
) -> None:
    before = stored(served)
    for sender in known.values():
        for form in sender.forms:
            if any(field.seen for field in form.typed.values()):
                go_through(sender.browser, form)
    assert stored(served) > before + 8
    cells = []
    for answer in everything(served, known):
        assert answer.status_code == 200, answer.url
        kind = answer.headers["content-type"].partition(";")[0]
        if kind == "text/html":
            assert "<script>alert" not in answer.text
        elif kind == "text/csv":
            rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
            cells += [cell for row in rows for cell in row]
    assert f"'{HARMLESS}" in cells
    assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))] == []


def stored(served: Office) -> int:
    sql = "SELECT count(*) FROM submission WHERE answers LIKE {} OR caller LIKE {}"
    return int(served.live.rows(sql, "%7*7%", "%7*7%")[0][0])


def go_through(browser: Browser, form: FoundForm) -> None:
    """By its first button that leads on, to wherever that is."""
    for button in range(len(form.buttons)):
        answer = mended(browser, form, button)
        ahead = browser.http.get(answer.headers["location"]) if answer.is_redirect else answer
        further = [it for it in forms_on(ahead) if it.action.startswith(form.action) and it.typed]
        if further and (further[0].action, further[0].buttons) != (form.action, form.buttons):
            return go_through(browser, further[0])
        if answer.is_redirect:
            return None
    return None


def mended(browser: Browser, form: FoundForm, button: int) -> httpx.Response:
    """What it answers in the end; what it refuses is guessed anew."""
    filled = {name: first_guess(one) for name, one in form.typed.items() if one.seen}
    answer = form.send(browser, (form.as_it_stands(button) | filled).items())
    for guess in ("3", from_today(0).isoformat(), "600 100 200"):  # where no free text is taken
        if answer.status_code == 422:
            filled |= dict.fromkeys(errors_of(answer).keys() & filled.keys(), guess)
            answer = form.send(browser, (form.as_it_stands(button) | filled).items())
    return answer


def first_guess(field: Field) -> str:
    return next(filter(None, field.options), HARMLESS)


def errors_of(answer: httpx.Response) -> dict[str, str]:
    """What stands beside the fields."""
    return dict(re.findall(r'id="([^"]+)-error"><[^>]*>[^<]*</span>([^<]*)<', answer.text))


def everything(served: Office, known: Mapping[str, Sender]) -> Iterator[httpx.Response]:
    """Pages, papers and files that show anything of what was sent, one of each kind at least."""
    rows = served.live.rows("SELECT id FROM submission")
    cases = [f"/biuro/zgloszenia/{id_}" for (id_,) in rows]
    files = ["/biuro/zgloszenia.csv", "/biuro/zgloszenia/do-wpisania.csv"]
    for who, more in (("resident", []), ("office", [*cases, *files])):
        sender = known[who]
        yield from found(sender.browser, [*more, *sender.first], sender.under)[1].values()
