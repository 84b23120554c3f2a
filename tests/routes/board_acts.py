"""What staff can do on the noticeboard."""

from collections.abc import Mapping

from iok_core.audit.actions import Action
from tests.house import House
from tests.routes.act import Act, Ids

OFFICE = "/biuro/ogloszenia"
ONE = f"{OFFICE}/{{announcement}}"
TEXT = {"title": "Mycie okien", "body": "W piątek.", "reach": "all", "group": "everybody"}


def a_draft(house: House) -> Ids:
    """The announcement of the house taken back to where it came from."""
    house.live.rows("UPDATE announcement SET state = 'draft', told_at = NULL WHERE id = 1")
    return {"announcement": 1}


def a_shown_one(house: House) -> Ids:
    house.live.rows("UPDATE announcement SET state = 'shown' WHERE id = 1")
    return {"announcement": 1}


def a_new_draft(house: House) -> Ids:
    """That nobody has opened."""
    rows = house.live.rows(
        "INSERT INTO announcement (title, body, reach, audience, outage, shown_since, state, "
        "revision) SELECT title, body, 'all', audience, outage, shown_since, 'draft', 1 "
        "FROM announcement WHERE id = 1 RETURNING id"
    )
    return {"announcement": rows[0][0]}


ACTS: Mapping[str, Act] = {
    f"POST {OFFICE}/nowe": Act(leaves=(Action.ANNOUNCEMENT_SAVE,), sent=TEXT),
    f"POST {ONE}/tekst": Act(leaves=(Action.ANNOUNCEMENT_SAVE,), sent=TEXT, before=a_draft),
    f"POST {ONE}/pokaz": Act(
        leaves=(Action.ANNOUNCEMENT_SHOW,), before=a_draft, form=f"{OFFICE}/1"
    ),
    f"POST {ONE}/wycofaj": Act(
        leaves=(Action.ANNOUNCEMENT_WITHDRAW,), before=a_shown_one, form=f"{OFFICE}/1"
    ),
    f"POST {ONE}/usun": Act(leaves=(Action.ANNOUNCEMENT_DISCARD,), before=a_new_draft, form=OFFICE),
}
