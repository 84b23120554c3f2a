"""Whose balance is another one than people saw before: they are told of it."""

from pathlib import Path

from iok_core.db import execute
from iok_core.ledger.changes import changed_accounts
from iok_core.portal import Portal
from tests.portal import people
from tests.premises.registers import Register


def test_a_balance_is_new_if_it_closes_otherwise_or_was_not_there(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register, ids = await Register.open(portal), {}
        for key in ("as it was", "opens otherwise", "closes otherwise"):
            ids[key] = await register.account(key, [], balance=(0, 500))
        await register.publish(2)
        for key, opening, closing in (("opens otherwise", 100, 500), ("closes otherwise", 0, 400)):
            sql = "UPDATE balance SET until_gen = 2 WHERE account = {}"
            await execute(sql, ids[key])
            await execute(
                "INSERT INTO balance (source, key, since_gen, until_gen, digest, account, opening, "
                "closing) SELECT source, key, 2, {}, 1, account, {}, {} FROM balance "
                "WHERE account = {}",
                *(2**62, opening, closing, ids[key]),
            )
        ids["first one"] = await register.account("first one", [], balance=(0, 500))
        found = await changed_accounts(register.source, 1, 2)
        assert found == {ids["closes otherwise"], ids["first one"]}

    people(portal_folder, check)
