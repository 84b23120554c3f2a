"""What staff do about blocks, objections, demands, losses and ended settlements."""

from collections.abc import Mapping

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access, file_objection
from iok_core.demands.service import DemandKind
from iok_core.losses.breaches import open_breach
from iok_core.losses.kinds import Caller, Happened
from iok_core.losses.reporting import report_in_words
from iok_core.portal import Portal
from tests.demanded import demanded
from tests.house import FORMER, House
from tests.portal import add_resident
from tests.routes.act import REASON, Act, Ids, a_resident


def a_block(house: House, clause: Clause = Clause.OWN_DEMAND) -> Ids:
    person = a_resident(house)["person"]

    async def block(portal: Portal) -> object:
        await demanded(portal.identity, person, DemandKind.BLOCK)
        await demanded(portal.identity, person, DemandKind.UNBLOCK)
        since = portal.clock.today()
        new = NewBlock(person=person, clause=clause, reason="Pismo", since=since)
        return await block_access(portal.identity, new, by=Origin.operator("tester"))

    made = house.live.do(block)
    assert isinstance(made, int)
    return {"block": made}


def who_demands_a_block(house: House) -> Ids:
    ids = a_resident(house)
    house.live.do(lambda portal: demanded(portal.identity, ids["person"], DemandKind.BLOCK))
    return ids


def a_demand(house: House) -> Ids:
    person = a_resident(house)["person"]
    made = house.live.do(lambda portal: demanded(portal.identity, person, DemandKind.BLOCK))
    return {"demand": made}


def a_demand_carried_out(house: House) -> Ids:
    a_block(house)
    sql = "SELECT max(id) FROM demand WHERE executed_at IS NOT NULL"
    return {"demand": house.live.rows(sql)[0][0]}


def a_block_to_object(house: House) -> Ids:
    return a_block(house, Clause.END_OF_SETTLEMENTS)


def an_objection(house: House) -> Ids:
    ids = a_block_to_object(house)
    by = Origin.operator("tester")
    house.live.do(lambda p: file_objection(p.identity, ids["block"], "To pomyłka", by=by))
    return ids


def an_ended_one(house: House) -> Ids:
    """Two are: whose title has ended, and who acts for nobody any more. One is not ticked."""
    return {"former": house.actors[FORMER].own["person"]}


def a_loss(house: House) -> Ids:
    """Told in words, with the identifier of somebody."""
    whose = house.live.do(add_resident)

    async def report(portal: Portal) -> object:
        caller = Caller(identifier=whose.identifier, phone="600 100 200")
        return await report_in_words(portal.losses, caller, Happened(), "198.51.100.0/24")

    told = house.live.do(report)
    assert isinstance(told, int)
    return {"loss": told}


def a_breach(house: House) -> Ids:
    ids = a_loss(house)
    by = Origin.operator("tester")
    house.live.do(lambda portal: open_breach(portal.losses, ids["loss"], by=by))
    return ids


DEMAND = "/biuro/zadania/{demand}"
LOSS = "/biuro/utraty/{loss}"
ACTS: Mapping[str, Act] = {
    "POST /biuro/osoby/{person}/blokady/nowa": Act(
        leaves=(Action.ACCESS_BLOCK, Action.DEMAND_EXECUTE),
        sent={"clause": "9", "reason": "Pismo", "step": "confirm"},
        before=who_demands_a_block,
    ),
    "POST /biuro/blokady/{block}/zdejmij": Act(
        leaves=(Action.ACCESS_UNBLOCK, Action.DEMAND_EXECUTE),
        sent={"reason": "Pismo"},
        before=a_block,
    ),
    "POST /biuro/osoby/{person}/utrata": Act(
        leaves=(Action.ACCESS_BLOCK, Action.LOSS_REPORT), before=a_resident
    ),
    "POST /biuro/osoby/{person}/zadanie": Act(
        leaves=(Action.DEMAND_REGISTER,),
        sent={"kind": "block", "form": "paper", "journal": "11/2026"},
        before=a_resident,
    ),
    "POST /biuro/zadania/{demand}/zamknij": Act(
        leaves=(Action.DEMAND_CLOSE,), sent={"reason": REASON}, before=a_demand, form=DEMAND
    ),
    "POST /biuro/zadania/{demand}/potwierdzenie": Act(
        leaves=(Action.DEMAND_CONFIRM,), before=a_demand_carried_out, form=DEMAND
    ),
    "POST /biuro/utraty/{loss}/naruszenie": Act(
        leaves=(Action.BREACH_OPEN,), before=a_loss, form=LOSS
    ),
    "POST /biuro/utraty/{loss}/naruszenie/decyzja": Act(
        leaves=(Action.BREACH_DECIDE,),
        sent={"outcome": "no_risk", "reason": REASON},
        before=a_breach,
        form=f"{LOSS}/naruszenie",
    ),
    "POST /biuro/utraty/{loss}/zablokuj": Act(
        leaves=(Action.ACCESS_BLOCK, Action.LOSS_BLOCK), before=a_loss, form=LOSS
    ),
    "POST /biuro/utraty/{loss}/zamknij": Act(
        leaves=(Action.LOSS_CLOSE,), sent={"reason": REASON}, before=a_loss, form=LOSS
    ),
    "POST /biuro/blokady/{block}/sprzeciw": Act(
        leaves=(Action.OBJECTION_FILE,), sent={"text": "To pomyłka"}, before=a_block_to_object
    ),
    "POST /biuro/blokady/{block}/sprzeciw/decyzja": Act(
        leaves=(Action.OBJECTION_DECIDE,),
        sent={"outcome": "dismiss", "answer": "Konto jest puste"},
        before=an_objection,
        form="/biuro/blokady/{block}/sprzeciw",
    ),
    "POST /biuro/koniec-rozliczen": Act(
        leaves=(Action.ACCESS_BLOCK,),
        sent={"looked_at": "1", "p{former}": ""},
        before=an_ended_one,
        form="/biuro/koniec-rozliczen",
    ),
    "POST /biuro/osoby/{person}/zgon": Act(
        leaves=(Action.ACCESS_BLOCK, Action.DEATH_RECORD),
        sent={"reason": "Pismo", "certain": "1"},
        before=a_resident,
    ),
}
