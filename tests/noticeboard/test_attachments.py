"""K02-9: PDFs of an announcement, for whoever may read it and as long as they may."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import httpx
import pytest

from iok_core.identity.service import Role
from iok_core.noticeboard.attachments import FORMS_LAST, sweep_attachments
from iok_core.noticeboard.opened import attachments_taken
from iok_core.portal import Portal
from tests.announced import PDF
from tests.browsing import Browser
from tests.noticeboard.town import Town
from tests.offices import text_of
from tests.portal import Access

PAGE, NEW = "/biuro/ogloszenia", "/biuro/ogloszenia/nowe"
DAY = timedelta(days=1)
WORDS = {"title": "Przegląd gazu", "body": "We wtorek.", "reach": "all", "group": "everybody"}
OTHER = PDF.replace(b"<<>>", b" " * 1024)


def sends(
    clerk: Browser, page: str, content: bytes | None = None, **given: str | None
) -> httpx.Response:
    """The form as it stands, but for what is given; None: a box that is unticked."""
    sent = clerk.form(page) | {"another": ""} | WORDS | given
    sent.pop("plik", None)
    known = {name: value for name, value in sent.items() if value is not None}
    files = {"plik": ("x.pdf", content or b"", "application/pdf")}
    return clerk._show(clerk.http.post(page, data=known, files=files))


def drafts(town: Town, *contents: bytes, **given: str) -> int:
    clerk = town.live.browser_of(town.clerk)
    clerk.open(NEW)
    page = NEW
    for number, content in enumerate(contents, 1):
        name = f"Plan {number}"
        page = (
            sends(clerk, page, content, another="1", attachment=name, **given)
            .headers["location"]
            .partition("#")[0]
        )
        clerk.follow()
    return int(page.split("/")[3])


def test_aud1_a_file_that_waits_in_a_form_is_on_record(town: Town) -> None:
    clerk = town.live.browser_of(town.clerk)
    clerk.open(NEW)
    assert sends(clerk, NEW, PDF, title="").status_code == 422
    sql = "SELECT object_kind, actor FROM audit WHERE action = 'attachment_add'"
    assert town.live.rows(sql) == [("attachment", str(town.clerk.staff))]


def shows(town: Town, id_: int) -> int:
    clerk = town.live.browser_of(town.clerk)
    clerk.open(f"{PAGE}/{id_}")
    assert clerk.submit(f"{PAGE}/{id_}/pokaz").status_code == 303
    return id_


def files_of(town: Town, id_: int) -> Mapping[str, int]:
    sql = "SELECT title, id FROM attachment WHERE announcement = {} ORDER BY id"
    return dict(town.live.rows(sql, id_))


def taken(town: Town, file: int, *whom: Access) -> list[int]:
    address = f"/ogloszenia/zalaczniki/{file}"
    return [town.live.browser_of(who).open(address).status_code for who in whom]


def test_k02_9_whoever_may_read_the_announcement_gets_its_files_and_nobody_else(
    town: Town,
) -> None:
    here, there = town.moves_in("Wiśniowa 1"), town.moves_in("Wiśniowa 2")
    id_ = drafts(town, PDF, OTHER)
    first, second = files_of(town, id_).values()
    assert taken(town, first, here) == [404]
    town.live.rows("UPDATE announcement SET reach = 'places' WHERE id = {}", id_)
    sql = "INSERT INTO announcement_place (announcement, building, staircase) VALUES ({}, {}, '')"
    town.live.rows(sql, id_, "Wiśniowa 1")
    shows(town, id_)
    page = text_of(town.reads(here, f"/ogloszenia/{id_}"))
    assert "Załączniki Plan 1 PDF, 1 kB Plan 2 PDF, 2 kB" in page
    assert taken(town, first, here, here, there) == [200, 200, 404]
    denied = "SELECT object_kind FROM audit WHERE action = 'object_denied' AND object_id = {}"
    assert set(town.live.rows(denied, first)) == {("attachment",)}
    answer = town.live.browser_of(here).open(f"/ogloszenia/zalaczniki/{second}")
    assert answer.content == OTHER
    assert answer.headers["content-disposition"] == 'attachment; filename="plan-2.pdf"'
    assert town.live.rows("SELECT person FROM attachment_sight WHERE attachment = {}", first) == [
        (here.person,)
    ]
    office = text_of(town.live.browser_of(town.clerk).open(f"{PAGE}/{id_}").text)
    assert office.count("Pobrało 1 osoba") == 2
    own = town.live.do(lambda _: attachments_taken(here.person or 0))
    assert {one.title for one in own} == {"Plan 1", "Plan 2"}


def test_k02_9_a_file_is_open_from_the_first_day_until_it_is_withdrawn(town: Town) -> None:
    who = town.moves_in("Wiśniowa 3")
    id_ = shows(town, drafts(town, PDF, since=(town.today + DAY).isoformat()))
    (file,) = files_of(town, id_).values()
    assert taken(town, file, who) == [404]
    town.live.rows("UPDATE announcement SET shown_since = {} WHERE id = {}", town.today, id_)
    assert taken(town, file, who) == [200]
    town.withdraws(id_)
    assert taken(town, file, who) == [404]


def test_k02_9_a_file_stays_over_a_mistake_elsewhere_and_goes_when_it_is_unticked(
    town: Town,
) -> None:
    clerk = town.live.browser_of(town.clerk)
    clerk.open(NEW)
    wrong = sends(clerk, NEW, PDF, title="", attachment="Harmonogram")
    assert wrong.status_code == 422
    assert "Harmonogram" in text_of(wrong.text)
    (waiting,) = town.live.rows("SELECT id FROM attachment WHERE title = 'Harmonogram'")[0]
    page = sends(clerk, NEW).headers["location"]
    id_ = int(page.rpartition("/")[2])
    assert files_of(town, id_) == {"Harmonogram": waiting}
    assert "Harmonogram" in text_of(clerk.follow().text)
    clerk.open(f"{page}/tekst")
    sends(clerk, f"{page}/tekst", None, **{f"zalacznik-{waiting}": None})
    assert files_of(town, id_) == {}
    left = "SELECT count(*) FROM attachment_content WHERE attachment = {}"
    assert town.live.rows(left, waiting) == [(0,)]


def test_k02_9_what_waits_in_a_form_is_nobody_else_s_and_goes_after_a_day(town: Town) -> None:
    clerk = town.live.browser_of(town.clerk)
    clerk.open(NEW)
    sends(clerk, NEW, PDF, title="", attachment="Cudzy")
    (waiting,) = town.live.rows("SELECT id FROM attachment WHERE title = 'Cudzy'")[0]
    colleague = town.live.browser_of(town.live.clerk(Role.BOARD))
    assert clerk.open(f"{PAGE}/zalaczniki/{waiting}").content == PDF
    assert colleague.open(f"{PAGE}/zalaczniki/{waiting}").status_code == 404
    colleague.open(NEW)
    page = sends(colleague, NEW, None, **{f"zalacznik-{waiting}": "1"}).headers["location"]
    assert files_of(town, int(page.rpartition("/")[2])) == {}
    kept = drafts(town, PDF)
    sql = "UPDATE attachment SET added_at = {} WHERE id = {} OR announcement = {}"
    old = town.live.do(_now) - FORMS_LAST
    town.live.rows(sql, old, waiting, kept)
    town.live.do(lambda portal: sweep_attachments(portal.clock))
    assert town.live.rows("SELECT count(*) FROM attachment WHERE id = {}", waiting) == [(0,)]
    assert len(files_of(town, kept)) == 1


@pytest.mark.parametrize(
    ("content", "given", "said"),
    [
        (b"<html>%PDF-1.7 %%EOF", {}, "Plik nr 1: to nie jest PDF"),
        (b"%PDF-" + b"\0" * (5 * 1024 * 1024) + b"%%EOF", {}, "ma więcej niż 5 MB"),
        (None, {"attachment": "Plan"}, "Wybierz jeden plik PDF"),
        (PDF, {"attachment": "Jan\u202ewok"}, "ukryte znaki"),
    ],
)
def test_k02_9_what_cannot_be_attached_is_told_and_what_was_typed_stays(
    town: Town, content: bytes | None, given: dict[str, str], said: str
) -> None:
    before = town.live.rows("SELECT count(*) FROM attachment")
    clerk = town.live.browser_of(town.clerk)
    clerk.open(NEW)
    answer = sends(clerk, NEW, content, **given)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert "We wtorek." in answer.text
    assert town.live.rows("SELECT count(*) FROM attachment") == before


def test_k02_9_a_sixth_file_is_refused_and_one_without_a_name_is_numbered(town: Town) -> None:
    id_ = drafts(town, PDF, PDF, PDF, PDF)
    page, clerk = f"{PAGE}/{id_}/tekst", town.live.browser_of(town.clerk)
    clerk.open(page)
    sends(clerk, page, PDF)
    assert list(files_of(town, id_))[-1] == "Załącznik 5"
    clerk.open(page)
    answer = sends(clerk, page, PDF)
    assert answer.status_code == 422
    assert "Ogłoszenie może mieć najwyżej 5 załączników" in text_of(answer.text)
    (foreign,) = files_of(town, drafts(town, PDF)).values()
    clerk.open(page)
    assert sends(clerk, page, None, **{f"zalacznik-{foreign}": "1"}).status_code == 422
    assert len(files_of(town, id_)) == 5


def test_k02_9_the_files_of_what_was_shown_are_fixed_and_go_along_into_a_new_one(
    town: Town,
) -> None:
    id_ = drafts(town, PDF)
    clerk = town.live.browser_of(town.clerk)
    clerk.open(f"{PAGE}/{id_}/tekst")
    form = clerk.form(f"{PAGE}/{id_}/tekst")
    shows(town, id_)
    (file,) = files_of(town, id_).values()
    sent = {**form, **WORDS, f"zalacznik-{file}": ""}
    clerk.http.post(f"{PAGE}/{id_}/tekst", data=sent)
    assert list(files_of(town, id_).values()) == [file]
    clerk.open(f"{NEW}?z={id_}")
    copy = int(sends(clerk, NEW).headers["location"].rpartition("/")[2])
    assert list(files_of(town, copy)) == ["Plan 1"]
    assert list(files_of(town, id_).values()) == [file]
    (copied,) = files_of(town, copy).values()
    assert clerk.open(f"{PAGE}/zalaczniki/{copied}").content == PDF
    clerk.open(f"{PAGE}/{copy}")
    assert clerk.submit(f"{PAGE}/{copy}/usun").headers["location"] == PAGE
    assert files_of(town, copy) == {}
    assert town.live.rows("SELECT count(*) FROM attachment_content") == town.live.rows(
        "SELECT count(*) FROM attachment"
    )
    assert taken(town, copied, town.moves_in("Wiśniowa 4")) == [404]


def test_r_4_the_name_of_a_file_is_looked_at_as_the_text_is(town: Town) -> None:
    id_ = drafts(town, PDF)
    sql = "UPDATE attachment SET title = {} WHERE announcement = {}"
    town.live.rows(sql, "Zaległości lokal 7", id_)
    clerk = town.live.browser_of(town.clerk)
    assert "To wygląda jak lista dłużników" in text_of(clerk.open(f"{PAGE}/{id_}").text)


async def _now(portal: Portal) -> datetime:
    return portal.clock.now()
