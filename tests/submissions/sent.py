"""Submissions that tests need: sent as the pages send them, by the portal's own forms."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from iok_core.audit.origin import Origin
from iok_core.imports.service import published_sources
from iok_core.ledger.sheets import Reader
from iok_core.photos.service import add_photo
from iok_core.portal import Portal
from iok_core.submissions.filling import PLACE, Filling
from iok_core.submissions.kinds import Contact
from iok_core.submissions.sending import Sent, send

FAULT = {
    "rodzaj": "water",
    "opis": "Cieknie kran w kuchni",
    "wejscie": "at_home",
    "kiedy": "po 16",
    "telefon": "600 100 200",
}


def picture(colour: str = "teal") -> bytes:
    """A PNG that no photo has been before."""
    made = BytesIO()
    Image.new("RGB", (64, 48), colour).save(made, "PNG")
    return made.getvalue()


async def add_submission(
    portal: Portal,
    person: int,
    form: str = "usterka",
    typed: Mapping[str, str] = FAULT,
    *,
    place: int = 0,
    photos: Sequence[bytes] = (),
    entered_by: int | None = None,
) -> int:
    """From the draft to the number, on the place that stands there on the form.

    By the person or, on the telephone, by somebody of the office.
    """
    ctx = portal.submissions
    offer = await ctx.forms.offer(form)
    assert offer is not None
    reader = await Reader.of(person, await published_sources(), portal.reading)
    filling = await Filling.of(ctx, offer, reader)
    chosen = {PLACE: filling.places[place].value} if offer.needs_place else {}
    await filling.fit(ctx, chosen.get(PLACE, ""))
    for one in filling.forms:
        one.read({**typed, **chosen})
    filling.photos = [await add_photo(portal.photos, person, content) for content in photos]
    await filling.keep(ctx)
    filling = await Filling.of(ctx, offer, reader)
    filling.read_draft()
    said = await filling.judge(ctx)
    assert said is not None, filling.form.errors
    assert filling.draft is not None
    assert filling.choice is not None
    sent: Any = Sent(
        offer=offer,
        token=filling.draft.token,
        choice=filling.choice,
        answers=filling.form.struct,
        said=said,
        photos=filling.photos,
        contact=Contact.PHONE if entered_by else None,
    )
    by = Origin.staff(entered_by) if entered_by else Origin.resident(person)
    made = await send(ctx, person, sent, by=by)
    assert isinstance(made, int), made
    return made
