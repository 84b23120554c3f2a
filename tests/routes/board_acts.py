"""What staff can do on the noticeboard, and with breaks in the work of the portal."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from iok_core.audit.actions import Action
from tests.announced import PDF
from tests.house import House
from tests.routes.act import Act, Before, Ids

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


def a_document(state: str) -> Before:
    def made(house: House) -> Ids:
        rows = house.live.rows(
            "INSERT INTO document (title, category, circle, size, shown_since, state) "
            "SELECT title, category, 'holders', size, shown_since, {} FROM document WHERE id = 1 "
            "RETURNING id",
            state,
        )
        return {"document": rows[0][0]}

    return made


DOCUMENTS = "/biuro/dokumenty"
DOCUMENT = f"{DOCUMENTS}/{{document}}"
FILE = {"title": "Statut", "category": "statutes", "circle": "public", "since": "2026-01-01"}
BREAK = {
    "begins_on": "2099-01-01",
    "begins_at": "8:00",
    "ends_on": "2099-01-01",
    "ends_at": "9:00",
}


def a_break(house: House) -> Ids:
    """Far from now: while one lasts nothing else here works."""
    begins = datetime(2098, 1, 1, 8, tzinfo=UTC)
    sql = (
        "INSERT INTO maintenance_window (begins_at, ends_at, words) VALUES ({}, {}, '') "
        "RETURNING id"
    )
    return {"maintenance": house.live.rows(sql, begins, begins + timedelta(hours=1))[0][0]}


ACTS: Mapping[str, Act] = {
    f"POST {OFFICE}/nowe": Act(leaves=(Action.ANNOUNCEMENT_SAVE,), sent=TEXT),
    f"POST {ONE}/tekst": Act(leaves=(Action.ANNOUNCEMENT_SAVE,), sent=TEXT, before=a_draft),
    f"POST {ONE}/pokaz": Act(
        leaves=(Action.ANNOUNCEMENT_SHOW,), before=a_draft, form=f"{OFFICE}/1"
    ),
    f"POST {ONE}/wycofaj": Act(
        leaves=(Action.ANNOUNCEMENT_WITHDRAW,), before=a_shown_one, form=f"{OFFICE}/1"
    ),
    "POST /biuro/przerwy": Act(leaves=(Action.MAINTENANCE_PLAN,), sent=BREAK),
    "POST /biuro/przerwy/{maintenance}/koniec": Act(
        leaves=(Action.MAINTENANCE_END,), before=a_break, form="/biuro/przerwy"
    ),
    f"POST {DOCUMENTS}/nowy": Act(leaves=(Action.DOCUMENT_ADD,), sent=FILE, file=PDF),
    f"POST {DOCUMENT}/pokaz": Act(
        leaves=(Action.DOCUMENT_SHOW,), before=a_document("draft"), form=DOCUMENTS
    ),
    f"POST {DOCUMENT}/wycofaj": Act(
        leaves=(Action.DOCUMENT_WITHDRAW,), before=a_document("shown"), form=DOCUMENTS
    ),
    f"POST {DOCUMENT}/usun": Act(
        leaves=(Action.DOCUMENT_DISCARD,), before=a_document("draft"), form=DOCUMENTS
    ),
    f"POST {ONE}/usun": Act(leaves=(Action.ANNOUNCEMENT_DISCARD,), before=a_new_draft, form=OFFICE),
}
