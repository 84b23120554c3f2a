"""What staff do with the regulations: each on a draft of its own, as others do not stay."""

from collections.abc import Mapping
from datetime import timedelta

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import SystemClock
from iok_core.portal import Portal
from iok_core.regulations import service as regulations
from iok_core.rulebook import drafts, publication
from iok_core.rulebook.drafts import Refusal
from iok_core.rulebook.publication import Resolution
from iok_core.rulebook.wording import Wording
from tests.house import UNDECIDED, House
from tests.routes.act import Act, Ids

TODAY = SystemClock().today()
LATER = str(TODAY + timedelta(days=60))
APPROVAL = {"approved_by": "Zarząd", "approved_on": str(TODAY), "resolution": "Protokół 9/2026"}
BY = Origin.operator("tester")


def a_draft(house: House) -> Ids:
    return {"draft": house.live.do(lambda portal: written(portal, " Zmiana."))}


def an_approved_draft(house: House) -> Ids:
    async def approve(portal: Portal) -> int:
        draft = await written(portal, " Inna zmiana.")
        resolution = Resolution(approved_by="Zarząd", approved_on=TODAY, resolution="P 9/2026")
        done = await publication.approve(draft, 2, resolution, portal.rulebook.tools, by=BY)
        assert not isinstance(done, Refusal)
        return draft

    return {"draft": house.live.do(approve)}


def a_correction(house: House) -> Ids:
    return {"draft": house.live.do(lambda portal: written(portal, "", correction=True))}


async def written(portal: Portal, more: str, *, correction: bool = False) -> int:
    """With `more` at the end of the last clause; a correction mends the title."""
    tools = portal.rulebook.tools
    current = await regulations.in_force(portal.clock.today())
    assert current is not None
    draft = await drafts.start(current.number, tools, by=BY, correction=correction)
    assert not isinstance(draft, Refusal)
    found = await drafts.draft(draft)
    assert found is not None
    *clauses, last = found.wording.clauses
    title = found.wording.title + ("." if correction else "")
    wording = Wording(title, (*clauses, last + more), found.wording.closing)
    assert await drafts.save(draft, 1, wording, tools, by=BY) is None
    return draft


BOOK = "/biuro/regulamin"
DRAFT = f"{BOOK}/projekty/{{draft}}"
REVIEW = f"{DRAFT}/podglad"
ROUTE = f"POST {DRAFT}"
ACTS: Mapping[str, Act] = {
    f"POST {BOOK}/dane-osobowe": Act(
        leaves=(Action.INFORMATION_PUBLISH,),
        sent={"text": "Dane przetwarza spółdzielnia.", "valid_from": LATER, "step": "confirm"},
    ),
    f"POST {BOOK}/projekty": Act(leaves=(Action.DRAFT_START,), form=BOOK),
    ROUTE: Act(
        leaves=(Action.DRAFT_SAVE,),
        sent={"title": "Regulamin", "clause-1": "Nowy."},
        before=a_draft,
    ),
    f"{ROUTE}/zasady": Act(leaves=(Action.DRAFT_LINK,), before=a_draft),
    f"{ROUTE}/zatwierdzenie": Act(
        leaves=(Action.DRAFT_APPROVE,), sent=APPROVAL, before=a_draft, form=REVIEW
    ),
    f"{ROUTE}/cofniecie": Act(leaves=(Action.DRAFT_REOPEN,), before=an_approved_draft, form=REVIEW),
    f"{ROUTE}/ogloszenie": Act(
        leaves=(Action.REGULATIONS_PUBLISH, Action.DRAFT_PUBLISH),
        sent={"in_force_from": LATER, "summary": "Punkt 16", "despite": "1"},
        before=an_approved_draft,
        form=REVIEW,
    ),
    f"{ROUTE}/sprostowanie": Act(
        leaves=(Action.REGULATIONS_CORRECT, Action.DRAFT_PUBLISH),
        sent={"reason": "Kropka", "despite": "1"},
        before=a_correction,
        form=REVIEW,
    ),
    f"{ROUTE}/usuniecie": Act(leaves=(Action.DRAFT_DISCARD,), before=a_draft, form=REVIEW),
    "POST /biuro/osoby/{person}/regulamin": Act(
        leaves=(Action.REGULATIONS_ACCEPT,),
        sent={"number": "2", "signed_on": str(TODAY), "in_hand": "1"},
        before=lambda house: house.actors[UNDECIDED].own,
    ),
}
