"""Requests in words, for those who may decide them."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from iok_core.approvals.context import Approvals
from iok_core.approvals.rows import (
    ApprovalRow,
    Outcome,
    State,
    SwitchedOff,
    newest,
    switched_off,
)
from iok_core.audit.origin import Origin
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.visitor import Visitor

SHOWN = 50

REFUSALS = {
    "not_permitted": msgid("Your role does not open this."),
    "own": msgid("You asked for this yourself: somebody else has to approve it."),
    "decided": msgid("Somebody was quicker: this has been decided already."),
    "expired": msgid("Too late: a request holds for 24 hours. Ask once more."),
    "outdated": msgid("The portal was updated after this was asked for: ask once more."),
    "changed": msgid("This is not what you saw. Read it once more."),
}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    row: ApprovalRow
    title: str
    state: State
    asked_by: str
    decided_by: str
    own: bool
    """The visitor's own request."""
    remark: str
    """Why it was rejected, or could not be carried out."""
    sentences: Sequence[str] = ()
    shown_at: str = ""
    """The page that shows it whole; empty: what is said here is all."""
    to_do: bool = False
    """Approved, and the visitor can do it now, on that page."""


class Switch(msgspec.Struct, frozen=True):
    title: str
    off: SwitchedOff


def open_to(tools: Approvals, visitor: Visitor) -> Collection[str]:
    """The kinds that this visitor may ask for and decide."""
    return [code for code, one in tools.kinds.items() if one.permission in visitor.permissions]


async def told(
    tools: Approvals, row: ApprovalRow, visitor: Visitor, names: Mapping[int, str]
) -> Told:
    kind = tools.kinds[row.kind]
    state = row.state(tools.clock.now())
    payload = kind.read(row.payload)
    own = row.asked_by == visitor.staff
    return Told(
        row=row,
        title=_(kind.title),
        state=state,
        asked_by=names.get(row.asked_by, ""),
        decided_by=names.get(row.decided_by or 0, ""),
        own=own,
        remark=refusal_words(tools, row.kind, row.remark),
        sentences=await kind.sentences(payload) if payload else [_(REFUSALS["outdated"])],
        shown_at=kind.shown_at(payload) if kind.shown_at and payload else "",
        to_do=own and payload is not None and await _is_to_do(tools, row, payload),
    )


async def _is_to_do(tools: Approvals, row: ApprovalRow, payload: msgspec.Struct) -> bool:
    kind, holds = tools.kinds[row.kind], tools.clock.now() < row.expires_at
    if kind.shown_at is None or row.outcome != Outcome.APPROVED or not holds:
        return False
    return await kind.refusal(payload, Origin.staff(row.asked_by)) is None


async def listed(tools: Approvals, visitor: Visitor) -> list[Told]:
    names = await tools.names()
    rows = await newest(open_to(tools, visitor), SHOWN)
    return [await told(tools, row, visitor, names) for row in rows]


async def switches(tools: Approvals, visitor: Visitor) -> list[Switch]:
    off = await switched_off()
    kinds = open_to(tools, visitor)
    return [Switch(_(tools.kinds[code].title), off[code]) for code in off if code in kinds]


def refusal_words(tools: Approvals, kind: str, code: str) -> str:
    """Of a refusal; what is no code is somebody's own words."""
    known = REFUSALS | dict(tools.kinds[kind].refusals)
    return _(known[code]) if code in known else code
