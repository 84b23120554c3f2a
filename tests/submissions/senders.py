"""Those who write into forms, and all forms that each of them comes upon."""

from collections.abc import Mapping

import msgspec

from iok_core.api import Desk
from iok_core.audit.origin import Origin
from iok_core.db import execute
from iok_core.identity.service import Role
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.noticeboard.announcements import Wording
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.writing import Board, save
from iok_core.portal import Portal
from iok_core.submissions.answer_templates import NewTemplate, add_template
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.kinds import State
from tests.browsing import Browser
from tests.offices import Office, payer
from tests.premises.registers import Register
from tests.submissions.found_forms import FoundForm, found
from tests.submissions.sent import FAULT, add_submission
from tests.submissions.writing import NEW, fill_in

BOARD = ("/biuro/ogloszenia", "/biuro/dokumenty", "/biuro/przerwy")


class Sender(msgspec.Struct, frozen=True):
    browser: Browser
    first: list[str]
    """Pages that they open by themselves; the others by links."""
    under: list[str]
    forms: list[FoundForm]


def senders(served: Office) -> Mapping[str, Sender]:
    """Each with something of every state before them."""
    anna = served.live.do(lambda portal: payer(portal, "K0004"))
    person, resident = anna.person or 0, served.live.browser_of(anna)
    admin = served.live.clerk(Role.ADMINISTRATOR)
    by = Origin.staff(admin.staff or 0)
    served.live.do(_declared_beside)
    waits, alike, done, template = served.live.do(lambda portal: _had_before(portal, person, by))
    fill_in(resident, "usterka", FAULT)
    own = [f"/zgloszenia/{waits}", f"/zgloszenia/{done}", f"{NEW}/usterka/sprawdz"]
    queue, entering = "/biuro/zgloszenia", f"/biuro/osoby/{person}/zgloszenia"
    joining = f"{queue}/laczenie?z-{waits}=1&z-{alike}=1"
    cases = [f"{queue}/{waits}", f"{queue}/wzory/{template}", joining]
    clerk, stranger = served.live.browser_of(admin), served.live.browser()
    return {
        "resident": _sender(resident, [*own, "/zgloszenia"], ["/zgloszenia"]),
        "stranger": _sender(stranger, ["/problem-z-logowaniem"], []),
        "office": _sender(clerk, [*cases, queue, entering, *BOARD], [queue, entering, *BOARD]),
    }


def _sender(browser: Browser, first: list[str], under: list[str]) -> Sender:
    return Sender(browser, first, under, found(browser, first, under)[0])


async def _declared_beside(portal: Portal) -> None:
    """By somebody else who holds the premises: anna is asked to confirm it."""
    other = await payer(portal, "K0004")
    typed = {"liczba": "7", "od": portal.clock.today().isoformat()}
    made = await add_submission(portal, other.person or 0, "liczba-osob", typed)
    await execute("UPDATE submission SET asks_consent = {} WHERE id = {}", True, made)


async def _had_before(portal: Portal, person: int, by: Origin) -> tuple[int, int, int, int]:
    ctx = portal.submissions
    published = await published_sources()
    held = (await Reader.of(person, published, portal.reading)).held[0]
    register = Register(portal, held.source)
    register.gen = published[held.source]
    await register.meter("ZW1", held.id)
    waits, alike, done = [await add_submission(portal, person) for _ in range(3)]
    await answer(ctx, done, Answer(text="Naprawiono", state=State.DONE), by=by)
    new = NewTemplate(Desk.TECHNICAL, "Termin", "Przyjdziemy jutro")
    template = await add_template(ctx, new, by=by)
    assert isinstance(template, int)
    wording = Wording(
        title="Przegląd", body="Jutro", audience=Audience(), since=portal.clock.today()
    )
    await save(Board(portal.audit, portal.clock), None, wording, by=by)
    return waits, alike, done, template
