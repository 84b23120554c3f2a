"""Who may sign in is told, once, that the regulations will change."""

from datetime import timedelta

from iok_core.notices.kinds import NoticeKind
from iok_core.notices.words import Letter, text_of
from iok_core.web.i18n import speaking
from tests.cooperative import COOPERATIVE
from tests.notices.posting import Post
from tests.portal import add_newcomer, add_resident
from tests.regulations.publishing import next_version, published


async def test_k13_1_everybody_with_an_access_is_told_once_of_an_announced_version(
    post: Post,
) -> None:
    anna, ewa = await add_resident(post.portal), await add_resident(post.portal, "Ewa Druga")
    await add_newcomer(post.portal)  # has never signed in
    await post.turns()
    before = await post.notices()
    day = post.clock.today() + timedelta(days=20)
    await published(next_version(), day)(post.portal)
    await post.turns()
    await post.turns()
    told = [one for one in await post.notices() if one not in before]
    assert told == [(who.person, "regulations_announced") for who in (anna, ewa)]


async def test_k13_1_a_version_that_binds_at_once_is_asked_for_and_not_announced(
    post: Post,
) -> None:
    await add_resident(post.portal)
    await published(next_version(), post.clock.today())(post.portal)
    await post.turns()
    assert "regulations_announced" not in [kind for _, kind in await post.notices()]


def test_k13_1_the_mail_says_that_it_is_about_the_regulations() -> None:
    letter = Letter(
        kind=NoticeKind.REGULATIONS_ANNOUNCED, cooperative=COOPERATIVE, portal="https://x.example"
    )
    with speaking("en"):
        text = text_of(letter)
    assert "The regulations of the portal will change." in text
    assert "about the regulations, so it always comes" in text
    assert "safety of your access" not in text
