"""Who may block and lift under which clause, and what no block may be."""

from datetime import date, timedelta
from typing import Any

import pytest

from iok_core.audit.origin import Origin
from iok_core.blocking.service import (
    Clause,
    Flaw,
    FlawedBlockError,
    Refusal,
    block_access,
    flaws,
    lift_block,
)
from iok_core.identity.permissions import Role
from tests.blocking.blocked_office import (
    DAY,
    OPERATOR,
    everything,
    newest,
    person_of,
    proposed,
)
from tests.identity.office import Office

# Who may


async def test_k11_1_only_the_administrator_blocks_for_misuse_and_lifts_it(office: Office) -> None:
    issued, _ = await office.resident()
    new = proposed(await person_of(issued.identity), Clause.MISUSE, facts="Obce logowania")
    for role in Role:
        by = Origin.staff(await office.add_clerk(role))
        outcome = await block_access(office.ctx, new, by=by)
        block = await office.block(issued, Clause.MISUSE, facts=f"Inne, {role}")
        lifted = await lift_block(office.ctx, block, "Wyjaśnione", by=by)
        may = role is Role.ADMINISTRATOR
        assert (isinstance(outcome, int), lifted is None) == (may, may), role


async def test_the_desk_and_the_administrator_block_on_the_other_grounds(office: Office) -> None:
    person = await office.add_person()
    for role in Role:
        by = Origin.staff(await office.add_clerk(role))
        outcome = await block_access(office.ctx, proposed(person, reason=role), by=by)
        assert isinstance(outcome, int) is (role in (Role.DESK, Role.ADMINISTRATOR)), role
        if outcome is Refusal.NOT_PERMITTED:
            row = await newest("audit", "seq")
            assert row[4:8] == ("access_block", "person", person, "refused")


async def test_a_resident_blocks_nobody(office: Office) -> None:
    issued, _ = await office.resident()
    new = proposed(await person_of(issued.identity))
    by = Origin.resident(issued.identity)
    assert await block_access(office.ctx, new, by=by) is Refusal.NOT_PERMITTED


# What is not taken


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, set()),
        ({"until": DAY}, set()),
        ({"clause": Clause.MISUSE, "facts": "Obce logowania"}, set()),
        ({"reason": " \n"}, {Flaw.NO_REASON}),
        ({"clause": Clause.MISUSE}, {Flaw.NO_FACTS}),
        ({"facts": "Obce logowania"}, {Flaw.FACTS_OF_ANOTHER_CLAUSE}),
        ({"since": date(2026, 3, 1)}, {Flaw.BEGINS_IN_THE_PAST}),
        ({"until": date(2026, 3, 1)}, {Flaw.ENDS_BEFORE_IT_BEGINS}),
        ({"clause": Clause.LOSS}, set()),
        ({"clause": Clause.LOSS, "until": DAY}, {Flaw.LOSS_ENDS_BY_ITSELF}),
        ({"reason": "Pani z dowodem ABC 123456"}, {Flaw.DOCUMENT_NUMBER}),
        ({"reason": "Paszport AB1234567"}, {Flaw.DOCUMENT_NUMBER}),
        ({"reason": "PESEL 44051401359"}, {Flaw.DOCUMENT_NUMBER}),
        ({"reason": "L.dz. 412/2026, tel. 71 000 01 00, konto 44051401358"}, set()),
        (
            {"reason": "", "since": date(2026, 1, 1), "until": date(2025, 1, 1), "facts": "x"},
            {
                Flaw.NO_REASON,
                Flaw.BEGINS_IN_THE_PAST,
                Flaw.ENDS_BEFORE_IT_BEGINS,
                Flaw.FACTS_OF_ANOTHER_CLAUSE,
            },
        ),
    ],
)
def test_k06_1_k11_1_what_is_wrong_with_a_block_is_told_at_once(
    given: dict[str, Any], expected: set[Flaw]
) -> None:
    assert {flaw for _, flaw in flaws(proposed(1, **given), DAY)} == expected


async def test_k06_1_nothing_flawed_is_recorded(office: Office) -> None:
    block = await office.block((await office.resident())[0])
    new, before = proposed(await office.add_person(), until=date(2026, 1, 1)), await everything()
    with pytest.raises(FlawedBlockError):
        await block_access(office.ctx, new, by=OPERATOR)
    for reason in ("", " ", "PESEL 44051401359"):
        with pytest.raises(FlawedBlockError):
            await lift_block(office.ctx, block, reason, by=OPERATOR)
    assert await everything() == before


async def test_the_same_block_sent_twice_is_recorded_once(office: Office) -> None:
    issued, _ = await office.resident()
    first = await office.block(issued)
    before = await everything()
    assert await office.block(issued) == first
    assert await everything() == before
    await office.lift(first)
    assert await office.block(issued) != first


async def test_a_block_that_is_over_or_lifted_cannot_be_lifted(office: Office) -> None:
    issued, _ = await office.resident()
    short, long = await office.block(issued, until=DAY), await office.block(issued, Clause.LOSS)
    office.clock.go_on(timedelta(days=1))
    await office.lift(long)
    for block in (short, long):
        assert await lift_block(office.ctx, block, "Znowu", by=OPERATOR) is Refusal.OVER
