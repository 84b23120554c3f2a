"""Who acts for a firm or with a power of attorney: on which basis, and until which day (K06-9)."""

from datetime import timedelta

import httpx
import pytest

from iok_core.audit.origin import Origin
from iok_core.identity.acting import FlawedActingError, let_act
from iok_core.identity.permissions import Role
from iok_core.portal import Portal
from iok_core.premises.desk import NewActing, acting_as
from iok_core.premises.service import Basis, held_on, person_view
from tests.databases import on_sqlite
from tests.identity.at_the_desk import ATTORNEY, Desk, Route
from tests.portal import LivePortal

FIRM = {"name": "Jan Prezesowski", "basis": "register", "grounds": "KRS 0000123456"}
PESEL = "44051401359"
FLAWED: list[tuple[dict[str, str], str]] = [
    ({**FIRM, "until": ""}, "until"),
    ({**FIRM, "until": "2020-01-01"}, "until"),
    ({**FIRM, "until": "2099-01-01", "grounds": " "}, "grounds"),
    ({**FIRM, "until": "2099-01-01", "grounds": f"PESEL {PESEL}"}, "grounds"),
    ({**FIRM, "until": "2099-01-01", "name": f"Jan {PESEL}"}, "name"),
    ({"name": "Anna", "basis": "self", "grounds": "dowód ABC 123456"}, "grounds"),
]
"""Forms, each with the field that is at fault."""


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)


def add(desk: Desk, **form: str) -> httpx.Response:
    path = f"/biuro/kontrahenci/{desk.parties['000417']}/osoby"
    return desk.send(desk.browser_of(), Route("POST", path, form))


def test_k06_9_a_firm_acts_through_a_named_human_with_a_basis_and_an_end(desk: Desk) -> None:
    assert add(desk, **FIRM, until="2099-06-30").status_code == 303
    sql = "SELECT p.name, r.basis, r.grounds, r.until FROM representation r "
    rows = desk.live.rows(f"{sql} JOIN person p ON p.id = r.person WHERE r.basis = 'register'")
    assert [(*row[:3], str(row[3])) for row in rows] == [
        ("Jan Prezesowski", "register", "KRS 0000123456", "2099-06-30")
    ]
    page = desk.browser_of().open(f"/biuro/kontrahenci/{desk.parties['000417']}").text
    for told in ("KRS 0000123456", "do 30.06.2099"):
        assert told in page


@on_sqlite
def test_k06_1_k06_9_what_is_not_in_order_stays_in_the_form_and_is_not_kept(desk: Desk) -> None:
    for form, wrong in FLAWED:
        answer = add(desk, **form)
        assert (answer.status_code, f'id="{wrong}-error"' in answer.text) == (422, True), form
    assert desk.live.rows("SELECT count(*) FROM person") == [(1,)]


@on_sqlite
def test_k06_9_no_other_way_records_what_the_form_refuses(desk: Desk) -> None:
    async def recorded(portal: Portal) -> None:
        new = NewActing(party=desk.party, name="X", basis=Basis.REGISTER, by_identity=None)
        await let_act(portal.identity, new, by=Origin.operator("root"))

    with pytest.raises(FlawedActingError, match="no_grounds, no_end"):
        desk.live.do(recorded)


def test_k06_9_the_basis_and_the_end_are_changed_and_the_access_ends_with_it(desk: Desk) -> None:
    clerk = desk.live.clerk()
    path = f"/biuro/kontrahenci/{desk.party}/osoby/{desk.person}"
    browser = desk.live.browser_of(clerk)
    changed = desk.send(browser, Route("POST", path, ATTORNEY))
    assert changed.headers["location"] == f"/biuro/kontrahenci/{desk.party}"
    kept = ("person", desk.person, "done")
    assert [row[:3] for row in desk.audit_of(clerk, "acting_change")] == [kept]

    async def held(_: Portal) -> list[int]:
        (acting,) = await acting_as([desk.person])
        assert acting.until is not None
        view = await person_view(desk.person, {1: 2})
        return [len(held_on(view, acting.until + timedelta(days=late))) for late in (0, 1)]

    seen, after = desk.live.do(held)
    assert (seen > 0, after) == (True, 0)
    page = browser.open(path).text
    assert 'value="power_of_attorney" checked' in page
    assert 'value="2099-01-01"' in page


@on_sqlite
def test_k06_9_whoever_acts_no_more_has_no_such_page(desk: Desk) -> None:
    desk.live.rows("UPDATE representation SET until = '2020-01-01', since = '2019-01-01'")
    path = f"/biuro/kontrahenci/{desk.party}/osoby/{desk.person}"
    assert desk.browser_of().open(path).status_code == 404


# K06-11 on the pages


@on_sqlite
def test_k06_11_the_own_access_is_told_as_one_and_has_no_form(desk: Desk) -> None:
    clerk = desk.live.clerk()
    desk.live.rows("UPDATE staff SET person = {} WHERE id = {}", desk.person, clerk.staff)
    browser = desk.live.browser_of(clerk)
    path = f"/biuro/osoby/{desk.person}/dostep"
    page = browser.open(path).text.replace("\u00a0", " ")
    assert "Musi to zrobić inna osoba z biura" in page
    assert not browser.has_form(path)
    form = {"identity_checked": "1", "document": "id_card", "after_issue": "0"}
    assert desk.send(browser, Route("POST", path, form)).status_code == 409
    assert desk.issue_number() == "0"
    reason = '{"document":"id_card","reason":"oneself"}'
    assert desk.audit_of(clerk, "access_issue") == [("person", desk.person, "refused", reason)]


@on_sqlite
def test_k06_11_somebody_who_does_not_work_there_is_no_choice(desk: Desk) -> None:
    path = f"/biuro/osoby/{desk.person}/pracownik"
    browser = desk.browser_of(Role.ADMINISTRATOR)
    assert desk.send(browser, Route("POST", path, {"employee": "999"})).status_code == 422
