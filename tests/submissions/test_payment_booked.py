"""K07-7: an import that brings a declared payment settles it, and its undo brings it back."""

import re
from collections.abc import Iterator

import pytest

from tests.offices import office, text_of
from tests.portals import Portals
from tests.submissions.declaring import Payer


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


def news_of(payer: Payer) -> int:
    """How often its sender is told that something has become of it."""
    sql = "SELECT count(*) FROM event WHERE kind = 'submission_answered'"
    return int(payer.live.rows(sql)[0][0])
