"""A clerk enters for a resident what they said, in the pages."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader

from iok_core.audit.origin import Origin
from iok_core.identity.service import Role
from iok_core.photos.service import photos_for
from iok_core.portal import Portal
from iok_core.submissions.entering import enter
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.sending import holder
from tests.offices import office, text_of
from tests.portals import Portals
from tests.submissions.counter import ASKED, Counter, occupants
from tests.submissions.sent import add_submission, picture


@pytest.fixture(scope="module")
def counter(portals: Portals) -> Iterator[Counter]:
    with office(portals, "sqlite", "a-semicolon-cp1250") as served:
        yield Counter(served)


def test_idea_14_what_a_clerk_enters_is_recorded_as_such_and_the_resident_is_told(
    counter: Counter,
) -> None:
    events = "SELECT count(*) FROM event WHERE kind = 'submission_sent'"
    before = counter.live.rows(events)[0][0]
    counter.fill_in()
    words = text_of(counter.enter())
    made = counter.made[-1]
    (row,) = counter.live.rows(
        "SELECT s.number, s.contact, w.name FROM submission s JOIN staff w ON w.id = s.typed_by "
        "WHERE s.id = {} AND s.person = {}",
        made,
        counter.person,
    )
    assert f"Wpisane. Numer: {row[0]}" in words
    assert row[1:] == ("phone", "Ewa Biurowa")
    assert counter.live.rows(events)[0][0] == before + 1
    audited = counter.live.rows(
        "SELECT actor_kind, meta FROM audit WHERE action = 'submission_enter' AND object_id = {}",
        made,
    )
    assert audited == [("staff", '{"contact":"phone"}')]


def test_idea_14_the_resident_finds_it_among_theirs_as_entered_by_the_office(
    counter: Counter,
) -> None:
    counter.fill_in()
    counter.enter()
    assert "wpisane przez biuro" in text_of(counter.resident.open("/zgloszenia").text)
    words = text_of(counter.resident.open(f"/zgloszenia/{counter.made[-1]}").text)
    assert "Wpisane przez biuro na twoją prośbę, telefonicznie" in words
    assert "Wpisane przez biuro w twoim imieniu" in words


def test_idea_14_without_the_reason_nothing_is_entered_and_what_was_typed_stays(
    counter: Counter,
) -> None:
    before = counter.made
    page = counter.fill_in(typed={**ASKED, "_kontakt": ""})
    assert counter.clerk.answer.status_code == 422
    assert "Wybierz, w jaki sposób mieszkaniec zwrócił się do biura" in text_of(page)
    assert "Cieknie kran w kuchni" in page
    assert counter.made == before


def test_idea_14_from_the_review_everything_goes_back_into_the_form(counter: Counter) -> None:
    counter.fill_in(typed={**ASKED, "opis": "Cieknie\nod wczoraj"})
    counter.clerk.submit(counter.at("usterka"), _krok="popraw")
    assert "Cieknie\nod wczoraj" in counter.clerk.answer.text
    assert counter.clerk.form(counter.at("usterka"))["telefon"] == "600 100 200"


def test_s08_pressing_twice_enters_it_once(counter: Counter) -> None:
    counter.fill_in()
    sent = counter.clerk.form(counter.at("usterka")) | {"_krok": "wpisz"}
    before = counter.made
    places = {
        counter.clerk.http.post(counter.at("usterka"), data=sent).headers["location"]
        for _ in range(2)
    }
    assert counter.made[: len(before)] == before
    assert len(counter.made) == len(before) + 1
    assert places == {f"/biuro/zgloszenia/wpisane/{counter.made[-1]}"}


def test_k02_5_what_the_resident_declares_has_to_be_ticked_here_too(counter: Counter) -> None:
    before = counter.made
    counter.fill_in("liczba-osob", occupants())
    counter.enter("liczba-osob")
    assert counter.clerk.answer.status_code == 422
    assert counter.made == before
    counter.enter("liczba-osob", _potwierdzam0="1")
    assert counter.live.rows(
        "SELECT declared_occupants FROM submission WHERE id = {}", counter.made[-1]
    ) == [(3,)]


def test_idea_14_a_draft_of_the_resident_stays_theirs(counter: Counter) -> None:
    counter.resident.open("/zgloszenia/nowe/usterka")
    counter.resident.submit("/zgloszenia/nowe/usterka", opis="Moje własne słowa")
    counter.fill_in()
    counter.enter()
    assert "Moje własne słowa" in counter.resident.open("/zgloszenia/nowe/usterka").text


def test_idea_14_the_printed_confirmation_says_how_it_came(counter: Counter) -> None:
    counter.fill_in()
    counter.enter()
    paper = f"/biuro/zgloszenia/wpisane/{counter.made[-1]}/potwierdzenie"
    pages = PdfReader(BytesIO(counter.clerk.open(paper).content)).pages
    words = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert "Biuro wpisało to zgłoszenie w imieniu mieszkańca" in words
    assert "telefonicznie" in words


def test_idea_14_what_residents_sent_themselves_is_not_opened_by_way_of_it(
    counter: Counter,
) -> None:
    made = counter.live.do(lambda portal: add_submission(portal, counter.person))
    assert counter.clerk.open(f"/biuro/zgloszenia/wpisane/{made}").status_code == 404


def test_idea_14_who_may_not_answer_residents_enters_nothing(counter: Counter) -> None:
    other = counter.live.clerk(Role.SETTLEMENTS)

    async def refused(portal: Portal) -> int | Refusal:
        by = Origin.staff(other.staff or 0)
        return await enter(portal.submissions, counter.person, None, by=by)  # type: ignore[arg-type]

    assert counter.live.do(refused) is Refusal.NOT_PERMITTED
    assert counter.live.rows(
        "SELECT result FROM audit WHERE action = 'submission_enter' ORDER BY seq DESC"
    )[0] == ("refused",)


def upload(counter: Counter, *contents: bytes, **fields: str) -> str:
    at = counter.at("usterka")
    page = counter.clerk.open(at).text
    place = re.findall(r'value="(lokal-\d+)"', page)[0]
    sent = {"_miejsce": place, "_krok": "sprawdz", **ASKED, **fields}
    return counter.clerk.submit_files(at, "_zdjecia", contents, **sent).text


def photos_of(counter: Counter, submission: int) -> list[int]:
    return [one.id for one in counter.live.do(lambda _: photos_for(holder(submission)))]


def test_idea_14_photos_that_a_clerk_adds_are_seen_at_the_desk_and_go_along(
    counter: Counter,
) -> None:
    page = upload(counter, picture("olive"), picture("plum"))
    seen = re.findall(r'href="(/biuro/zgloszenia/wpisane/zdjecia/(\d+))"', page)
    assert len(seen) == 2
    assert counter.clerk.open(seen[0][0]).headers["content-type"] == "image/jpeg"
    upload(counter, picture("olive"), picture("plum"))
    page = counter.clerk.submit(counter.at("usterka"), _krok="popraw").text
    assert f'name="_usun" value="{seen[0][1]}"' in page
    counter.clerk.submit(counter.at("usterka"), _usun=seen[0][1])
    counter.clerk.submit(counter.at("usterka"), **{**ASKED, "_krok": "sprawdz"})
    counter.enter()
    assert photos_of(counter, counter.made[-1]) == [int(seen[1][1])]
    assert counter.clerk.open(seen[1][0]).status_code == 404


def test_s63_a_file_that_is_no_photo_is_refused_at_the_desk_and_what_was_typed_stays(
    counter: Counter,
) -> None:
    page = upload(counter, b"%PDF-1.7", opis="Pęknięta szyba")
    assert counter.clerk.answer.status_code == 422
    assert "Pęknięta szyba" in page
    assert "Plik nr 1" in text_of(page)


def test_idea_14_photos_of_the_resident_s_own_draft_are_none_of_the_desk_s(
    counter: Counter,
) -> None:
    own = "/zgloszenia/nowe/usterka"
    counter.resident.open(own)
    counter.resident.submit_files(own, "_zdjecia", [picture("tan")], opis="Moje")
    (theirs,) = re.findall(r'name="_usun" value="(\d+)"', counter.resident.open(own).text)
    assert counter.clerk.open(f"/biuro/zgloszenia/wpisane/zdjecia/{theirs}").status_code == 404
    counter.fill_in(typed={**ASKED, "_dodane": theirs})
    counter.enter()
    assert photos_of(counter, counter.made[-1]) == []
    assert theirs in counter.resident.open(own).text
