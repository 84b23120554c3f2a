"""What is typed is kept before it is judged, and is there again after everything."""

from datetime import timedelta

from iok_core.submissions import drafts
from iok_core.submissions.settings import SubmissionSettings
from tests.identity.office import SetClock
from tests.offices import Office, payer, text_of
from tests.submissions.sent import FAULT, picture
from tests.submissions.writing import NEW, count, fill_in, places, review, send, sent_id

WRONG = FAULT | {"telefon": "nie mam"}


def test_s08_what_was_typed_is_there_after_the_session_was_lost(served: Office) -> None:
    who = served.live.do(lambda portal: payer(portal, "K0004"))
    first = served.live.browser_of(who)
    assert fill_in(first, "usterka", WRONG).status_code == 422
    first.open("/")
    first.submit("/wyloguj")
    second = served.live.browser_of(who)
    second.open("/zgloszenia")
    assert f'href="{NEW}/usterka"' in second.answer.text.split('id="nowe"')[0]
    page = second.open(f"{NEW}/usterka").text
    assert "Cieknie kran w kuchni" in page
    assert 'value="nie mam"' in page


def test_s08_an_error_stands_beside_its_field_and_nothing_is_lost(served: Office) -> None:
    browser = served.browser_of("K0004")
    answer = fill_in(browser, "usterka", FAULT | {"kiedy": "", "opis": "Zażółć"})
    assert answer.status_code == 422
    assert (
        "Napisz, kiedy ktoś jest w domu" in text_of(answer.text.split('id="kiedy-error">')[1])[:80]
    )
    assert "Zażółć" in answer.text


def test_s63_a_photo_stays_with_the_draft_and_goes_with_what_is_sent(served: Office) -> None:
    browser = served.browser_of("K0004")
    where = {"_miejsce": places(browser)[0]}
    sent = browser.submit_files(f"{NEW}/usterka", "_zdjecia", [picture("red")], **WRONG, **where)
    assert sent.status_code == 422
    assert "/zgloszenia/nowe/zdjecia/" in browser.open(f"{NEW}/usterka").text
    review(browser)
    made = sent_id(send(browser))
    page = browser.open(f"/zgloszenia/{made}").text
    assert f"/zgloszenia/{made}/zdjecia/" in page


def test_s08_what_is_thrown_away_is_gone(served: Office) -> None:
    browser = served.browser_of("K0004")
    before = count(served, "submission_draft")
    review(browser)
    assert count(served, "submission_draft") == before + 1
    browser.open(f"{NEW}/usterka")
    browser.submit(f"{NEW}/usterka/porzuc")
    assert count(served, "submission_draft") == before
    assert "Cieknie kran" not in browser.open(f"{NEW}/usterka").text


def test_drafts_are_kept_for_thirty_days(served: Office) -> None:
    review(served.browser_of("K0004"))
    clock = SetClock()
    (last,) = served.live.rows("SELECT saved_at FROM submission_draft ORDER BY id DESC")[0]
    for days, left in ((29, 1), (31, 0)):
        clock.moment = last + timedelta(days=days)
        served.live.do(lambda _: drafts.sweep_drafts(SubmissionSettings(), clock))
        rows = served.live.rows("SELECT 1 FROM submission_draft WHERE saved_at = {}", last)
        assert len(rows) == left
