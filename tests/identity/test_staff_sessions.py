"""Staff see where they are signed in, and end it, as residents do (S44)."""

from iok_core.db import transaction
from iok_core.identity.known_devices import remember_device
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.portal import Access, LivePortal

pytestmark = on_sqlite  # test_sessions ends them on both engines
PAGE = "/biuro/sesje"


async def knows_a_device(portal: Portal, who: Access) -> None:
    async with transaction():
        await remember_device(portal.identity, who.identity, None)


def test_s44_staff_see_their_own_sessions_alone(live: LivePortal) -> None:
    clerk = live.clerk()
    for who in (clerk, clerk, live.clerk()):
        live.browser_of(who)
    page = live.browser_of(clerk).open(PAGE).text
    assert page.count("ostatnio") == 3
    assert page.count("to urządzenie") == 1
    assert (
        page.count('<form method="post" action="/biuro/sesje/') == 4
    )  # each of two, the others, all


def test_s44_staff_end_one_session_the_others_or_all(live: LivePortal) -> None:
    clerk = live.clerk()
    lost, other, here = (live.browser_of(clerk) for _ in range(3))
    [(session,)] = live.rows("SELECT min(id) FROM session WHERE ended_at IS NULL")
    here.open(PAGE)
    assert here.submit(f"{PAGE}/{session}/zakoncz").headers["location"] == PAGE
    assert lost.open(PAGE).status_code == 303
    assert other.open(PAGE).status_code == 200
    here.open(PAGE)
    here.submit(f"{PAGE}/zakoncz-inne")
    live.do(lambda portal: knows_a_device(portal, clerk))
    assert other.open(PAGE).status_code == 303
    here.open(PAGE)
    here.submit(f"{PAGE}/zakoncz-wszystkie")
    assert here.open(PAGE).headers["location"].startswith("/logowanie")
    assert live.rows("SELECT 1 FROM session WHERE ended_at IS NULL") == []
    assert live.rows("SELECT 1 FROM known_device") == []


def test_s44_a_colleagues_session_is_not_ended(live: LivePortal) -> None:
    theirs, here = live.browser_of(live.clerk()), live.browser_of(live.clerk())
    [(session,)] = live.rows("SELECT min(id) FROM session WHERE ended_at IS NULL")
    here.open(PAGE)
    sent = {"_csrf": here.form(f"{PAGE}/zakoncz-wszystkie")["_csrf"]}
    assert here.http.post(f"{PAGE}/{session}/zakoncz", data=sent).status_code == 404
    assert theirs.open(PAGE).status_code == 200
