"""Whoever holds premises with somebody learns that a number was declared, and not which."""

from functools import partial

from iok_core.notices.turning import Turning
from iok_core.portal import Portal
from tests.offices import Office, payer, text_of
from tests.portal import Access
from tests.submissions.sent import add_submission


def test_k02_8_others_who_hold_the_premises_are_told_that_day_and_nobody_else(
    served: Office,
) -> None:
    one, other = (served.live.do(partial(payer, key="K0004")) for _ in range(2))
    neighbour = served.live.do(partial(payer, key="K0008"))

    async def declare(portal: Portal) -> None:
        typed = {"liczba": "7", "od": portal.clock.today().isoformat()}
        await add_submission(portal, one.person or 0, "liczba-osob", typed)
        await Turning(portal.notices).turn()

    served.live.do(declare)
    told = served.live.rows("SELECT person FROM notice WHERE kind = 'occupants_declared'")
    assert told == [(other.person,)]
    words = notices_of(served, other)
    assert "Zgłoszono liczbę mieszkańców lokalu" in words
    said = words.split("Zgłoszono liczbę mieszkańców lokalu")[1].split("przyjęta.")[0]
    assert not any(letter.isdigit() for letter in said)
    assert "Zgłoszono liczbę mieszkańców lokalu" not in notices_of(served, neighbour)


def notices_of(served: Office, who: Access) -> str:
    return text_of(served.live.browser_of(who).open("/powiadomienia").text)
