"""K12-4: to somebody who has died nothing is sent, what waits included, and nothing about it."""

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.endings.death import Death, record_death
from iok_core.events.kinds import EventKind
from tests.databases import on_sqlite
from tests.notices.posting import Post

pytestmark = on_sqlite


async def test_k12_4_no_notice_goes_out_any_more_not_even_of_the_block(post: Post) -> None:
    await post.smtp(25)
    person = await post.person("jan@example.pl")
    await post.happens(EventKind.PASSWORD_CHANGED, person=person)
    await post.turns()
    assert [state for state, *_ in await post.states()] == ["waiting"]
    death, by = Death(person, "Pismo 77/2026"), Origin.operator("tester")
    assert await record_death(post.portal.endings, post.ctx, death, by=by) is None
    await post.turns()
    assert [state for state, *_ in await post.states()] == ["closed"]
    assert await fetch("SELECT count(*) FROM contact_address WHERE ended_at IS NULL") == [(0,)]
