"""What the office reads of decisions: who released, rejected, undid or did again, and why."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from iok_core.audit.actions import ActorKind
from iok_core.imports.course import Shown
from iok_core.imports.decisions import Decided, DecisionKind
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid

WHAT = {
    DecisionKind.RELEASE: msgid("published all the same"),
    DecisionKind.REJECT: msgid("rejected"),
    DecisionKind.UNDO: msgid("undone: the earlier data are shown again"),
    DecisionKind.REDO: msgid("shown again after an undo"),
}
_BY_ITSELF = msgid("published")


class Told(msgspec.Struct, frozen=True):
    """One line of a history."""

    at: datetime
    what: str
    who: str
    reason: str


def decided(one: Decided, names: Mapping[int, str]) -> Told:
    return Told(one.at, _(WHAT[one.what]), who(one.actor_kind, one.actor, names), one.reason)


def shown(line: Shown, names: Mapping[int, str]) -> Told:
    what = _(WHAT[DecisionKind(line.what)]) if line.what else _(_BY_ITSELF)
    return Told(line.at, what, who(line.actor_kind, line.actor, names), line.reason or "")


def who(kind: str | None, actor: str | None, names: Mapping[int, str]) -> str:
    match kind:
        case ActorKind.STAFF:
            return names.get(int(actor or 0), "–")
        case ActorKind.OPERATOR:
            return _("%(name)s at the command line") % {"name": actor}
    return _("the portal by itself")
