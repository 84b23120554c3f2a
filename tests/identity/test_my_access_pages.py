from tests.databases import on_sqlite
from tests.portal import LivePortal

pytestmark = on_sqlite  # test_sessions ends them on both engines
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def plain(text: str) -> str:
    return text.replace("\u00a0", "").replace("<wbr>", "")


def test_k05_4_s44_the_page_shows_where_somebody_is_signed_in(
    live: LivePortal,
) -> None:
    anna = live.resident()
    phone = live.browser(PHONE)
    phone.sign_in(anna.identifier, anna.password)
    page = plain(live.browser_of(anna).open("/dostep").text)
    assert anna.identifier in page
    assert page.index("Firefox, Linux") < page.index("to urządzenie") < page.index("Safari, iPhone")


def test_k01_4_the_page_shows_the_digest_of_the_text_that_was_accepted(live: LivePortal) -> None:
    page = plain(live.browser_of(live.resident()).open("/dostep").text)
    [(digest,)] = live.rows("SELECT sha256 FROM regulations_version")
    assert digest in page


def test_k05_4_s44_one_other_session_can_be_ended(live: LivePortal) -> None:
    anna = live.resident()
    lost, kept, here = (live.browser_of(anna) for _ in range(3))
    [(session,)] = live.rows("SELECT min(id) FROM session")
    here.open("/dostep")
    answer = here.submit(f"/dostep/sesje/{session}/zakoncz")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dostep")
    assert lost.open("/dostep").status_code == 303
    assert (kept.open("/dostep").status_code, here.open("/dostep").status_code) == (200, 200)


def test_k05_4_s44_all_other_sessions_can_be_ended_at_once(live: LivePortal) -> None:
    anna = live.resident()
    others, here = [live.browser_of(anna) for _ in range(2)], live.browser_of(anna)
    here.open("/dostep")
    here.submit("/dostep/sesje/zakoncz-inne")
    assert [other.open("/dostep").status_code for other in others] == [303, 303]
    assert here.open("/dostep").status_code == 200


def test_nothing_is_offered_to_end_where_there_is_one_session_only(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    assert "/dostep/sesje/" not in browser.open("/dostep").text


def test_somebody_elses_session_is_not_found_and_goes_on(live: LivePortal) -> None:
    victim = live.browser_of(live.resident())
    [(session,)] = live.rows("SELECT max(id) FROM session")
    intruder = live.browser_of(live.resident("Jan Testowy"))
    intruder.open("/dostep")
    csrf = intruder.form("/wyloguj")
    answers = [
        intruder.http.post(f"/dostep/sesje/{number}/zakoncz", data=csrf)
        for number in (session, 999999)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert victim.open("/dostep").status_code == 200
    refused = live.rows("SELECT object_id FROM audit WHERE result = 'refused'")
    assert refused == [(session,), (999999,)]
