"""K12-5: who looks back is told before the view ends, once, with the way to their statements."""

from datetime import date, timedelta

from iok_core.endings.telling import tell_before_the_end
from iok_core.events.kinds import EventKind
from iok_core.months import months_after
from iok_core.notices.turning import Turning
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import Access, LivePortal
from tests.premises.registers import Register


def moved_out(live: LivePortal, *lasts: date | None) -> list[Access]:
    people = [live.resident(f"Osoba {number}") for number, _ in enumerate(lasts)]

    async def written(portal: Portal) -> None:
        register = await Register.open(portal)
        for number, (who, last) in enumerate(zip(people, lasts, strict=True)):
            flat, party = await register.premises(str(number)), await register.party(str(number))
            await register.title(flat, party, until=last)
            await register.acts(who.person or 0, party)

    live.do(written)
    return people


def told(live: LivePortal) -> list[int]:
    live.do(lambda portal: tell_before_the_end(portal.endings))
    live.do(lambda portal: Turning(portal.notices).turn())
    rows = live.rows("SELECT person FROM notice WHERE kind = {}", EventKind.VIEW_ENDS.value)
    return [person for (person,) in rows]


def test_k12_5_thirty_days_before_the_closing_view_ends_its_reader_is_told_once(
    live: LivePortal,
) -> None:
    today = live.do(_today)
    soon = months_after(today, -6) + timedelta(days=3)
    soon_enough, _, _, _ = moved_out(
        live, soon, today - timedelta(days=9), None, months_after(today, -8)
    )
    assert told(live) == [soon_enough.person]
    assert told(live) == [soon_enough.person]
    browser = live.browser_of(soon_enough)
    words = text_of(browser.open("/powiadomienia").text)
    assert "Niedługo przestaniesz widzieć lokal" in words
    assert 'href="/raporty"' in browser.answer.text


@on_sqlite
def test_k12_5_the_end_of_another_view_is_told_for_itself(live: LivePortal) -> None:
    today = live.do(_today)
    (who,) = moved_out(live, months_after(today, -6) + timedelta(days=3))
    assert told(live) == [who.person]
    later = months_after(today, -6) + timedelta(days=9)
    live.rows("UPDATE title SET until = {}", later)
    assert told(live) == [who.person] * 2


async def _today(portal: Portal) -> date:
    return portal.clock.today()
