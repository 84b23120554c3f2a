"""Everything that staff can do on a page, but what has files of its own beside this one."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from iok_core.approvals import service as approvals
from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.identity.permissions import Role
from iok_core.identity.staff_acts import NewColleague
from iok_core.identity.staff_approvals import ADD
from iok_core.imports.service import published_sources
from iok_core.plugin_host import failures
from iok_core.plugin_host.failures import Part
from iok_core.portal import Portal
from iok_core.premises.desk import acting_for, add_person
from iok_core.premises.holders import holders_in, places
from iok_core.premises.service import Basis
from tests.house import House
from tests.imports.bringing import bring_in, options_of
from tests.inhabitants import staff_of
from tests.routes.act import REASON, Act, Ids, a_resident

EXPORT = "a-semicolon-cp1250"


def a_building(house: House) -> Ids:
    """With one person who needs a slip."""

    async def move_in(portal: Portal) -> str:
        published, today = await published_sources(), portal.clock.today()
        place = (await places(published))[0]
        parties = [holder.party for holder in await holders_in(place, published, today)]
        known = {one.party for one in await acting_for(parties)}
        party = next(party for party in parties if party not in known)
        await add_person("Anna Nowa", party, Basis.SELF, by_identity=None, clock=portal.clock)
        return quote(f"{place.building}|{place.staircase}")

    return {"place": house.live.do(move_in)}


def another_session(house: House) -> Ids:
    """Of whoever does it."""
    house.enter(Role.ADMINISTRATOR)
    return {}


def a_slip_of_a_batch(house: House) -> Ids:
    sql = "SELECT min(person) FROM identity WHERE issue_batch = 1"
    return {"issue_batch": 1, "got": house.live.rows(sql)[0][0]}


def brought(house: House, variant: str = "") -> Ids:
    """Into the source of the exports, which is another one than the demonstration's."""
    line = house.live.do(lambda portal: bring_in(portal, options_of(EXPORT, variant)))
    assert line.source is not None
    return {"run": line.run, "source": line.source}


def held(house: House) -> Ids:
    return brought(house, "wrong-totals")


def a_part_that_fails(house: House) -> Ids:
    async def fail(portal: Portal) -> None:
        for _ in range(failures.IN_A_ROW):
            await failures.count_failure(Part("files", "panel"), "it fails", portal.clock)

    house.live.do(fail)
    return {}


def a_dead_delivery(house: House) -> Ids:
    async def die(_: Portal) -> int:
        await execute("UPDATE delivery SET state = 'dead'")
        return int((await fetch("SELECT min(id) FROM delivery"))[0][0])

    return {"delivery": house.live.do(die)}


def a_colleague(house: House) -> Ids:
    return {"colleague_id": house.live.clerk(Role.BOARD).staff or 0}


def a_colleague_with_a_factor(house: House) -> Ids:
    ids, now = a_colleague(house), house.live.do(a_moment)
    house.live.rows("UPDATE identity SET factor_since = {} WHERE staff = {}", now, *ids.values())
    return ids


async def a_moment(portal: Portal) -> datetime:
    return portal.clock.now()


def a_disabled_colleague(house: House) -> Ids:
    ids = a_colleague(house)
    house.live.rows("UPDATE staff SET active = {} WHERE id = {}", False, ids["colleague_id"])
    return ids


def a_request(house: House) -> Ids:
    """Of another administrator."""
    return asked_by(house, house.live.clerk(Role.ADMINISTRATOR).staff or 0)


def an_own_request(house: House) -> Ids:
    identity = house.actors[Role.ADMINISTRATOR].identity
    return asked_by(house, house.live.do(lambda _: staff_of(identity)))


def asked_by(house: House, staff: int) -> Ids:
    async def ask(portal: Portal) -> object:
        new = NewColleague(name=f"Zastępczyni {staff}", role=Role.ADMINISTRATOR)
        return await approvals.act(portal.approvals, ADD, new, "Urlop", by=Origin.staff(staff))

    asked = house.live.do(ask)
    assert isinstance(asked, approvals.Asked)
    return {"approval": asked.approval}


