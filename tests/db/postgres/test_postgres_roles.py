"""The owner makes tables, the portal's role works in them and cannot change what is append-only."""

from collections.abc import AsyncIterator, Iterator

import pytest

from iok_core.db import (
    DatabaseError,
    bound_to,
    changeable,
    current_role,
    execute,
    fetch,
    grant_to,
    open_database,
)
from iok_core.db.append_only import append_only
from iok_core.db.postgres.fitness import require_fit
from tests.databases import Cluster, Database, opened

CHANGES = ("UPDATE written SET x = 2", "DELETE FROM written", "TRUNCATE written")


@pytest.fixture
def roles(cluster: Cluster) -> Database:
    return cluster.two_roles(cluster.empty())


@pytest.fixture
async def owner(roles: Database) -> AsyncIterator[Database]:
    """Bound is the portal's own role; the owner has made two tables."""
    async with opened(roles):
        role = await current_role()
        async with bound_to(open_database(roles.owner_url, role="worker")):
            await execute("CREATE TABLE plain (x BIGSERIAL PRIMARY KEY)")
            await execute("CREATE TABLE written (x BIGSERIAL PRIMARY KEY)")
            for statement in append_only("written", "x"):
                await execute(statement)
            await grant_to(role)
        yield Database(engine="postgres", url=roles.owner_url)


@pytest.mark.usefixtures("owner")
async def test_aud2_the_portal_s_role_appends_and_changes_nothing() -> None:
    assert await fetch("INSERT INTO written DEFAULT VALUES RETURNING x") == [(1,)]
    for statement in CHANGES:
        with pytest.raises(DatabaseError, match="permission denied"):
            await execute(statement)
    with pytest.raises(DatabaseError, match=r"must be owner|permission denied"):
        await execute("ALTER TABLE written DISABLE TRIGGER USER")
    assert await fetch("SELECT x FROM written") == [(1,)]
    assert await changeable() == []


@pytest.mark.usefixtures("owner")
async def test_the_portal_s_role_works_with_other_tables_and_makes_none() -> None:
    assert await fetch("INSERT INTO plain DEFAULT VALUES RETURNING x") == [(1,)]
    assert await execute("UPDATE plain SET x = 7") == 1
    assert await execute("DELETE FROM plain") == 1
    for statement in ("TRUNCATE plain", "DROP TABLE plain", "CREATE TABLE more (x INTEGER)"):
        with pytest.raises(DatabaseError):
            await execute(statement)


async def test_aud2_an_owner_is_told_that_they_could_change_it(owner: Database) -> None:
    async with opened(owner):
        assert await changeable() == ["written"]


async def test_aud2_what_the_role_could_change_before_is_taken_from_it(owner: Database) -> None:
    """As where a table became append-only later."""
    role = await current_role()
    async with bound_to(open_database(owner.url, role="worker")):
        await execute(f"GRANT ALL ON written TO {role}")
    assert await changeable() == ["written"]
    async with bound_to(open_database(owner.url, role="worker")):
        await grant_to(role)
    assert await changeable() == []


@pytest.fixture
def without_letters(cluster: Cluster) -> Iterator[Database]:
    """Only bytes: whatever one program writes, another may read as other letters."""
    cluster.run("CREATE DATABASE bytes TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    yield Database(engine="postgres", url=cluster.url("bytes", "postgres"))
    cluster.run("DROP DATABASE bytes")


async def test_a_database_that_cannot_hold_names_as_they_are_is_refused(
    without_letters: Database,
) -> None:
    async with opened(without_letters):
        with pytest.raises(DatabaseError, match="LOCALE 'C'"):
            await require_fit()
