"""What the residents of the house have sent in, and what the office did with it."""

from iok_core.api import Desk
from iok_core.audit.origin import Origin
from iok_core.db import execute
from iok_core.photos.service import add_photo, photos_for
from iok_core.portal import Portal
from iok_core.premises.desk import add_person
from iok_core.premises.service import Basis
from iok_core.submissions.answer_templates import NewTemplate, add_template
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.kinds import State
from iok_core.submissions.sending import holder
from tests.house import NEIGHBOUR, RESIDENT, UNDECIDED, Actor
from tests.submissions.sent import add_submission, picture


async def wrote_in(portal: Portal, actors: dict[str, Actor]) -> None:
    """Each resident has sent in a fault with a photo, and begun another one."""
    for who in (RESIDENT, NEIGHBOUR, UNDECIDED):
        person, own = actors[who].own["person"], actors[who].own
        own["submission"] = await add_submission(portal, person, photos=[picture()])
        own["kept_photo"] = (await photos_for(holder(own["submission"])))[0].id
        own["photo"] = await add_photo(portal.photos, person, picture("navy"))
        own["co_held"] = await _shared(portal, own["party"])
    common = await add_submission(portal, actors[UNDECIDED].own["person"], place=-1)
    entered = await add_submission(portal, actors[RESIDENT].own["person"], entered_by=1)
    new = NewTemplate(Desk.TECHNICAL, "Termin", "Przyjdziemy jutro")
    await add_template(portal.submissions, new, by=Origin.staff(1))
    declared = await _declared(portal, actors[NEIGHBOUR].own["person"])
    for actor in actors.values():
        known = actors[RESIDENT].own
        own = {name: known[name] for name in ("submission", "kept_photo", "photo", "co_held")}
        actor.own.update(own | actor.own | {"neighbours": common, "entered": entered})
        actor.own["declared"] = declared
        actor.own["desk_photo"] = known["photo"]


async def _shared(portal: Portal, party: int) -> int:
    """A number that somebody else of that payer has declared, and that is to be confirmed."""
    other = await add_person("Ewa Druga", party, Basis.SELF, by_identity=None, clock=portal.clock)
    typed = {"liczba": "8", "od": portal.clock.today().isoformat()}
    made = await add_submission(portal, other, "liczba-osob", typed)
    await execute("UPDATE submission SET asks_consent = {} WHERE id = {}", True, made)
    return made


async def _declared(portal: Portal, person: int) -> int:
    """A number of occupants, which the office has accepted."""
    typed = {"liczba": "9", "od": portal.clock.today().isoformat()}
    made = await add_submission(portal, person, "liczba-osob", typed)
    given = Answer(text="Przyjęte", state=State.DONE)
    await answer(portal.submissions, made, given, by=Origin.operator("test"))
    return made
