"""K07-7: an import that brings a declared payment settles it, and its undo brings it back."""

import re
from collections.abc import Iterator

import pytest

from tests.offices import office, text_of
from tests.portals import Portals
from tests.submissions.declaring import Payer

ALIKE = "Taka wpłata jest już na koncie, ale odpowiada innemu zgłoszeniu."


@pytest.fixture
def payer(portals: Portals, database_kind: str) -> Iterator[Payer]:
    with office(portals, database_kind, "a-semicolon-cp1250") as made:
        yield Payer(made)


def test_k07_7_it_goes_by_itself_with_the_import_that_brings_it_and_comes_back_with_the_undo(
    payer: Payer,
) -> None:
    made = payer.declare()
    assert payer.told in payer.page()
    payer.bring(amount=payer.amount + 1)
    assert payer.told in payer.page()
    payer.bring(looked=False)
    assert payer.told not in payer.page()
    assert payer.state(made) == "received"
    payer.look()
    assert payer.state(made) == "done"
    case = text_of(payer.browser.open(f"/zgloszenia/{made}").text)
    assert re.search(r"Zaksięgowano \d", case)
    assert news_of(payer) == 1
    payer.undo()
    assert payer.told in payer.page()
    assert payer.state(made) == "received"
    assert news_of(payer) == 2
    payer.redo()
    assert payer.told not in payer.page()
    assert payer.state(made) == "done"


def test_k07_7_two_who_declare_one_transfer_one_is_cleared_and_the_other_told_why_not_theirs(
    payer: Payer,
) -> None:
    """Told once, without a name; another entry clears the second one, too."""
    other = Payer(payer.served)
    mine, theirs = payer.declare(), other.declare(amount=payer.amount)
    payer.bring()
    assert (payer.state(mine), payer.state(theirs)) == ("done", "received")
    assert ALIKE in other.page()
    case = text_of(other.browser.open(f"/zgloszenia/{theirs}").text)
    assert "Jeśli to ten sam przelew, wycofaj to zgłoszenie" in case
    assert "Payer" not in case
    payer.bring(amount=1)
    steps = "SELECT kind FROM submission_step WHERE submission = {} ORDER BY id"
    told = [kind for (kind,) in payer.live.rows(steps, theirs)]
    assert told == ["sent", "taken_by_other"]
    assert news_of(payer) == 2
    payer.bring(day=0)
    assert payer.state(theirs) == "done"


def news_of(payer: Payer) -> int:
    """How often its sender is told that something has become of it."""
    sql = "SELECT count(*) FROM event WHERE kind = 'submission_answered'"
    return int(payer.live.rows(sql)[0][0])
