"""What the portal keeps of addresses, for how long, and of whom: one person's are not another's."""

from iok_core.audit.origin import Origin
from iok_core.db import fetch, transaction
from iok_core.notices import contacts
from iok_core.notices.codes import code_of
from iok_core.notices.contacts import CodeRefusal, Contact, GiveRefusal
from tests.notices.posting import Post

BY = Origin.system()


async def given(post: Post, person: int, address: str) -> GiveRefusal | None:
    return await contacts.give_address(post.ctx, person, address, by=BY)


async def confirmed(post: Post, person: int) -> CodeRefusal | None:
    """With the right code of the address that was given last."""
    ((newest,),) = await fetch("SELECT max(id) FROM contact_address")
    code = code_of(post.ctx.code_key, newest)
    return await contacts.confirm_address(post.ctx, person, code, by=BY)


async def in_use() -> list[str]:
    sql = "SELECT address FROM contact_address WHERE ended_at IS NULL ORDER BY id"
    return [address for (address,) in await fetch(sql)]


async def test_s43_the_address_that_one_has_is_not_given_again(post: Post) -> None:
    person = await post.person("anna@example.pl")
    assert await given(post, person, "anna@Example.PL ") is GiveRefusal.ALREADY_CONFIRMED
    assert await given(post, person, "ANNA@example.pl") is None  # may be another's


async def test_s43_a_new_address_takes_the_place_of_the_old_one_when_it_is_confirmed(
    post: Post,
) -> None:
    person = await post.person("old@example.pl")
    await post.person("other@example.pl")
    for address in ("wrong@example.pl", "new@example.pl"):
        assert await given(post, person, address) is None
    assert await in_use() == ["old@example.pl", "other@example.pl", "new@example.pl"]
    assert await confirmed(post, person) is None
    assert await in_use() == ["other@example.pl", "new@example.pl"]
    former = await fetch("SELECT id FROM contact_address WHERE address = 'old@example.pl'")
    events = await fetch("SELECT subject FROM event WHERE kind = 'address_changed'")
    assert f'"former":{former[0][0]}' in str(events).replace(" ", "")


async def test_s43_a_code_holds_for_less_than_an_hour_and_then_its_address_ends(
    post: Post,
) -> None:
    one, other = await post.person(), await post.person()
    await given(post, one, "one@example.pl")
    post.clock.moves(minutes=59, seconds=59)
    assert await confirmed(post, one) is None
    await given(post, other, "other@example.pl")
    post.clock.moves(hours=1)
    assert await confirmed(post, other) is CodeRefusal.OVER
    assert await in_use() == ["one@example.pl"]


async def test_s43_five_addresses_a_day_are_counted_for_each_person(post: Post) -> None:
    one, other = await post.person(), await post.person()
    for number in range(5):
        assert await given(post, one, f"a{number}@example.pl") is None
        post.clock.moves(hours=1)
    assert await given(post, one, "a5@example.pl") is GiveRefusal.TOO_MANY
    assert await given(post, other, "b@example.pl") is None
    post.clock.moves(hours=19)  # the first was given a day ago
    assert await given(post, one, "a5@example.pl") is None


async def test_an_address_is_forgotten_a_month_after_its_end(post: Post) -> None:
    person = await post.person("anna@example.pl")
    await post.person("kept@example.pl")
    post.clock.moves(days=400)
    assert await contacts.remove_address(post.ctx, person, by=BY)
    assert await contacts.contact_of(post.ctx, person) == Contact(confirmed=None, pending=None)
    post.clock.moves(days=30)
    assert await contacts.forget_ended(post.ctx) == 0
    post.clock.moves(seconds=1)
    assert await contacts.forget_ended(post.ctx) == 1
    rows = await fetch("SELECT address FROM contact_address ORDER BY id")
    assert rows == [("",), ("kept@example.pl",)]


async def test_k12_4_silence_about_one_person_is_no_silence_about_others(post: Post) -> None:
    await post.channel(from_address="iok@lipowa.example", folder="mail")
    one, other = await post.person("one@example.pl"), await post.person("other@example.pl")
    for person in (one, other, one):
        await post.password_changed(person)
    await post.turns()
    await fetch("UPDATE delivery SET state = 'sent' WHERE id = 1 RETURNING id")
    async with transaction():
        await contacts.silence(post.ctx, one)
    assert [state for state, *_ in await post.states()] == ["sent", "waiting", "closed"]
    assert await in_use() == ["other@example.pl"]


async def test_whom_mails_reach_is_who_has_an_address_confirmed_and_in_use(post: Post) -> None:
    reached, gone = await post.person("a@example.pl"), await post.person("b@example.pl")
    pending, unasked = await post.person(), await post.person("c@example.pl")
    await given(post, pending, "d@example.pl")
    await contacts.remove_address(post.ctx, gone, by=BY)
    assert await contacts.confirmed_among([reached, gone, pending]) == {reached}
    assert await contacts.confirmed_among([]) == frozenset()
    rows = await fetch("SELECT person, id FROM contact_address ORDER BY id")
    for person in (reached, gone, pending, unasked):
        own = [id_ for one, id_ in rows if one == person]
        assert await contacts.all_addresses(person) == own
        assert len(own) == 1
