"""K02-10: a fault of a common part is followed by neighbours, who never see who reported it."""

from iok_core.identity.service import Role
from iok_core.submissions.kinds import State
from iok_core.submissions.review_pages import EMERGENCY
from tests.browsing import Browser
from tests.offices import Office, text_of
from tests.submissions.sent import FAULT
from tests.submissions.writing import count, news_of, review, written

COMMON = FAULT | {"rodzaj": "lift", "opis": "Kanarek jest w windzie", "wejscie": "not_needed"}
BUILDING = -1


def reported(browser: Browser) -> int:
    """A lift that does not go: whoever writes of it has read the emergency number."""
    return written(browser, typed=COMMON, place=BUILDING, ticked=[EMERGENCY])


def follow(browser: Browser, fault: int) -> int:
    """The status of the answer."""
    review(browser, typed=COMMON, place=BUILDING)
    return browser.submit(f"/zgloszenia/{fault}/sledz", sure="1").status_code


def by_address(browser: Browser, fault: int) -> int:
    browser.open("/")
    token = browser.form("/wyloguj")["_csrf"]
    data = {"_csrf": token, "sure": "1"}
    return browser.http.post(f"/zgloszenia/{fault}/sledz", data=data).status_code


def test_k02_10_a_neighbour_is_offered_it_without_the_words_and_the_reporter(
    served: Office,
) -> None:
    fault = reported(served.browser_of("K0004"))
    neighbour = served.browser_of("K0008")
    page = review(neighbour, typed=FAULT | {"wejscie": "not_needed"}, place=BUILDING).text
    offered = page.split('aria-labelledby="juz"')[1].split("</section>")[0]
    assert f'action="/zgloszenia/{fault}/sledz"' in offered
    assert "winda" in text_of(offered)
    assert "Kanarek" not in page
    assert "Payer K0004" not in page


def test_k02_10_who_follows_it_is_told_and_still_may_not_read_it(served: Office) -> None:
    fault = reported(served.browser_of("K0004"))
    neighbour = served.browser_of("K0010")
    assert follow(neighbour, fault) == 303
    words = text_of(neighbour.follow().text)
    assert "Obserwujesz" in words or "winda" in words
    assert "Kanarek" not in words
    assert neighbour.open(f"/zgloszenia/{fault}").status_code == 404
    assert neighbour.open(f"/zgloszenia/{fault}/potwierdzenie").status_code == 404
    clerk = served.browser_of_staff(Role.TECHNICAL)
    clerk.open(f"/biuro/zgloszenia/{fault}")
    done = {"text": "Winda jeździ", "state": State.DONE.value}
    assert clerk.submit(f"/biuro/zgloszenia/{fault}/odpowiedz", **done).status_code == 303
    followers = "SELECT person FROM submission_follower WHERE submission = {}"
    assert news_of(served, followers, fault) == 1
    assert "Naprawione" in text_of(neighbour.open("/zgloszenia").text)


def test_k02_10_nobody_of_another_building_finds_or_follows_it(served: Office) -> None:
    fault = reported(served.browser_of("K0004"))
    stranger = served.browser_of("K0007")
    page = review(stranger, typed=COMMON, place=BUILDING).text
    assert f"/zgloszenia/{fault}/sledz" not in page
    before = count(served, "submission_follower")
    assert by_address(stranger, fault) == 404
    assert count(served, "submission_follower") == before


def test_k02_10_a_fault_in_a_flat_is_nobody_elses(served: Office) -> None:
    fault = written(served.browser_of("K0004"))
    neighbour = served.browser_of("K0008")
    page = review(neighbour, typed=COMMON, place=BUILDING).text
    assert f"/zgloszenia/{fault}/sledz" not in page
    assert by_address(neighbour, fault) == 404


def test_k02_10_a_settled_one_is_not_offered_nor_followed(served: Office) -> None:
    own = served.browser_of("K0004")
    fault = reported(own)
    own.open(f"/zgloszenia/{fault}")
    assert own.submit(f"/zgloszenia/{fault}/wycofaj", sure="1").status_code == 303
    neighbour = served.browser_of("K0008")
    page = review(neighbour, typed=COMMON, place=BUILDING).text
    assert f"/zgloszenia/{fault}/sledz" not in page
    assert by_address(neighbour, fault) == 404


def test_k02_10_one_does_not_follow_what_one_has_sent(served: Office) -> None:
    own = served.browser_of("K0004")
    fault = reported(own)
    assert by_address(own, fault) == 404
