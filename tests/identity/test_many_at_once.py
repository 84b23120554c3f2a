"""More people than a statement takes values: all at once, as when every payer is renamed."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

import pytest

from iok_core.blocking.in_force import blocked_among
from iok_core.db.portions import portions
from iok_core.identity.accesses import accesses_of
from iok_core.identity.service import person_of
from iok_core.premises.desk import acting_as, acting_for, names_of
from iok_core.premises.tables import Party, Representation
from tests.identity.office import Office

MORE = 32_768
"""Than PostgreSQL takes."""
Ask = Callable[[Office, Collection[int]], Awaitable[Collection[Any]]]
ASKED: dict[str, Ask] = {
    "names": lambda _, ids: names_of(ids),
    "accesses": lambda _, ids: accesses_of(ids),
    "acting for": lambda _, ids: acting_for(ids),
    "acting as": lambda _, ids: acting_as(ids),
    "blocked": lambda office, ids: blocked_among(ids, office.clock.today()),
}


@pytest.fixture
async def known(office: Office) -> int:
    """Somebody with an access, blocked, and acting for a payer, all by the same number."""
    issued, _ = await office.resident()
    await office.block(issued)
    person = await person_of(issued.identity)
    assert person is not None
    await Party(id=person, source=1, source_key="K-1").save()
    acting = Representation(person=person, party=person, basis="self", since=office.clock.today())
    await acting.save()
    return person


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_somebody_is_found_among_more_than_a_statement_takes(
    office: Office, known: int, ask: Ask
) -> None:
    found = await ask(office, [known])
    assert found
    assert await ask(office, range(known, known + MORE)) == found
    assert await ask(office, range(known + 1 - MORE, known + 1)) == found


@pytest.mark.parametrize("many", [0, 1, 3, 4, 9])
def test_portions_are_full_and_in_order(many: int) -> None:
    found = [*portions(range(many), 3)]
    assert [one for some in found for one in some] == [*range(many)]
    assert all(len(some) == 3 for some in found[:-1])
    assert all(found)
