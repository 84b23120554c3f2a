"""K07-7: whatever is declared, booked and undone, no figure of any page is another one for it.

Random lives of an account; after each event its pages are compared, byte for byte, with the same
pages while nothing is declared: only the block that says so may be more.
"""

import random
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

import pytest

from iok_core.db import execute
from iok_core.imports.moving import NothingToShowError
from iok_core.submissions.kinds import State
from tests.offices import Office, office
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.submissions.declaring import Payer

BLOCK = re.compile(r'<div class="declared-payment.*?</div>', re.DOTALL)
OF_NOW = re.compile(r'name="_csrf" value="[^"]*"|data-session="[0-9]*"')
"""Another one each time: a token of each form, the seconds that the session has left."""
SEED = 20261127
EVENTS = 8


@pytest.fixture(scope="module")
def served(portals: Portals) -> Iterator[Office]:
    with office(portals, "sqlite", EXPORT_A) as served:
        yield served


def pages(payer: Payer) -> list[str]:
    statement = f"/raporty/wyciag/csv?konto={payer.account}&pokaz=1"
    addresses = ("/", "/rozliczenia", f"/rozliczenia/{payer.account}", statement)
    return [OF_NOW.sub("", payer.browser.open(address).text) for address in addresses]


def without(payer: Payer) -> list[str]:
    """The same while nothing at all is declared."""
    kept = payer.live.rows("SELECT id, state FROM submission")

    async def put(states: list[tuple[int, str]]) -> None:
        for id_, state in states:
            await execute("UPDATE submission SET state = {} WHERE id = {}", state, id_)

    payer.live.do(lambda _: put([(id_, State.DECLINED.value) for id_, _ in kept]))
    read = pages(payer)
    payer.live.do(lambda _: put(list(kept)))
    return read


def plain(pages: Iterable[str]) -> list[str]:
    """White space between tags is no figure."""
    return [re.sub(r"\s+", " ", page) for page in pages]


def happen(payer: Payer, chance: random.Random) -> None:
    """Amounts that the export has, and that it lacks; whatever an undo finds."""
    match chance.choice(("declare", "declare", "import", "undo")):
        case "declare":
            payer.declare(-chance.randrange(5), chance.choice((35_000, 40_000, payer.amount)))
        case "import":
            payer.bring(-chance.randrange(5), chance.choice((35_000, payer.amount)))
        case "undo":
            with suppress(NothingToShowError):
                payer.undo()


def test_k07_7_every_figure_is_what_it_would_be_if_nothing_were_declared(served: Office) -> None:
    payer, told = Payer(served), 0
    chance = random.Random(SEED)  # noqa: S311 (nothing is kept secret by it)
    payer.declare(amount=100)
    for _ in range(EVENTS):
        happen(payer, chance)
        shown = pages(payer)
        assert plain(BLOCK.sub("", page) for page in shown) == plain(without(payer))
        told += len(BLOCK.findall(shown[2]))
    assert told >= EVENTS
    assert BLOCK.search(shown[3]) is None
