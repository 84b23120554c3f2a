"""The characters that a demonstration counts on live in the smallest world and in any."""

from datetime import date, timedelta

import pytest

from iok_core.demo.cooperative.cast import Cast, Character
from iok_core.demo.cooperative.world import World, build_world
from tests.demo.conftest import TODAY, Exporter
from tests.demo.reading import Export, Row, day, grosze

A_YEAR_OF_DAYS = [
    date(year, month, number)
    for year, month in [(2026, m) for m in range(1, 13)] + [(2027, 1), (2024, 2)]
    for number in (1, 3, 28)
]


@pytest.fixture
def cast(small_world: World) -> Cast:
    return small_world.cast


def name(export: Export, who: Character) -> str:
    (row,) = (row for row in export.kontrahenci if row["Symbol"] == who.party)
    return row["Nazwa pełna"]


def kind(export: Export, premises: str) -> str:
    (row,) = (row for row in export.lokale if row["Symbol"] == premises)
    return row["Rodzaj lokalu"]


def accounts(export: Export, who: Character) -> list[tuple[str, str]]:
    rows = [row for row in export.konta if row["Kontrahent"] == who.party]
    assert tuple(row["Numer konta"] for row in rows) == who.accounts
    return [(row["Typ konta"], row["Symbole lokali"]) for row in rows]


def fee(export: Export, account: str) -> int:
    return grosze(export.entries(account, "NAL")[-1]["Kwota Wn"])


@pytest.mark.parametrize("today", A_YEAR_OF_DAYS)
def test_on_any_day_the_balances_of_the_cast_are_what_their_names_say(
    today: date, export: Exporter
) -> None:
    world = build_world(12, today.toordinal(), today)
    exported, cast = export(world, today), world.cast
    for account in cast.two_premises.accounts:
        assert 0 < exported.balance(account) <= 2 * fee(exported, account)
        assert len(exported.entries(account, "NAL")) == 24
        assert len(exported.entries(account, "WB", "KP")) >= 23
    assert exported.balance(cast.overpaid.accounts[0]) < 0
    assert sum(exported.balance(account) for account in cast.overpaid.accounts) < 0
    fees, *_, interest = cast.in_arrears.accounts
    assert exported.balance(fees) > fee(exported, fees)
    assert len(exported.entries(interest, "NO")) >= 7
    assert sum(exported.balance(account) for account in cast.seller.accounts) == 0


def test_someone_holds_a_flat_and_a_garage_with_an_account_each(small: Export, cast: Cast) -> None:
    flat, garage = cast.two_premises.premises
    assert [kind(small, flat), kind(small, garage)] == ["mieszkanie", "garaż"]
    assert accounts(small, cast.two_premises) == [("eksploatacja", flat), ("eksploatacja", garage)]


def test_the_newcomer_is_a_couple_and_one_payer(small: Export, cast: Cast) -> None:
    assert name(small, cast.newcomer) == "Zmyśleni Ewa i Jan"
    assert accounts(small, cast.newcomer) == [("eksploatacja", *cast.newcomer.premises)]


def test_the_stranger_has_a_flat_and_a_garage_on_one_account(small: Export, cast: Cast) -> None:
    flat, garage = cast.stranger.premises
    assert accounts(small, cast.stranger) == [
        ("eksploatacja", f"{flat}+{garage}"),
        ("fundusz remontowy", flat),
    ]
    charged = {
        row["Lokal"] for row in small.naliczenia if row["Konto"] == cast.stranger.accounts[0]
    }
    assert charged == {flat, garage}


def test_a_flat_changes_hands_between_one_day_and_the_next(small: Export, cast: Cast) -> None:
    garage, flat = cast.buyer.premises
    sold, bought = small.titles(cast.seller.party)[flat], small.titles(cast.buyer.party)[flat]
    assert cast.seller.premises == (flat,)
    assert 9 <= day(sold["Do"]).day <= 20
    assert day(bought["Od"]) == day(sold["Do"]) + timedelta(days=1)
    assert bought["Do"] == ""
    assert accounts(small, cast.buyer) == [("eksploatacja", garage), ("eksploatacja", flat)]


def test_the_buyer_held_a_garage_in_the_same_building_before(small: Export, cast: Cast) -> None:
    garage, flat = cast.buyer.premises
    building = {row["Symbol"]: row["Budynek"] for row in small.lokale}
    titles = small.titles(cast.buyer.party)
    assert kind(small, garage) == "garaż"
    assert building[garage] == building[flat]
    assert day(titles[garage]["Od"]) < day(titles[flat]["Od"])


