"""A version announced, in force by itself on its day, accepted anew, refused, corrected."""

import hashlib
import subprocess
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from iok_core.admission import admit
from iok_core.audit.origin import Origin
from iok_core.db import SystemClock, transaction
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.session_rows import open_session
from iok_core.portal import Portal
from iok_core.regulations import service as regulations
from iok_core.regulations.publishing import NotACorrection, NotACorrectionError
from iok_core.regulations.service import Paper
from tests.days import from_today
from tests.offices import text_of
from tests.portal import Access, LivePortal
from tests.regulations.publishing import NEXT, TYPO, corrected, next_version, published

ACCEPTANCE, REFUSAL = "/regulamin/akceptacja", "/regulamin/odmowa"
MINE = "/regulamin/moje-akceptacje"


class DayClock(SystemClock):
    def __init__(self, day: date) -> None:
        self._day = day

    def today(self) -> date:
        return self._day


def must_accept(anna: Access, day: date) -> Callable[[Portal], Awaitable[bool]]:
    """Whether the next request on that day would be sent to the acceptance."""

    async def asked(portal: Portal) -> bool:
        async with transaction():
            token = await open_session(portal.identity, anna.identity, IdentityKind.RESIDENT, "")
        on_day = msgspec.structs.replace(portal.identity, clock=DayClock(day))
        return (await admit(on_day, token)).must_accept

    return asked


def test_k13_1_k13_2_an_announced_version_binds_on_its_day_by_itself(live: LivePortal) -> None:
    anna, day = live.resident(), from_today(20)
    live.do(published(next_version(), day))
    days = from_today(0), day - timedelta(days=1), day
    assert [live.do(must_accept(anna, one)) for one in days] == [False, False, True]


