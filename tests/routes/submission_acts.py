"""What staff do about submissions of residents."""

from collections.abc import Mapping
from typing import Any

from iok_core.api import Desk
from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.handovers.service import forget
from iok_core.handovers.tables import HandOver
from iok_core.portal import Portal
from iok_core.submissions.answer_templates import NewTemplate, add_template
from iok_core.submissions.merging import merge
from tests.house import RESIDENT, House
from tests.routes.act import Act, Ids
from tests.submissions.sent import FAULT, add_submission

CASE = "/biuro/zgloszenia/{submission}"


def a_submission(house: House) -> Ids:
    person = house.actors[RESIDENT].own["person"]
    made = house.live.do(lambda portal: add_submission(portal, person))
    return {"submission": made}


def who_calls(house: House) -> Ids:
    return {"person": house.actors[RESIDENT].own["person"]}


TEMPLATE = {"desk": "technical", "title": "Termin", "text": "Przyjdziemy jutro"}


def a_template(house: House) -> Ids:
    async def made(portal: Portal) -> object:
        new = NewTemplate(Desk.TECHNICAL, TEMPLATE["title"], TEMPLATE["text"])
        return await add_template(portal.submissions, new, by=Origin.staff(1))

    return {"template": house.live.do(made)}


def two_alike(house: House) -> Ids:
    """Of the same person, and the number of one of them."""
    double, main = a_submission(house)["submission"], a_submission(house)["submission"]
    sql = "SELECT number FROM submission WHERE id = {}"
    return {"submission": double, "number": house.live.rows(sql, main)[0][0]}


def two_to_choose_from(house: House) -> Ids:
    return {"double": a_submission(house)["submission"], "main": a_submission(house)["submission"]}


def two_joined(house: House) -> Ids:
    double, main = int(a_submission(house)["submission"]), int(a_submission(house)["submission"])
    house.live.do(lambda portal: merge(portal.submissions, double, main, "", by=Origin.staff(1)))
    return {"submission": double}


def given_up(house: House) -> Ids:
    """A connector was to take over what the house has declared, and has refused it."""

    declared = house.actors[RESIDENT].own["declared"]

    async def made(portal: Portal) -> object:
        await forget(declared)
        rows = await fetch("SELECT premises FROM submission WHERE id = {}", declared)
        now: Any = portal.clock.now()
        row = HandOver(submission=declared, module=1, premises=rows[0][0], next_at=now)
        row.content, row.state = "{}", "dead"
        return await row.save()

    house.live.do(made)
    return {"declared": declared}


ACTS: Mapping[str, Act] = {
    f"POST {CASE}/odpowiedz": Act(
        leaves=(Action.SUBMISSION_ANSWER,),
        sent={"text": "Kran naprawiony", "state": "done"},
        before=a_submission,
        form=CASE,
    ),
    "POST /biuro/osoby/{person}/zgloszenia/{form}": Act(
        leaves=(Action.SUBMISSION_ENTER,),
        sent={**FAULT, "_kontakt": "phone", "_krok": "wpisz", "_szkic": "1"},
        before=who_calls,
    ),
    "POST /biuro/zgloszenia/do-wpisania/{declared}": Act(
        leaves=(Action.SUBMISSION_HAND_OVER,),
        sent={"sure": "1"},
        form="/biuro/zgloszenia/do-wpisania",
    ),
    "POST /biuro/zgloszenia/do-wpisania/{declared}/ponow": Act(
        leaves=(Action.SUBMISSION_SEND_AGAIN,),
        sent={"sure": "1"},
        before=given_up,
        form="/biuro/zgloszenia/do-wpisania",
    ),
    "POST /biuro/zgloszenia/wzory": Act(leaves=(Action.ANSWER_TEMPLATE_SAVE,), sent=TEMPLATE),
    "POST /biuro/zgloszenia/wzory/{template}": Act(
        leaves=(Action.ANSWER_TEMPLATE_SAVE,), sent=TEMPLATE, before=a_template
    ),
    "POST /biuro/zgloszenia/wzory/{template}/usun": Act(
        leaves=(Action.ANSWER_TEMPLATE_DELETE,),
        sent={"sure": "1"},
        before=a_template,
        form="/biuro/zgloszenia/wzory/{template}",
    ),
    f"POST {CASE}/notatka": Act(
        leaves=(Action.SUBMISSION_NOTE,),
        sent={"note": "Ta sama pralka co w maju"},
        before=a_submission,
        form=CASE,
    ),
    f"POST {CASE}/polacz": Act(
        leaves=(Action.SUBMISSION_MERGE,),
        sent={"number": "{number}"},
        before=two_alike,
        form=CASE,
    ),
    "POST /biuro/zgloszenia/laczenie": Act(
        leaves=(Action.SUBMISSION_MERGE,),
        sent={"z-{double}": "1", "z-{main}": "1", "main": "{main}"},
        before=two_to_choose_from,
        form="/biuro/zgloszenia/laczenie?z-{double}=1&z-{main}=1",
    ),
    f"POST {CASE}/rozlacz": Act(
        leaves=(Action.SUBMISSION_SPLIT,), sent={"sure": "1"}, before=two_joined, form=CASE
    ),
    f"POST {CASE}/przydziel": Act(
        leaves=(Action.SUBMISSION_ASSIGN,), sent={"staff": "1"}, before=a_submission, form=CASE
    ),
}