def test_the_sellers_days_after_the_sale_are_taken_back(small: Export, cast: Cast) -> None:
    (account,) = cast.seller.accounts
    (credit,) = small.entries(account, "KOR")
    last_day = day(small.titles(cast.seller.party)[cast.seller.premises[0]]["Do"])
    (month,) = (
        row
        for row in small.entries(account, "NAL")
        if day(row["Data księgowania"]) == last_day.replace(day=1)
    )
    assert last_day == date(2026, 6, 16)
    # 14 of 30 days, each component rounded on its own: the sum may differ by a grosz or so.
    assert grosze(credit["Kwota Ma"]) == pytest.approx(grosze(month["Kwota Wn"]) * 14 / 30, abs=4)
    assert day(credit["Data księgowania"]) > last_day
    assert all(grosze(row["Wartość"]) < 0 for row in components(small, credit))
    assert small.entries(account, "NAL")[-1] == month


def components(export: Export, entry: Row) -> list[Row]:
    return [row for row in export.naliczenia if row["Dokument"] == entry["Dokument"]]


def test_the_buyer_is_charged_what_the_seller_got_back(small: Export, cast: Cast) -> None:
    first = small.entries(cast.buyer.accounts[1])[0]
    (credit,) = small.entries(cast.seller.accounts[0], "KOR")
    assert first["Typ"] == "NAL"
    assert first["Kwota Wn"] == credit["Kwota Ma"]


def test_an_overpayment_moves_between_two_accounts_of_one_payer(small: Export, cast: Cast) -> None:
    source, _, target, _ = cast.overpaid.accounts
    given, taken = small.entries(source, "PK"), small.entries(target, "PK")
    assert [row["Dokument"] for row in given] == [row["Dokument"] for row in taken]
    assert [row["Kwota Wn"] for row in given] == [row["Kwota Ma"] for row in taken]
    assert [day(row["Data księgowania"]).month for row in given] == [9, 9]
    assert [kind(small, premises) for premises in cast.overpaid.premises] == ["mieszkanie"] * 2


def test_arrears_bear_interest_on_an_account_of_its_own(small: Export, cast: Cast) -> None:
    assert [kind for kind, _ in accounts(small, cast.in_arrears)] == [
        "eksploatacja",
        "fundusz remontowy",
        "odsetki",
    ]
    interest = cast.in_arrears.accounts[-1]
    assert {row["Typ"] for row in small.entries(interest)} <= {"NO", "WB"}
    assert all(row["Termin zapłaty"] for row in small.entries(interest, "NO"))
    assert not [row for row in small.naliczenia if row["Konto"] == interest]


def test_co_owners_have_a_share_and_an_account_each(small: Export, cast: Cast) -> None:
    one, other = cast.co_owners
    assert one.premises == other.premises
    (flat,) = one.premises
    assert small.titles(one.party)[flat]["Udział"] == "1/3"
    assert small.titles(other.party)[flat]["Udział"] == "2/3"
    assert accounts(small, one) == accounts(small, other) == [("eksploatacja", flat)]
    assert 1.9 < fee(small, other.accounts[0]) / fee(small, one.accounts[0]) < 2.1


def test_a_legal_person_rents_the_commercial_unit(small: Export, cast: Cast) -> None:
    (unit,) = cast.company.premises
    (party,) = (row for row in small.kontrahenci if row["Symbol"] == cast.company.party)
    assert kind(small, unit) == "lokal użytkowy"
    assert party["Typ osoby"] == "osoba prawna"
    assert small.titles(cast.company.party)[unit]["Rodzaj prawa"] == "najem"


def test_heating_is_settled_each_year_with_surcharges_and_credits(
    small: Export, cast: Cast
) -> None:
    surcharge = small.entries(cast.two_premises.accounts[0], "ROZ")
    credit = small.entries(cast.overpaid.accounts[0], "ROZ")
    assert [bool(row["Kwota Wn"]) for row in surcharge] == [True, True]
    assert [bool(row["Kwota Ma"]) for row in credit] == [True, True]
    assert {day(row["Data księgowania"]).year for row in credit} == {2025, 2026}


@pytest.mark.parametrize("premises", [12, 13, 600])
def test_the_cast_plays_the_same_parts_in_any_world(premises: int) -> None:
    world = build_world(premises, 8, TODAY)
    names = {party.key: party.name for party in world.parties}
    assert names[world.cast.newcomer.party] == "Zmyśleni Ewa i Jan"
    assert names[world.cast.two_premises.party] == "Wymyślona-Źródłopodobna Łucja"
