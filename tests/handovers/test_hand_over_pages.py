"""P-6: the office reads how each hand-over stands, enters by hand, or lets it be tried again."""

import csv
from io import StringIO
from typing import Any

import pytest

from iok_core.db import execute, fetch
from iok_core.handovers.tables import HandOver
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.submissions import commands
from tests.databases import on_sqlite
from tests.handovers.flat import Flat, clock_from_now
from tests.offices import Office, text_of
from tests.portal import LivePortal
from tests.submissions.typed import typed

pytestmark = on_sqlite

LIST = "/biuro/zgloszenia/do-wpisania"
TRIED = "waiting", 2, 0, "later", "zajęte"
REFUSED = "dead", 1, 0, "refused", "Lokal L-1 jest zamknięty w księgach"
DOUBTFUL = "dead", 8, 2, "failed", "timed_out"
TAKEN = "taken", 1, 0, "", ""


class Listed:
    """A number of occupants and a reading that were accepted, and whoever reads of them."""

    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.number, self.reading = live.do(self._made)
        self.clerk = live.browser_of(live.clerk(Role.DESK))
        assert self.flat.access is not None
        self.resident = live.browser_of(self.flat.access)

    async def _made(self, portal: Portal) -> tuple[int, int]:
        self.flat = flat = await Flat.built(portal, clock_from_now())
        number, reading = await flat.declares(2), await flat.reads("151,5")
        await flat.answered(number)
        await flat.answered(reading)
        return number, reading

    def stands(self, submission: int, how: tuple[str, int, int, str, str]) -> None:
        async def work(portal: Portal) -> None:
            await execute("DELETE FROM hand_over WHERE submission = {}", submission)
            of = "SELECT id FROM declared_reading WHERE submission = {}"
            rows = await fetch(of, submission)
            now: Any = portal.clock.now()
            state, attempts, uncertain, why, detail = how
            row = HandOver(
                state=state,
                attempts=attempts,
                uncertain=uncertain,
                why=why,
                detail=detail,
                module=self.flat.module,
                submission=submission,
                reading=rows[0][0] if rows else 0,
                premises=self.flat.premises,
                content="{}",
                next_at=now,
                settled_at=now,
            )
            await row.save()

        self.live.do(work)

    def words(self, path: str = LIST) -> str:
        return text_of(self.clerk.open(path).text).replace("\xa0", " ")

    def state(self, submission: int) -> str:
        sql = "SELECT state FROM hand_over WHERE submission = {}"
        return str(self.live.rows(sql, submission)[0][0])

    def typed(self, *words: str) -> str:
        return typed(Office(self.live), commands.group, *words)


@pytest.fixture
def listed(live: LivePortal) -> Listed:
    return Listed(live)


def test_p_6_each_state_is_told_in_words_and_decided(listed: Listed) -> None:
    year = listed.flat.today.year
    assert "Przekazuje łącznik" not in listed.words()
    listed.stands(listed.number, TRIED)
    listed.stands(listed.reading, TAKEN)
    words = listed.words()
    assert "Nie ma nic do wpisania" in words
    assert "czeka na przekazanie" in words
    assert "Próbowano 2 razy. Następna próba: " in words
    assert f"przekazane {listed.flat.today:%d.%m.%Y}" in words
    assert "do systemu księgowego" not in listed.words("/biuro")
    assert "przekazany do systemu księgowego" in text_of(listed.resident.open("/liczniki").text)

    listed.stands(listed.number, REFUSED)
    listed.stands(listed.reading, DOUBTFUL)
    words = listed.words()
    assert "Przekazuje łącznik" not in words
    assert "System księgowy odmówił przyjęcia. Lokal L-1 jest zamknięty w księgach" in words
    assert "Próbowano 8 razy. Łącznik zawiódł. Mogło jednak dotrzeć" in words
    told = "2 zgłoszenia nie zostały przekazane do systemu księgowego"
    assert told in listed.words("/biuro")
    file = listed.clerk.open(f"{LIST}.csv").text.lstrip("\ufeff").replace("\xa0", " ")
    _, first, second = csv.reader(StringIO(file), delimiter=";")
    assert first[4].endswith("odmówił przyjęcia. Lokal L-1 jest zamknięty w księgach")
    assert second[4].startswith("nieprzekazane Próbowano 8 razy.")

    listed.clerk.open(LIST)
    listed.clerk.submit(f"{LIST}/{listed.number}/ponow", sure="1")
    assert "Łącznik spróbuje przekazać jeszcze raz." in text_of(listed.clerk.follow().text)
    assert listed.state(listed.number) == "waiting"
    listed.clerk.submit(f"{LIST}/{listed.reading}", sure="1")
    assert listed.state(listed.reading) == "closed"
    assert f"1/{year} waiting" in " ".join(listed.typed("to-enter").split())

    listed.stands(listed.number, REFUSED)
    listed.typed("hand-over", f"1/{year}")
    assert listed.state(listed.number) == "waiting"
    listed.typed("entered", f"1/{year}")
    assert listed.state(listed.number) == "closed"
    assert listed.typed("to-enter") == ""
    assert listed.live.rows(
        "SELECT action, actor_kind FROM audit WHERE action IN "
        "('submission_send_again', 'submission_hand_over') ORDER BY seq"
    ) == [
        ("submission_send_again", "staff"),
        ("submission_hand_over", "staff"),
        ("submission_send_again", "operator"),
        ("submission_hand_over", "operator"),
    ]
