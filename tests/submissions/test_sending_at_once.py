"""On both databases: however often one review is sent at the same moment, it is sent once (S08)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from iok_core.submissions.rows import open_submissions, submissions_for
from tests.offices import Office, office
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.submissions.writing import NEW, count, review, sent_id, written

TIMES = 20
REVIEW = f"{NEW}/usterka/sprawdz"


@pytest.fixture
def served(portals: Portals, database_kind: str) -> Iterator[Office]:
    with office(portals, database_kind, EXPORT_A) as served:
        yield served


def test_s08_twenty_parallel_posts_of_one_review_make_one_submission(served: Office) -> None:
    browser = served.browser_of("K0004")
    review(browser)
    form = browser.form(REVIEW)
    with ThreadPoolExecutor(TIMES) as threads:
        sent = [threads.submit(browser.http.post, REVIEW, data=form) for _ in range(TIMES)]
        answers = [one.result() for one in sent]
    assert len({sent_id(answer) for answer in answers}) == 1
    assert (count(served), count(served, "submission_draft")) == (1, 0)
    assert count(served, "submission_step") == 1


def test_k02_3_numbers_given_at_the_same_moment_are_each_given_once(served: Office) -> None:
    browsers = [served.browser_of(key) for key in ("K0004", "K0008", "K0010", "K0007")]
    with ThreadPoolExecutor(len(browsers)) as threads:
        assert len(set(threads.map(written, browsers))) == len(browsers)
    numbers = served.live.rows("SELECT number FROM submission ORDER BY id")
    year = numbers[0][0].split("/")[1]
    assert {number for (number,) in numbers} == {f"{n}/{year}" for n in (1, 2, 3, 4)}


def test_whoever_answers_for_no_desk_has_nothing_to_answer(served: Office) -> None:
    written(served.browser_of("K0004"))
    assert served.live.do(lambda _: open_submissions([])) == []
    assert served.live.do(lambda _: submissions_for([])) == []
