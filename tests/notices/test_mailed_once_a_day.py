"""What can be switched off is mailed once a day; what only a channel carries stands in no list."""

from datetime import UTC, datetime

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.db.clock import WARSAW
from iok_core.events.kinds import EventKind
from iok_core.notices import contacts
from tests.notices.posting import Post


@pytest.fixture
async def module(post: Post) -> int:
    return await post.channel(from_address="iok@lipowa.example", folder="mail")


async def answered(post: Post, person: int) -> list[str]:
    """What has been mailed to them so far, when one more submission of theirs is answered."""
    await post.happens(EventKind.SUBMISSION_ANSWERED, person=person, submission=1)
    await post.turns()
    return await mailed(person)


async def mailed(person: int) -> list[str]:
    sql = "SELECT n.kind FROM delivery d JOIN notice n ON n.id = d.notice WHERE d.person = {}"
    return [kind for (kind,) in await fetch(f"{sql} ORDER BY d.id", person)]


@pytest.mark.usefixtures("module")
async def test_p11_each_kind_is_mailed_once_a_day_to_each_person(post: Post) -> None:
    one, other = await post.person("one@example.pl"), await post.person("other@example.pl")
    assert await answered(post, other) == ["submission_answered"]
    for _ in range(2):
        assert await answered(post, one) == ["submission_answered"]
    await post.happens(EventKind.SUBMISSION_SENT, person=one, submission=2)
    await post.turns()
    assert await mailed(one) == ["submission_answered", "submission_sent"]
    assert await mailed(other) == ["submission_answered"]


@pytest.mark.usefixtures("module")
async def test_p11_the_day_of_a_mail_begins_at_midnight_in_warsaw(post: Post) -> None:
    person = await post.person("one@example.pl")
    for day, hour, mails in ((9, 22, 1), (10, 0, 2), (10, 23, 2), (11, 0, 3)):
        post.clock.at = datetime(2026, 3, day, hour, tzinfo=WARSAW).astimezone(UTC)
        assert len(await answered(post, person)) == mails


async def test_k16_3_codes_and_copies_stand_in_nobodys_list_of_notices(post: Post) -> None:
    person = await post.person()
    await contacts.give_address(post.ctx, person, "one@example.pl", by=Origin.system())
    await post.happens(EventKind.SUBMISSION_SENT, person=person, submission=1)
    await post.turns()
    rows = await fetch("SELECT kind, listed FROM notice ORDER BY id")
    assert {kind: bool(listed) for kind, listed in rows} == {
        "address_code": False,
        "submission_sent": True,
        "submission_copy": False,
    }
