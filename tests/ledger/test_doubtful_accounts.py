"""Which accounts the office is told to look into, with what figures and in what order."""

from datetime import date
from pathlib import Path

from iok_core.db import execute
from iok_core.ledger.checks import Doubt, doubtful, how_many
from iok_core.portal import Portal
from tests.portal import people
from tests.premises.registers import Register

DAY = date(2026, 9, 1)
FORMER = (
    ("account_version", "account, kind, party", "account, kind, party"),
    ("balance", "account, opening, closing", "account, opening + 5000, closing + 9000"),
    ("entry", "account, booking_date, text, debit, credit", "account, booking_date, text, 7, 8"),
)


async def a_ledger(portal: Portal) -> Register:
    """Of payers Lis, Łoś and Mak, and accounts of nobody."""
    register = await Register.open(portal)
    lis, los, mak = [await register.party(name) for name in ("Lis", "Łoś", "Mak")]
    one = await register.account("1", [], los, balance=(100, 140))
    await register.account("2", [], lis, balance=(0, 5))  # without an entry
    await register.account("2b", [], lis, balance=(0, 7))
    three = await register.account("3", [], mak)
    await register.account("4", [])  # without a balance, and without an entry
    five = await register.account("5", [], lis, balance=(100, 150))
    await register.account("6", [], mak, balance=(0, 1))
    for account in (one, three, five):
        await register.entry(account, DAY, "Opłata", 50)
    await execute("DELETE FROM balance WHERE key IN ('3', '4')")
    await execute("UPDATE account_version SET until_gen = 1 WHERE key = '6'")  # it is gone
    for table, columns, before in FORMER:  # what the account had once
        await execute(
            f"INSERT INTO {table} (source, key, since_gen, until_gen, digest, {columns}) "
            f"SELECT source, key, 0, 1, 0, {before} FROM {table} WHERE account = {{}}",
            one,
        )
    return register


def test_k07_4_accounts_that_do_not_add_up_stand_in_the_order_of_their_payers(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register = await a_ledger(portal)
        found = await doubtful(Doubt.NOT_ADDING_UP, register.published)
        told = [(one.key, one.opening, one.debit, one.reckoned, one.difference) for one in found]
        assert told == [
            ("2", 0, 0, 0, 5),
            ("2b", 0, 0, 0, 7),
            ("1", 100, 50, 150, -10),
            ("3", None, 50, None, None),
        ]
        assert [one.payer and one.payer.name for one in found] == [
            *("Strona Lis", "Strona Lis", "Strona Łoś", "Strona Mak")
        ]

    people(portal_folder, check)


def test_k07_4_accounts_without_a_balance_are_told_apart_from_those(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        register = await a_ledger(portal)
        found = await doubtful(Doubt.WITHOUT_BALANCE, register.published)
        assert [(one.key, one.closing) for one in found] == [("4", None), ("3", None)]
        assert await how_many(register.source, register.gen) == (4, 2)
        assert await doubtful(Doubt.INCOMPLETE, register.published) == []

    people(portal_folder, check)