DECISION = {"reason": REASON}
COLLEAGUE = "/biuro/pracownicy/{colleague_id}"
REQUEST = "/biuro/do-zatwierdzenia/{approval}"
ACTS: Mapping[str, Act] = {
    "POST /biuro/kontrahenci/{party}/osoby": Act(
        leaves=(Action.PERSON_ADD,),
        sent={"name": "Nowa Osoba", "basis": "self"},
        form="/biuro/osoby",
    ),
    "POST /biuro/osoby/{person}/dostep": Act(
        leaves=(Action.ACCESS_ISSUE, Action.DEMAND_REGISTER, Action.DEMAND_EXECUTE),
        sent={"identity_checked": "1", "document": "passport", "journal": "11/2026"},
        before=a_resident,
    ),
    "POST /biuro/osoby/{person}/dostep/wreczenie": Act(
        leaves=(Action.ACCESS_HAND_OVER,), before=a_resident, form="/biuro/osoby"
    ),
    "POST /biuro/osoby/{person}/dostep/potwierdzenie": Act(
        leaves=(Action.ACCESS_RECEIPT,), before=a_resident, form="/biuro/osoby"
    ),
    "POST /biuro/osoby/{person}/pracownik": Act(
        leaves=(Action.STAFF_RESIDENT,), sent={"employee": "1"}, before=a_resident
    ),
    "POST /biuro/kontrahenci/{party}/osoby/{person}": Act(
        leaves=(Action.ACTING_CHANGE,),
        sent={"basis": "power_of_attorney", "grounds": "Pismo z 2.03", "until": "2099-01-01"},
    ),
    "POST /biuro/sesje/{session_id}/zakoncz": Act(
        leaves=(Action.SESSION_END,), form="/biuro/sesje"
    ),
    "POST /biuro/sesje/zakoncz-inne": Act(
        leaves=(Action.SESSION_END,), before=another_session, form="/biuro/sesje"
    ),
    "POST /biuro/sesje/zakoncz-wszystkie": Act(leaves=(Action.SESSION_END,), form="/biuro/sesje"),
    "POST /biuro/wydania/nowe": Act(
        leaves=(Action.ACCESS_BATCH_ISSUE, Action.ACCESS_ISSUE),
        sent={"checks_on_handing_over": "1", "paper": "strip"},
        before=a_building,
        form="/biuro/wydania/nowe?gdzie={place}",
    ),
    "POST /biuro/wydania/{issue_batch}/wreczenie": Act(
        leaves=(Action.ACCESS_HAND_OVER,),
        sent={"p{got}": "1", "seen": "1", "seen_document": "id_card", "signed": ""},
        before=a_slip_of_a_batch,
        form="/biuro/osoby",
    ),
    "POST /biuro/importy": Act(
        leaves=(Action.IMPORT_RUN,), sent={"module": "1"}, form="/biuro/importy"
    ),
    "POST /biuro/moduly/{module}": Act(leaves=(Action.MODULE_CHANGE, Action.MODULE_CHECK)),
    "POST /biuro/moduly/{module}/sprawdz": Act(
        leaves=(Action.MODULE_CHECK,), form="/biuro/moduly/1"
    ),
    "POST /biuro/moduly/{module}/wznow": Act(
        leaves=(Action.MODULE_ENABLE,), form="/biuro/moduly/1"
    ),
    "POST /biuro/moduly/{module}/wstrzymaj": Act(
        leaves=(Action.MODULE_PAUSE,), form="/biuro/moduly/1"
    ),
    "POST /biuro/nowy-modul/{extension}": Act(
        leaves=(Action.MODULE_ADD, Action.MODULE_ENABLE),
        sent={"module_title": "Archiwum", "folder": "/nie-ma", "layout": "wn-ma"},
    ),
    # these build on each other: each import takes a second
    "POST /biuro/importy/{run}/odrzucenie": Act(
        leaves=(Action.GENERATION_REJECT,), sent=DECISION, before=held
    ),
    "POST /biuro/importy/{run}/publikacja": Act(
        leaves=(Action.GENERATION_RELEASE, Action.GENERATION_PUBLISH),
        sent=DECISION,
        before=held,
    ),
    "POST /biuro/importy/zrodla/{source}/cofniecie": Act(
        leaves=(Action.GENERATION_UNDO,), sent=DECISION, before=brought
    ),
    "POST /biuro/importy/zrodla/{source}/przywrocenie": Act(
        leaves=(Action.GENERATION_REDO,), sent=DECISION, before=lambda _: {"source": 2}
    ),
    "POST /biuro/wtyczki/{plugin}/wznow": Act(
        leaves=(Action.PLUGIN_RESUME,), before=a_part_that_fails, form="/biuro/wtyczki"
    ),
    "POST /biuro/raporty/{report}": Act(leaves=(Action.REPORT_RUN,), sent={"whom": "all"}),
    "POST /biuro/raporty/przebiegi/{batch}/przerwij": Act(
        leaves=(Action.REPORT_CANCEL,), form="/biuro/raporty"
    ),
    "POST /biuro/wiadomosci/{delivery}/ponow": Act(
        leaves=(Action.DELIVERY_RETRY,), before=a_dead_delivery, form="/biuro/wiadomosci"
    ),
    "POST /biuro/wiadomosci/{delivery}/zamknij": Act(
        leaves=(Action.DELIVERY_CLOSE,), before=a_dead_delivery, form="/biuro/wiadomosci"
    ),
    "POST /biuro/pracownicy/nowy": Act(
        leaves=(Action.STAFF_ADD,), sent={"name": "Ola Nowa", "role": "desk"}
    ),
    "POST /biuro/pracownicy/{colleague_id}/rola": Act(
        leaves=(Action.STAFF_ROLE,), sent={"role": "desk"}, before=a_colleague, form=COLLEAGUE
    ),
    "POST /biuro/pracownicy/{colleague_id}/wylacz": Act(
        leaves=(Action.STAFF_DISABLE,), before=a_colleague
    ),
    "POST /biuro/pracownicy/{colleague_id}/wlacz": Act(
        leaves=(Action.STAFF_ENABLE,), before=a_disabled_colleague
    ),
    "POST /biuro/pracownicy/{colleague_id}/drugi-krok": Act(
        leaves=(Action.APPROVAL_ASK,),
        sent={"step": "confirm", "reason": "Zgubiony telefon"},
        before=a_colleague_with_a_factor,
    ),
    "POST /biuro/pracownicy/{colleague_id}/haslo-startowe": Act(
        leaves=(Action.ACCESS_ISSUE,), before=a_colleague
    ),
    "POST /biuro/do-zatwierdzenia/{approval}/zatwierdz": Act(
        leaves=(Action.STAFF_ADD, Action.APPROVAL_APPROVE), before=a_request, form=REQUEST
    ),
    "POST /biuro/do-zatwierdzenia/{approval}/odrzuc": Act(
        leaves=(Action.APPROVAL_REJECT,), sent={"why": "Nie teraz"}, before=a_request, form=REQUEST
    ),
    "POST /biuro/do-zatwierdzenia/{approval}/wycofaj": Act(
        leaves=(Action.APPROVAL_WITHDRAW,), before=an_own_request, form=REQUEST
    ),
}
