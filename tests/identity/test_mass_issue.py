"""Accesses of a building at once: whose slips, in which order, and that none opens by itself."""

import pytest

from iok_core.db import execute, fetch
from iok_core.identity import mass_issue
from iok_core.identity.issuing import IssueRequest, issue_access
from iok_core.identity.kinds import DocumentKind
from iok_core.identity.mass_issue import (
    BatchIssued,
    MassRefusal,
)
from iok_core.identity.mass_plan import LeftOut, plan_for
from iok_core.imports.service import published_sources
from iok_core.portal import Portal
from iok_core.premises.holders import Place, places
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.identity.building import EWA, WHERE, Building
from tests.identity.slip_reading import slips
from tests.portal import LivePortal
from tests.reports.reading import Pdf


@pytest.fixture
def building(live: LivePortal) -> Building:
    return Building(live)


def names(issued: BatchIssued) -> list[str]:
    return [line.name for line, _ in issued.slips]


def test_k06_7_k06_8_slips_lie_in_the_order_of_the_way_and_each_person_has_one(
    building: Building,
) -> None:
    """Maria holds a garage without a staircase and a flat in B: she stands at the garage."""
    outcome = building.issued(adds=True)
    assert names(outcome) == [
        "Maria Ćwikłowska", "Łukasz Łukaszowy", "Dudkowa Ewa", "Anna Cebulowa",
    ]  # fmt: skip
    assert [line.holder.symbol for line, _ in outcome.slips] == [
        "L14-G1", "L14-7", "L14-70", "L14-1",
    ]  # fmt: skip
    rows = building.live.rows(
        "SELECT p.name, i.batch_place FROM identity i JOIN person p ON p.id = i.person "
        "WHERE i.issue_batch = {} ORDER BY i.batch_place",
        outcome.batch,
    )
    assert [row[0] for row in rows] == names(outcome)


@on_sqlite
def test_k06_7_a_staircase_is_issued_by_itself(building: Building) -> None:
    assert building.live.do(_places) == [
        Place("Lipowa 14", ""),
        Place("Lipowa 14", "A"),
        Place("Lipowa 14", "B"),
        Place("Rynek 1", ""),
    ]
    assert names(building.issued(Place("Lipowa 14", "B"))) == ["Anna Cebulowa", "Maria Ćwikłowska"]


async def _places(_: Portal) -> list[Place]:
    return await places(await published_sources())


@on_sqlite
def test_k06_7_the_plan_says_who_gets_none_and_why(building: Building) -> None:
    resident = building.live.resident("Zofia Czynna")
    building.live.rows(
        "UPDATE representation SET person = {} WHERE person = {}",
        resident.person,
        building.persons["K-2"],
    )

    async def planned(portal: Portal) -> list[tuple[str, LeftOut]]:
        request = IssueRequest(
            person=building.persons["K-3"],
            document=DocumentKind.PASSPORT,
            identity_checked=True,
            after_issue=0,
        )
        await issue_access(portal.identity, request, by=building.by)
        published = await published_sources()
        plan = await plan_for(portal.identity, WHERE, published, by=building.by, adds_payers=False)
        return [(line.name, reason) for line, reason in plan.left_out]

    assert building.live.do(planned) == [
        ("Łukasz Łukaszowy", LeftOut.HAS_SLIP),
        ("Dudkowa Ewa", LeftOut.NOBODY_ACTS),
        ("Zofia Czynna", LeftOut.HAS_ACCESS),
    ]


@on_sqlite
def test_k06_7_only_one_human_is_added_as_a_person(building: Building) -> None:
    """Slips of a batch that nobody has got are made anew: the other three each time."""
    called = "UPDATE party_version SET form = {}, name = {} WHERE key = 'K-4'"
    for form, name in (("couple", EWA), ("company", EWA), ("person", "Dudkowie Ewa i Jan")):
        building.live.rows(called, form, name)
        assert len(building.issued(adds=True).slips) == 3, (form, name)


@on_sqlite
def test_k06_2_without_the_tick_or_the_right_no_batch_is_made(building: Building) -> None:
    unticked = building.live.do(lambda portal: building.issue(portal, checks=False))
    building.live.rows("UPDATE staff SET role = 'board' WHERE id = {}", building.clerk.staff)
    unpermitted = building.live.do(building.issue)
    assert [unticked, unpermitted] == [
        MassRefusal.IDENTITY_NOT_CHECKED,
        MassRefusal.NOT_PERMITTED,
    ]
    assert building.live.rows("SELECT id FROM issue_batch") == []
    sql = "SELECT result, meta FROM audit WHERE action = 'access_batch_issue' ORDER BY seq"
    assert building.live.rows(sql) == [
        ("refused", '{"reason":"identity_not_checked","slips":3}'),
        ("refused", '{"reason":"not_permitted","slips":3}'),
    ]


@on_sqlite
def test_k06_7_a_file_has_no_more_slips_than_it_may(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass_issue, "MOST", 2)
    assert building.live.do(building.issue) is MassRefusal.TOO_MANY


@on_sqlite
def test_k06_3_a_second_print_makes_new_passwords_and_voids_the_first(building: Building) -> None:
    (_, first), *_others = building.issued().slips
    (_, second), *_others = building.issued().slips
    assert first.identifier == second.identifier
    sql = "UPDATE identity SET handed_over_at = start_issued_at"
    building.live.rows(sql)
    assert not building.enters(first.identifier, first.start_password)
    assert building.enters(second.identifier, second.start_password)


