"""Many clicks at once, which other connections of one database carry out beside each other."""

import asyncio

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.notices import contacts
from iok_core.notices.codes import code_of
from iok_core.notices.contacts import CodeRefusal, GiveRefusal
from tests.notices.posting import Post

BY = Origin.system()


async def test_s43_addresses_given_all_at_once_are_no_more_than_the_day_allows(post: Post) -> None:
    person = await post.person()
    given = [f"a{number}@example.pl" for number in range(8)]
    refused = await asyncio.gather(
        *(contacts.give_address(post.ctx, person, one, by=BY) for one in given)
    )
    assert refused.count(None) == 5
    assert refused.count(GiveRefusal.TOO_MANY) == 3
    assert await fetch("SELECT count(*) FROM contact_address WHERE ended_at IS NULL") == [(1,)]


async def test_s43_codes_guessed_all_at_once_are_no_more_than_five(post: Post) -> None:
    person = await post.person()
    await contacts.give_address(post.ctx, person, "a@example.pl", by=BY)
    ((address,),) = await fetch("SELECT id FROM contact_address")
    right = code_of(post.ctx.code_key, address)
    wrong = str((int(right) + 1) % 10**8).zfill(8)
    told = await asyncio.gather(
        *(contacts.confirm_address(post.ctx, person, wrong, by=BY) for _ in range(9))
    )
    assert told.count(CodeRefusal.WRONG) == 5
    assert await contacts.confirm_address(post.ctx, person, right, by=BY) is CodeRefusal.OVER
