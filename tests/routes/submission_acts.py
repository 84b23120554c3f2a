"""What staff do about submissions of residents."""

from collections.abc import Mapping

from iok_core.audit.actions import Action
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
    f"POST {CASE}/notatka": Act(
        leaves=(Action.SUBMISSION_NOTE,),
        sent={"note": "Ta sama pralka co w maju"},
        before=a_submission,
        form=CASE,
    ),
    f"POST {CASE}/przydziel": Act(
        leaves=(Action.SUBMISSION_ASSIGN,), sent={"staff": "1"}, before=a_submission, form=CASE
    ),
}
