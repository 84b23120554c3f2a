"""Who holds what in a building on a day, and which buildings there are, as people see them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from iok_core.db import execute
from iok_core.portal import Portal
from iok_core.premises.desk import acting_in, holding_today, party_by_key, with_ended_titles
from iok_core.premises.holders import Place, holders_in, places
from iok_core.premises.parties import buildings, find_parties, holders_by_address, party_cards
from tests.portal import people
from tests.premises.registers import Register

DAY = date(2026, 3, 15)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
SPANS = {"now": (1, 9), "gone": (1, 2), "soon": (3, 9)}
"""From which generation on something is there, and from which on no more; 2 is published."""


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (DAY, None, True),
        (AFTER, None, False),
        (BEFORE, DAY, True),
        (BEFORE, BEFORE, False),
    ],
)
def test_k06_1_whoever_holds_premises_on_the_day_is_found(
    portal_folder: Path, since: date, until: date | None, holds: bool
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        flat, party = await register.premises("7"), await register.party("A")
        await register.title(flat, party, since, until)
        found = await holders_in(Place("Lipowa 1", ""), register.published, DAY)
        assert [one.party for one in found] == ([party] if holds else [])
        assert await holders_by_address(register.published, DAY) == [one.party for one in found]

    people(portal_folder, check)


def test_k06_1_holders_of_a_building_or_of_one_staircase_stand_in_the_order_of_a_walk(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register, holders = await Register.open(portal), {}
        for staircase, number in (("B", "3"), ("A", "10"), ("A", "2")):
            flat = await register.premises(number, staircase=staircase)
            holders[number] = await register.party(f"K{number}")
            await register.title(flat, holders[number])
        elsewhere = await register.premises("1", building="Lipowa 2")
        await register.title(elsewhere, holders["3"])

        async def walk(staircase: str) -> list[str]:
            found = await holders_in(Place("Lipowa 1", staircase), register.published, DAY)
            assert [one.party for one in found] == [holders[one.number] for one in found]
            return [one.number for one in found]

        assert await walk("") == ["2", "10", "3"]
        assert await walk("A") == ["2", "10"]
        assert await walk("C") == []

    people(portal_folder, check)


def test_p7_a_building_that_nobody_sees_yet_or_any_more_is_not_offered(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        for key, building, staircase, since, until in (
            ("1", "Lipowa 1", "A", 1, 9),
            ("2", "Lipowa 1", "B", 2, 9),
            ("3", "Zniesiona 1", "", 1, 2),
            ("4", "Przyszła 1", "", 3, 9),
        ):
            id_ = await register.premises(key, building=building, staircase=staircase)
            await execute(
                "UPDATE premises_version SET since_gen = {}, until_gen = {} WHERE premises = {}",
                *(since, until, id_),
            )
        await register.publish(2)
        assert await buildings(register.published) == ["Lipowa 1"]
        told = [(one.building, one.staircase) for one in await places(register.published)]
        assert told == [("Lipowa 1", ""), ("Lipowa 1", "A"), ("Lipowa 1", "B")]

    people(portal_folder, check)


async def spanned(table: str, column: str, id_: int, key: str) -> None:
    await execute(
        f"UPDATE {table} SET since_gen = {{}}, until_gen = {{}} WHERE {column} = {{}}",
        *(*SPANS[key], id_),
    )


def test_p7_payers_titles_and_premises_are_found_and_shown_while_they_are_published(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        parties = {key: await register.party(key) for key in SPANS}
        for key in SPANS:
            await spanned("party_version", "party", parties[key], key)
            flat, garage = await register.premises(f"{key} 1"), await register.premises(f"{key} 2")
            for held in (flat, garage):
                await register.title(held, parties["now"])
            await spanned("title", "premises", flat, key)
            await spanned("premises_version", "premises", garage, key)
        await register.publish(2)
        (card,) = await party_cards(parties.values(), register.published)
        assert card.key == "now"
        assert sorted(one.symbol for one in card.holds) == ["now 1", "now 2"]
        found = [one for key in SPANS for one in await find_parties(key, register.published)]
        assert found == [card]

    people(portal_folder, check)


def test_p7_buildings_stand_in_polish_order(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        for building in ("Zielna 1", "Łąkowa 2", "Mała 3", "Lipowa 4"):
            await register.premises(building, building=building)
        told = ["Lipowa 4", "Łąkowa 2", "Mała 3", "Zielna 1"]
        assert await buildings(register.published) == told

    people(portal_folder, check)


def test_p7_payers_of_all_sources_stand_by_their_address_and_those_of_one_flat_by_name(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        first, second = await Register.open(portal), await Register.open(portal)
        parties = {}
        for register, place, names in ((first, "lipowa 1", "zc"), (first, "lipowa 3", "b"),
                                       (second, "lipowa 2", "a")):  # fmt: skip
            flat = await register.premises(place, sort_key=place)
            for name in names:
                parties[name] = await register.party(name)
                await register.title(flat, parties[name])
                sql = "UPDATE party_version SET sort_key = {} WHERE party = {}"
                await execute(sql, name, parties[name])
        found = await holders_by_address(first.published | second.published, DAY)
        assert found == [parties[name] for name in "czab"]

    people(portal_folder, check)


def test_p7_what_a_payer_holds_stands_by_its_address_and_the_earlier_title_first(
    portal_folder: Path,
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        party = await register.party("A")
        for place, *days in (("lipowa 2", BEFORE), ("lipowa 1", AFTER, DAY)):
            flat = await register.premises(place, sort_key=place)
            for day in days:
                await register.title(flat, party, day)
        (card,) = await party_cards([party], register.published)
        shown = [(one.symbol, one.since) for one in card.holds]
        assert shown == [("lipowa 1", DAY), ("lipowa 1", AFTER), ("lipowa 2", BEFORE)]

    people(portal_folder, check)


@pytest.mark.parametrize(
    ("since", "until", "acts"),
    [(DAY, None, True), (AFTER, None, False), (BEFORE, DAY, True), (BEFORE, BEFORE, False)],
)
def test_k12_3_whoever_acts_on_the_day_for_whom_a_title_holds_then_holds_something(
    portal_folder: Path, since: date, until: date | None, *, acts: bool
) -> None:
    async def check(portal: Portal) -> None:
        register = await Register.open(portal)
        parties = [await register.party(key) for key in "AB"]
        acting, holding = [await register.person("Anna", party) for party in parties]
        sql = "UPDATE representation SET since = {}, until = {} WHERE person = {}"
        await execute(sql, since, until, acting)
        flat = await register.premises("7")
        await register.title(flat, parties[0])
        await register.title(flat, parties[1], since, until)
        expected = {acting, holding} if acts else set()
        assert await holding_today(register.published, DAY) == expected

    people(portal_folder, check)


def test_k12_5_titles_that_ended_from_one_day_until_before_another(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        register, persons = await Register.open(portal), {}
        flat = await register.premises("7")
        for last in (BEFORE - timedelta(days=1), BEFORE, DAY, AFTER):
            party = await register.party(str(last))
            persons[last] = await register.person("Anna", party)
            await register.title(flat, party, until=last)
        found = await with_ended_titles(register.published, BEFORE, AFTER)
        assert found == {persons[BEFORE], persons[DAY]}

    people(portal_folder, check)


def test_everybody_of_one_source_is_found_once_in_portions(portal_folder: Path) -> None:
    async def check(portal: Portal) -> None:
        first, second = await Register.open(portal), await Register.open(portal)
        parties = [await second.party(key) for key in "AB"]
        others = await first.party("A")
        persons = [await second.person("Anna", parties[0]) for _ in range(3)]
        await first.person("Jan", others)
        await second.acts(persons[0], parties[1])
        assert await acting_in(second.source, after=0, limit=2) == persons[:2]
        assert await acting_in(second.source, after=persons[1], limit=2) == persons[2:]
        assert await party_by_key(first.source, "A") == others
        assert await party_by_key(second.source, "A") == parties[0]
        assert await party_by_key(first.source, "B") is None

    people(portal_folder, check)
