"""One slot above every page for what does not work where somebody lives."""

from datetime import UTC, date, datetime, timedelta

import pytest

from iok_core.noticeboard.announcements import Wording
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.kinds import Outage
from iok_core.noticeboard.writing import banner_span
from iok_core.premises.holders import Place
from tests.noticeboard.town import Town
from tests.offices import text_of
from tests.portal import Access

HOUR = timedelta(hours=1)
PAGES = ("/", "/rozliczenia", "/dostep", "/ogloszenia", "/powiadomienia")


def out_of_order(town: Town, building: str, begins: timedelta, ends: timedelta) -> int:
    now = datetime.now(UTC)
    return town.announces(
        f"Awaria {building}",
        Place(building, ""),
        outage=Outage.HOT_WATER,
        begins_at=now + begins,
        ends_at=now + ends,
    )


def warned(town: Town, who: Access) -> list[bool]:
    browser = town.live.browser_of(who)
    return ["Brak ciepłej wody" in above(browser.open(page).text) for page in PAGES]


def above(page: str) -> str:
    return page.partition("<h1")[0]


def test_k02_9_an_outage_stands_above_every_page_of_whom_it_touches(town: Town) -> None:
    who, other = town.moves_in("Wodna 1"), town.moves_in("Wodna 3")
    id_ = out_of_order(town, "Wodna 1", -HOUR, 3 * HOUR)
    assert warned(town, who) == [True] * 5
    assert warned(town, other) == [False] * 5
    page = text_of(above(town.reads(who, f"/ogloszenia/{id_}")))
    assert "Awaria Wodna 1" in page
    assert "Brak ciepłej wody" not in above(town.live.browser_of(town.clerk).open("/biuro").text)
    assert "Brak ciepłej wody" not in town.live.browser().open("/logowanie").text
    town.withdraws(id_)
    assert warned(town, who) == [False] * 5


@pytest.mark.parametrize(
    ("begins", "ends", "shown"),
    [(23, 30, True), (25, 30, False), (-5, -1, False), (-5, 1, True)],
)
def test_k02_9_from_24_hours_before_it_begins_until_it_ends(
    town: Town, begins: int, ends: int, *, shown: bool
) -> None:
    building = f"Parowa {begins}{ends}"
    who = town.moves_in(building)
    out_of_order(town, building, begins * HOUR, ends * HOUR)
    assert warned(town, who)[:1] == [shown]


def test_k02_9_there_is_one_slot_and_what_holds_now_comes_first(town: Town) -> None:
    who = town.moves_in("Zimna 1")
    out_of_order(town, "Zimna 1", -HOUR, HOUR)
    town.announces(
        "Winda jutro",
        Place("Zimna 1", ""),
        outage=Outage.LIFT,
        begins_at=datetime.now(UTC) + 20 * HOUR,
        ends_at=datetime.now(UTC) + 22 * HOUR,
    )
    page = above(town.reads(who, "/"))
    assert page.count('class="notice notice--warn"') == 1
    assert "Awaria Zimna 1" in page
    assert "i jeszcze 1" in text_of(page)


def test_k02_9_without_an_end_it_stands_to_the_last_day_of_the_announcement() -> None:
    begins = datetime(2026, 3, 28, 20, tzinfo=UTC)
    wording = Wording(
        title="",
        body="",
        audience=Audience(),
        outage=Outage.LIFT,
        since=date(2026, 3, 28),
        until=date(2026, 3, 29),
        begins_at=begins,
    )
    since, until = banner_span(wording)
    assert since == datetime(2026, 3, 27, 23, tzinfo=UTC)  # not before its first day
    assert until == datetime(2026, 3, 29, 22, tzinfo=UTC)  # midnight, in summer time already
