"""The meters of one's premises: what each showed, what was used up, what waits to be entered."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from iok_core.handovers.service import HandOverState, Standing, Why, hand_overs
from iok_core.ledger.sheets import Reader
from iok_core.meters.seen import Metered, meter_sheet
from iok_core.meters.words import READING_KINDS, shown
from iok_core.premises.service import Stage
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.declared_readings import BESIDE, Waiting, readings_declared_by
from iok_core.submissions.forms import FormOffer
from iok_core.submissions.kinds import State
from iok_core.web.gates import RESIDENT
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

METERS = "/liczniki"
_FOR_OFFICE = msgid("waits for the office")
_WAITS = {
    State.RETURNED: msgid("the office asks you something"),
    State.DONE: msgid("waits to be entered"),
}

HttpRequest = Request[Any, Any, Any]


@get(METERS, gate=RESIDENT)
async def meters(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[str]:
    if visitor.person is None:
        raise NotFoundException
    reader = await Reader.of(visitor.person, visitor.published, submissions.reading)
    sheets = [await meter_sheet(reader, one) for one in reader.held]
    declared = await readings_declared_by(visitor.person, visitor.published)
    standing = await hand_overs({one.submission for one in declared})
    told = [one for sheet in sheets for one in sheet.meters]
    return page(
        request,
        "resident/meters.html",
        sheets=[one for one in sheets if one.meters],
        today=reader.today,
        kinds=READING_KINDS,
        shown=shown,
        waiting={one.meter.id: _waiting(one, declared, standing) for one in told},
        giving=await _form(submissions),
        open_to=[one.id for one in reader.held if reader.decisions[one.id].stage is Stage.FULL],
    )


async def _form(ctx: SubmissionContext) -> FormOffer | None:
    """By which what meters show is given."""
    return next((one for one in await ctx.forms.offers() if one.form.meters), None)


def _waiting(
    metered: Metered, declared: Sequence[Waiting], standing: Standing
) -> list[tuple[Waiting, str]]:
    """What was declared of a meter, unless the source tells of a later day by now."""
    newest = max((one.day for one in metered.readings), default=None)
    return [
        (one, _said(one, standing))
        for one in declared
        if one.meter == metered.meter.id and (newest is None or newest <= one.day + BESIDE)
    ]


def _said(one: Waiting, standing: Standing) -> str:
    hand_over = standing.get((one.submission, one.id))
    by_hand = hand_over is not None and hand_over.why is Why.BY_HAND
    if one.entered_at is not None or by_hand:
        return _("entered, comes with the next import")
    if hand_over is not None and hand_over.state is HandOverState.TAKEN:
        return _("handed over to the accounting system, comes with the next import")
    return _(_WAITS.get(one.state, _FOR_OFFICE))


ROUTES = [meters]
