"""PRV3: a resident takes along their own data, and nothing of anybody else."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute
from iok_core.portal import Portal
from iok_core.submissions import answering
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.drafts import save
from iok_core.submissions.kinds import State
from tests.offices import Office, office
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.submissions.declaring import Payer
from tests.submissions.sent import FAULT, add_submission, picture

FILE = "/dostep/moje-dane/plik"
NOTE, OTHERS = "Notatka tylko dla biura", "Zalane mieszkanie sasiada"


@pytest.fixture(scope="module")
def served(portals: Portals) -> Iterator[Office]:
    with office(portals, "sqlite", EXPORT_A) as served:
        yield served


class Kept:
    """What somebody took along."""

    def __init__(self, payer: Payer) -> None:
        answer = payer.browser.open(FILE)
        assert answer.status_code == 200, answer.text[:500]
        assert answer.headers["content-type"] == "application/zip"
        self.zip = zipfile.ZipFile(io.BytesIO(answer.content))
        assert self.zip.testzip() is None
        self.data: dict[str, Any] = json.loads(self.zip.read("dane.json"))
        self.index = self.zip.read("czytaj.html").decode()
        self.everything = self.zip.read("dane.json").decode() + self.index


@pytest.fixture(scope="module")
def owner(served: Office) -> Payer:
    """Has sent in a fault with a photo, which was answered, and begun a question."""
    payer, other = Payer(served, "K0004"), Payer(served, "K0008")
    clerk = served.live.clerk().staff or 0

    async def write(portal: Portal) -> None:
        ctx, by = portal.submissions, Origin.staff(clerk)
        made = await add_submission(portal, payer.person, photos=[picture("orange")])
        await answering.assign(ctx, made, clerk, by=by)
        await answering.note(ctx, made, NOTE, by=by)
        given = Answer(text="Hydraulik przyjdzie jutro", state=State.DONE)
        assert await answer(ctx, made, given, by=by) is None
        await save(payer.person, "wiadomosc", {"temat": "Klucz do suszarni"}, [], portal.clock)
        theirs = {**FAULT, "opis": OTHERS}
        await add_submission(portal, other.person, typed=theirs, photos=[picture("pink")])

    served.live.do(write)
    return payer


def test_prv3_the_file_has_what_was_sent_in_with_answers_photos_and_drafts(owner: Payer) -> None:
    kept = Kept(owner)
    (sent,) = kept.data["submissions"]["submissions"]
    assert ["Opisz usterkę", "Cieknie kran w kuchni"] in sent["answers"]
    assert [step["kind"] for step in sent["steps"]] == ["sent", "answer"]
    assert sent["steps"][1]["text"] == "Hydraulik przyjdzie jutro"
    (draft,) = kept.data["submissions"]["drafts"]
    assert draft["typed"] == {"temat": "Klucz do suszarni"}
    (photo,) = [name for name in kept.zip.namelist() if name.startswith("zdjecia/")]
    assert kept.zip.read(photo).startswith(b"\xff\xd8")
    assert f'href="{photo}"' in kept.index
    for words in ("Cieknie kran w kuchni", "Hydraulik przyjdzie jutro", "Klucz do suszarni"):
        assert words in kept.index
    assert [one["version"] for one in kept.data["acceptances"]] == [1]
    assert len(kept.data["sessions"]) == 1


def test_prv3_notes_names_of_the_office_and_other_residents_are_not_in_it(owner: Payer) -> None:
    told = Kept(owner).everything
    for canary in (NOTE, "Ewa Biurowa", OTHERS, "K0008"):
        assert canary not in told


def test_prv3_that_it_was_taken_stands_in_the_audit_and_asks_who_it_is(
    served: Office, owner: Payer
) -> None:
    Kept(owner)
    sql = "SELECT action FROM audit WHERE actor = {} ORDER BY seq DESC LIMIT 1"
    assert served.live.rows(sql, str(owner.access.identity)) == [("own_data_take",)]
    sql = "UPDATE session SET confirmed_at = NULL WHERE identity = {}"
    served.live.do(lambda _: execute(sql, owner.access.identity))
    assert re.match("/potwierdzenie", owner.browser.open(FILE).headers["location"])
