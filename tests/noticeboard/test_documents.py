"""Documents: judged by what is in them, and given only to whom they are for."""

import re
from datetime import timedelta

import httpx
import pytest

from iok_core.identity.service import Role
from iok_core.noticeboard.documents import DocumentView
from tests.announced import PDF
from tests.browsing import Browser
from tests.noticeboard.town import Town
from tests.offices import text_of
from tests.portal import Access, LivePortal

OFFICE = "/biuro/dokumenty"
KNOWN = {"title": "Statut Spółdzielni", "category": "statutes", "circle": "holders"}


def sends(clerk: Browser, content: bytes, name: str = "statut.pdf", **given: str) -> httpx.Response:
    clerk.open(f"{OFFICE}/nowy")
    sent = clerk.form(f"{OFFICE}/nowy") | KNOWN | given
    sent.pop("plik", None)
    files = {"plik": (name, content, "application/pdf")}
    return clerk._show(clerk.http.post(f"{OFFICE}/nowy", data=sent, files=files))


def puts_up(town: Town, **given: str) -> int:
    clerk = town.live.browser_of(town.clerk)
    page = sends(clerk, PDF, **given).headers["location"]
    clerk.follow()
    assert clerk.submit(f"{page}/pokaz").headers["location"] == page
    return int(page.rpartition("/")[2])


def statuses(town: Town, id_: int, *whom: Access | None) -> list[int]:
    browsers = [town.live.browser_of(who) if who else town.live.browser() for who in whom]
    return [browser.open(f"/dokumenty/{id_}").status_code for browser in browsers]


def test_k02_9_a_document_goes_to_whom_it_is_for(live: LivePortal) -> None:
    town = Town(live)
    holder, member, nobody = town.moves_in("Lipowa 1"), town.moves_in("Lipowa 2"), live.resident()
    live.rows("UPDATE title SET member = {} WHERE key LIKE '%'", False)
    live.rows(
        "UPDATE title SET member = {} WHERE party IN (SELECT party FROM representation "
        "WHERE person = {})",
        True,
        member.person,
    )
    public, holders, members = (puts_up(town, circle=c) for c in ("public", "holders", "members"))
    everybody = (None, nobody, holder, member)
    assert statuses(town, public, *everybody) == [200, 200, 200, 200]
    assert statuses(town, holders, *everybody) == [404, 404, 200, 200]
    assert statuses(town, members, *everybody) == [404, 404, 404, 200]
    listed = [
        (live.browser_of(who) if who else live.browser()).open("/dokumenty").text.count("download>")
        for who in everybody
    ]
    assert listed == [1, 1, 2, 3]
    denied = live.rows(
        "SELECT object_id, actor_kind FROM audit WHERE action = 'object_denied' ORDER BY seq"
    )
    assert denied == [
        *((holders, kind) for kind in ("stranger", "resident")),
        *((members, kind) for kind in ("stranger", "resident", "resident")),
    ]
    taken = live.rows("SELECT person FROM document_sight WHERE document = {}", holders)
    assert sorted(taken) == [(holder.person,), (member.person,)]


def test_k02_9_a_document_is_saved_and_never_opened_in_the_portal(town: Town) -> None:
    answer = town.live.browser().open(f"/dokumenty/{puts_up(town, circle='public')}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="statut-spoldzielni.pdf"'
    )
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", 'a"; filename="x.html', "Żółć\u00a0i gęś", "Статут", "…", "_"]
)
def test_k02_9_the_name_of_the_file_is_plain_whatever_the_title(title: str) -> None:
    given = dict.fromkeys(DocumentView.__struct_fields__, None) | {"id": 7, "title": title}
    name = DocumentView(**given).file_name  # type: ignore[arg-type]
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize(
    ("content", "given", "said"),
    [
        (b"", {}, "Wybierz jeden plik PDF"),
        (b"<html><script>alert(1)</script>%PDF-1.7 %%EOF", {}, "to nie jest PDF"),
        (b"%PDF-1.7 and then nothing", {}, "to nie jest PDF"),
        (b"PK\x03\x04" + PDF, {}, "to nie jest PDF"),
        (b"%PDF-" + b"\0" * (5 * 1024 * 1024) + b"%%EOF", {}, "ma więcej niż 5 MB"),
        (PDF, {"title": "  "}, "Wpisz tytuł"),
        (PDF, {"circle": "all"}, "Wybierz, dla kogo jest"),
        (PDF, {"until": "2020-01-01"}, "Ostatni dzień nie może być przed pierwszym"),
    ],
)
def test_k02_9_what_is_no_pdf_or_says_too_little_is_told_beside_the_field(
    town: Town, content: bytes, given: dict[str, str], said: str
) -> None:
    count = town.live.rows("SELECT count(*) FROM document")
    answer = sends(town.live.browser_of(town.clerk), content, **given)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert ("Statut Spółdzielni" in answer.text) == ("title" not in given)
    assert town.live.rows("SELECT count(*) FROM document") == count


def test_k02_9_a_draft_a_withdrawn_one_and_one_out_of_its_days_is_nobody_s(town: Town) -> None:
    clerk, day = town.live.browser_of(town.clerk), timedelta(days=1)
    draft = int(sends(clerk, PDF, circle="public").headers["location"].rpartition("/")[2])
    late = puts_up(town, circle="public", since=(town.today + day).isoformat())
    over = puts_up(town, circle="public")
    sql = "UPDATE document SET shown_since = {}, shown_until = {} WHERE id = {}"
    town.live.rows(sql, town.today - day, town.today - day, over)
    gone = puts_up(town, circle="public")
    clerk.open(f"{OFFICE}/{gone}")
    clerk.submit(f"{OFFICE}/{gone}/wycofaj")
    of_today = puts_up(town, circle="public")
    town.live.rows(sql, town.today, town.today, of_today)
    older = puts_up(town, circle="public")
    town.live.rows(sql, town.today - day, None, older)
    newest = puts_up(town, circle="public")
    assert [statuses(town, one, None) for one in (draft, late, over, gone)] == [[404]] * 4
    listed = re.findall(r'href="/dokumenty/(\d+)"', town.live.browser().open("/dokumenty").text)
    ours = [int(one) for one in listed if int(one) >= draft]  # others of this file put up some, too
    assert ours == [newest, of_today, older]
    assert clerk.open(f"{OFFICE}/{gone}/plik").content == PDF
    clerk.open(f"{OFFICE}/{draft}")
    clerk.submit(f"{OFFICE}/{draft}/usun")
    assert clerk.open(f"{OFFICE}/{draft}").status_code == 404
    assert town.live.rows("SELECT count(*) FROM document_content WHERE document = {}", draft) == [
        (0,)
    ]


def test_k02_9_whoever_may_not_announce_puts_up_nothing(town: Town) -> None:
    other = town.live.browser_of(town.live.clerk(Role.SETTLEMENTS))
    assert other.open(OFFICE).status_code == 403
    token = other.open("/biuro") and other.form("/wyloguj")["_csrf"]
    files = {"plik": ("a.pdf", PDF, "application/pdf")}
    answer = other.http.post(f"{OFFICE}/nowy", data={"_csrf": token, **KNOWN}, files=files)
    assert answer.status_code == 403