def test_k13_1_residents_read_on_the_first_page_that_it_is_announced(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    assert "Regulamin zmienia się" not in text_of(browser.open("/").text)
    live.do(published(next_version(), from_today(20)))
    page = browser.open("/").text
    assert "Regulamin zmienia się" in text_of(page).replace("\u00a0", " ")
    assert 'href="/regulamin/2"' in page


def test_k13_1_the_difference_stands_at_the_permanent_address(live: LivePortal) -> None:
    live.do(published(next_version(), from_today(20)))
    page = text_of(live.browser().open("/regulamin/2").text)
    assert "Punkt 3" in page
    assert f"[dodano: {NEXT}" in page
    assert "Dlaczego" in page  # the summary
    assert "[dodano:" not in text_of(live.browser().open("/regulamin/1").text)


def test_k13_2_k13_3_a_new_version_is_asked_for_with_what_changed(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    live.do(published(next_version(), from_today(0)))
    assert browser.open("/").headers["location"] == ACCEPTANCE
    page = text_of(browser.follow().text)
    assert "Zaakceptowana wersja to 1" in page
    assert f"[dodano: {NEXT}" in page
    assert "accepts" not in browser.form(ACCEPTANCE)  # no box is ticked beforehand
    for path in ("/dostep", REFUSAL, MINE, "/regulamin"):
        browser.open(path)  # and using the portal accepts nothing
    assert live.rows("SELECT count(*) FROM acceptance") == [(1,)]
    browser.open(ACCEPTANCE)
    browser.submit(ACCEPTANCE, accepts="1")
    rows = live.rows(
        "SELECT v.number FROM acceptance a JOIN regulations_version v ON v.id = a.version "
        "ORDER BY a.id"
    )
    assert rows == [(1,), (2,)]  # and the earlier acceptance stays


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_k13_3_an_old_sheet_recorded_late_does_not_change_what_is_compared(
    live: LivePortal,
) -> None:
    person = live.newcomer().person or 0
    live.do(published(next_version(), from_today(0)))

    async def latest(portal: Portal) -> int | None:
        by, audit, clock = Origin.system(), portal.audit, portal.clock
        for number in (2, 1):
            paper = Paper(person=person, number=number, signed_on=date(2026, 5, 5))
            assert await regulations.record_paper(paper, by=by, audit=audit, clock=clock) is None
        proof = await regulations.latest_acceptance(person)
        return proof.number if proof else None

    assert live.do(latest) == 2


def test_k13_2_whoever_refuses_may_read_ask_and_see_what_they_accepted(live: LivePortal) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    live.do(published(next_version(), from_today(0)))
    browser.open(ACCEPTANCE)
    assert 'href="/regulamin/odmowa"' in browser.answer.text
    page = browser.open(REFUSAL).text
    for link in ("/regulamin/1", "/regulamin/2", MINE, "/dane-osobowe"):
        assert f'href="{link}"' in page
        assert browser.open(link).status_code == 200
    assert "mailto:biuro@lipowa.example" in page
    assert "tel:+48710000100" in page
    assert live.rows("SELECT count(*) FROM acceptance") == [(1,)]
    assert browser.open("/rozliczenia").headers["location"] == ACCEPTANCE


def test_k01_4_somebody_checks_with_a_tool_of_their_own_what_they_accepted(
    live: LivePortal, tmp_path: Path
) -> None:
    browser = live.browser_of(live.resident())
    page = browser.open(MINE).text.replace("<wbr>", "")
    answer = browser.open("/regulamin/1/txt")
    assert 'filename="regulamin-1.txt"' in answer.headers["content-disposition"]
    file = tmp_path / "regulamin-1.txt"
    file.write_bytes(answer.content)
    told = subprocess.run(["sha256sum", file], capture_output=True, text=True, check=True).stdout
    [(accepted,)] = live.rows("SELECT sha256 FROM acceptance")
    assert told.split()[0] == accepted
    assert accepted in page
    assert "sha256sum regulamin-1.txt" in page


def test_k13_4_a_correction_is_not_asked_for_and_the_proof_stays_of_the_text_read(
    live: LivePortal,
) -> None:
    anna = live.resident()
    browser = live.browser_of(anna)
    assert live.do(corrected(1)) == 2
    assert browser.open("/dostep").status_code == 200
    page = text_of(browser.open("/regulamin").text)
    assert TYPO in page
    assert "Literówka w punkcie 1" in page  # the reason, in the history
    [(text,)] = live.rows("SELECT text FROM regulations_version WHERE number = 1")
    [(accepted,)] = live.rows("SELECT sha256 FROM acceptance")
    assert accepted == hashlib.sha256(text.encode()).hexdigest()
    assert "Wersja 1" in text_of(browser.open(MINE).text)


def test_k13_4_whoever_accepts_the_correction_is_not_asked_after_the_next_one(
    live: LivePortal,
) -> None:
    live.do(corrected(1))
    anna = live.resident()  # accepts version 2
    live.do(corrected(2, "Niniejszy Regulamin"))
    assert not live.do(must_accept(anna, from_today(0)))
    live.do(published(next_version(), from_today(0)))
    assert live.do(must_accept(anna, from_today(0)))


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_k13_4_a_version_that_binds_no_more_is_not_brought_back_by_a_correction(
    live: LivePortal,
) -> None:
    live.do(published(next_version(), from_today(0)))
    with pytest.raises(NotACorrectionError) as refused:
        live.do(corrected(1))
    assert refused.value.why is NotACorrection.PAST


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (lambda text: text.replace("29 sierpnia 1997", "29 sierpnia 2018"), NotACorrection.NUMBERS),
        (lambda text: text.replace("\n16. ", "\n16. Nowy.\n17. "), NotACorrection.CLAUSES),
        (lambda text: text, NotACorrection.SAME),
    ],
)
def test_k13_4_more_than_typing_errors_is_no_correction(
    live: LivePortal, text: Callable[[str], str], why: NotACorrection
) -> None:
    with pytest.raises(NotACorrectionError) as refused:
        live.do(corrected(1, change=text))
    assert refused.value.why is why
    assert live.rows("SELECT count(*) FROM regulations_version") == [(1,)]


def test_k01_2_k01_4_an_acceptance_on_paper_opens_the_portal(live: LivePortal) -> None:
    newcomer = live.newcomer()
    [(clerk,)] = live.rows("SELECT max(id) FROM staff")
    signed = Paper(person=newcomer.person or 0, number=1, signed_on=date(2024, 1, 5))

    async def recorded(portal: Portal) -> object:
        by = Origin.staff(clerk)
        return await regulations.record_paper(signed, by=by, audit=portal.audit, clock=portal.clock)

    assert live.do(must_accept(newcomer, from_today(0)))
    assert live.do(recorded) is None
    assert not live.do(must_accept(newcomer, from_today(0)))
    kept = live.rows(
        "SELECT a.person, v.number, a.sha256 = v.sha256, a.way, a.recorded_by, a.signed_on "
        "FROM acceptance a JOIN regulations_version v ON v.id = a.version"
    )
    assert [(*row[:2], bool(row[2]), *row[3:5], str(row[5])) for row in kept] == [
        (newcomer.person, 1, True, "paper", clerk, "2024-01-05")
    ]
    assert live.do(recorded) == "recorded"
    audited = live.rows("SELECT action, actor_kind, actor FROM audit ORDER BY seq DESC LIMIT 1")
    assert audited == [("regulations_accept", "staff", str(clerk))]