# the pages


def print_all(browser: Browser, **more: str) -> bytes:
    browser.open("/biuro/wydania/nowe?gdzie=Lipowa+14%7C&dodaj=1")
    answer = browser.submit(
        "/biuro/wydania/nowe", checks_on_handing_over="1", paper="strip", **more
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    return answer.content


def test_k06_7_from_the_printed_slips_to_the_signed_list(building: Building) -> None:
    browser = building.live.browser_of(building.clerk)
    printed = slips(print_all(browser))
    assert len(printed) == 4
    assert [building.enters(*one) for one in printed] == [False] * 4
    (batch,) = building.live.rows("SELECT id FROM issue_batch")[0]
    person = building.persons["K-2"]
    browser.open(f"/biuro/wydania/{batch}")
    form = f"/biuro/wydania/{batch}/wreczenie"
    unseen = browser.submit(form, **{f"p{person}": "1"})
    assert unseen.status_code == 422
    assert 'id="seen-error"' in unseen.text
    assert f'name="p{person}" value="1" checked' in unseen.text
    building.live.rows("DELETE FROM brake")  # of four sign-ins that came too early
    done = browser.submit(
        form, **{f"p{person}": "1", "seen": "1", "seen_document": "id_card", "signed": "1"}
    )
    assert done.status_code == 303
    assert [building.enters(*one) for one in printed] == [False, False, False, True]
    stages = (
        "SELECT person FROM identity WHERE handed_over_at IS NOT NULL AND receipt_at IS NOT NULL"
    )
    assert building.live.rows(stages) == [(person,)]


@on_sqlite
def test_k06_3_the_same_form_sent_again_prints_nothing(building: Building) -> None:
    browser = building.live.browser_of(building.clerk)
    browser.open("/biuro/wydania/nowe?gdzie=Lipowa+14%7C")
    form = browser.form("/biuro/wydania/nowe") | {"checks_on_handing_over": "1"}
    first, again = (browser.http.post("/biuro/wydania/nowe", data=form) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 409)
    assert "Nie powstał żaden wydruk" in again.text
    assert building.live.rows("SELECT count(*) FROM issue_batch") == [(1,)]


@on_sqlite
def test_k06_7_the_list_to_sign_has_everybody_in_order_and_no_secret(building: Building) -> None:
    browser = building.live.browser_of(building.clerk)
    printed = slips(print_all(browser))
    (batch,) = building.live.rows("SELECT id FROM issue_batch")[0]
    text = Pdf(browser.http.get(f"/biuro/wydania/{batch}/lista").content).text
    found = [text.index(f"{identifier[:3]} {identifier[3:]}") for identifier, _ in printed]
    assert found == sorted(found)
    assert "klatka A, nr 7" in text
    assert not [password for _, password in printed if password in text]


@on_sqlite
def test_k15_2_whoever_sees_whom_slips_are_for_leaves_a_row(building: Building) -> None:
    """Of the payers before there are slips, of the persons afterwards; who stands there alone."""
    batch, alone = building.issued(Place("Lipowa 14", "A")).batch, building.persons["K-3"]
    browser = building.live.browser_of(building.clerk)
    for path in ("nowe?gdzie=Lipowa+14%7C", str(batch), f"{batch}/lista"):
        assert browser.http.get(f"/biuro/wydania/{path}").status_code == 200
    sql = (
        "SELECT object_kind, object_id, meta FROM audit WHERE action = 'persons_view' ORDER BY seq"
    )
    of_one = ("person", alone, '{"rows":1}')
    assert building.live.rows(sql) == [("", None, '{"rows":4}'), of_one, of_one]


@on_sqlite
def test_k06_6_missing_receipts_are_a_list(building: Building) -> None:
    browser = building.live.browser_of(building.clerk)
    issued = building.issued()
    building.live.rows("UPDATE identity SET handed_over_at = start_issued_at WHERE issue_batch > 0")
    person = building.persons["K-1"]
    building.live.rows("UPDATE identity SET receipt_at = start_issued_at WHERE person = {}", person)
    missing = browser.open("/biuro/osoby?potwierdzenie=brak").text
    assert [name in missing for name in names(issued)] == [False, True, True]
    assert "Maria Ćwikłowska" in browser.open("/biuro/osoby?potwierdzenie=jest").text
    file = browser.http.get("/biuro/osoby.csv?potwierdzenie=brak").content.decode("utf-8-sig")
    assert len(file.splitlines()) == 3


async def expired(_: Portal) -> None:
    past = (await fetch("SELECT created_at FROM person"))[0][0]
    await execute("UPDATE identity SET start_expires_at = {} WHERE issue_batch > 0", past)


@on_sqlite
def test_k06_5_expired_slips_are_a_list_and_printed_anew(building: Building) -> None:
    first = building.issued()
    building.live.rows("UPDATE identity SET handed_over_at = start_issued_at WHERE issue_batch > 0")
    building.live.do(expired)
    listed = building.live.browser_of(building.clerk).open("/biuro/osoby?stan=wygasle").text
    assert [name in listed for name in names(first)] == [True] * 3
    assert names(building.issued()) == names(first)
