"""What staff read about a module: its state in a word, and the reason in a sentence."""

from collections.abc import Mapping

from iok_core.plugin_host import ExtensionKind
from iok_core.runs.words import FAILURES
from iok_core.setup.service import Equipped
from iok_core.setup.states import ModuleState, StateReason
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _

KINDS: Mapping[ExtensionKind, Msgid] = {
    ExtensionKind.CONNECTOR: msgid("accounting system"),
    ExtensionKind.CHANNEL: msgid("channel for notices"),
    ExtensionKind.REPORT_TYPE: msgid("report"),
    ExtensionKind.RESIDENT_FORM: msgid("form for residents"),
}
_MEANINGS: Mapping[ModuleState, Msgid] = {
    ModuleState.NEW: msgid("Set up, and not checked yet."),
    ModuleState.READY: msgid("Everything works."),
    ModuleState.CHECKING: msgid("The portal is looking whether it works."),
    ModuleState.WAITING: msgid("It is at work, or waits for its turn."),
}
_REASONS: Mapping[StateReason, Msgid] = {
    StateReason.EXTENSION_MISSING: msgid("The plugin that brings it is missing or does not work."),
    StateReason.FAILED_OFTEN: msgid("It failed five times in a row, so it takes no more work."),
    StateReason.BY_STAFF: msgid("It was paused by the office."),
}


def sentence(one: Equipped) -> str:
    """One sentence; where something failed, what failed."""
    standing = one.standing
    parts = [_(_REASONS[standing.reason])] if standing.reason in _REASONS else []
    failure = FAILURES.get(one.module.problem)
    if failure is not None and standing.reason is not StateReason.EXTENSION_MISSING:
        parts.append(f"{_(failure.what)}.")
    if not parts:
        parts.append(_(_MEANINGS.get(standing.state, msgid("The last run failed."))))
    return " ".join(parts)


def advice(one: Equipped) -> str:
    """What to do about it; empty where there is nothing to do."""
    if one.standing.reason is StateReason.EXTENSION_MISSING:
        return _("Tell the person who runs the portal: the list of plugins says why.")
    failure = FAILURES.get(one.module.problem)
    return _(failure.do) if failure is not None else ""
