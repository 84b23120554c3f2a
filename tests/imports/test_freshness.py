"""Data older than usual: the day on which that begins, and who reads it."""

from datetime import date, timedelta

import msgspec
import pytest

from iok_core.api import DataKind
from iok_core.db import execute
from iok_core.imports.freshness import Freshness, Stale, stale
from iok_core.operations.doctor import examine
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.imports.at_the_office import office, payer, plain
from tests.portal import LivePortal

DAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("kind", "fresh"),
    [
        (DataKind.BALANCES, 3),
        (DataKind.ENTRIES, 3),
        (DataKind.BANK_STATEMENTS, 3),
        (DataKind.CHARGES, 35),
    ],
)
def test_k07_3_each_kind_has_its_own_limit(kind: DataKind, fresh: int) -> None:
    last = DAY + timedelta(days=fresh)
    assert stale({kind: DAY}, Freshness(), last) == []
    since = last + timedelta(days=1)
    assert stale({kind: DAY}, Freshness(), since) == [Stale(kind, DAY, since)]


def test_k07_3_registers_never_grow_old() -> None:
    days = {DataKind.PREMISES: DAY, DataKind.TITLES: DAY}
    assert stale(days, Freshness(), date(2030, 1, 1)) == []


def test_a_limit_is_whole_days_and_not_below_none() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"balances": -1}, Freshness)


def as_of(live: LivePortal, day: date, kind: str = "%") -> None:
    live.do(lambda _: execute("UPDATE snapshot SET as_of = {} WHERE kind LIKE {}", day, kind))


def test_k07_3_residents_and_staff_read_that_data_are_old_and_since_when(base: LivePortal) -> None:
    today = base.do(_today)
    resident, staff = payer(base, "K0003"), office(base)
    as_of(base, today - timedelta(days=3))
    for browser, page in ((resident, "/"), (resident, "/rozliczenia"), (staff, "/biuro")):
        assert "tarsze niż zwykle" not in plain(browser.open(page).text)
    as_of(base, today - timedelta(days=5))
    since = today - timedelta(days=1)
    for page in ("/", "/rozliczenia"):
        told = plain(resident.open(page).text)
        assert "Dane są starsze niż zwykle" in told
        assert f"Od {since.day} " in told
    assert "Wczytaj nowsze dane" in plain(staff.open("/biuro").text)
    assert "starsze niż zwykle" in plain(staff.open("/biuro/importy").text)


@on_sqlite
def test_k07_3_old_charges_are_told_beside_the_charges(base: LivePortal) -> None:
    today = base.do(_today)
    resident = payer(base, "K0003")
    as_of(base, today)
    as_of(base, today - timedelta(days=36), "charges")
    told = plain(resident.open("/").text)
    assert "Naliczenia są starsze niż zwykle" in told
    assert "Dane są starsze" not in told


@on_sqlite
def test_k07_3_the_doctor_uses_the_same_limits(base: LivePortal) -> None:
    today = base.do(_today)
    for age, ok in ((3, True), (4, False)):
        as_of(base, today - timedelta(days=age))
        findings = {one.check: one for one in base.do(examine)}
        assert findings["data"].ok is ok


async def _today(portal: Portal) -> date:
    return portal.clock.today()
