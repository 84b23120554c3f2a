"""What the office reads of a hand-over."""

from collections.abc import Mapping

import msgspec

from iok_core.handovers.kinds import HandOverState, Why
from iok_core.handovers.reading import HandOverView
from iok_core.web.filters import day_short, moment
from iok_core.web.i18n import Msgid, msgid, ngettext
from iok_core.web.i18n import gettext as _

TONES: Mapping[HandOverState, str] = {
    HandOverState.WAITING: "info",
    HandOverState.SENDING: "info",
    HandOverState.TAKEN: "ok",
    HandOverState.DEAD: "due",
    HandOverState.CLOSED: "warn",
}
STATES: Mapping[HandOverState, Msgid] = {
    HandOverState.WAITING: msgid("waits to be handed over"),
    HandOverState.SENDING: msgid("is being handed over"),
    HandOverState.DEAD: msgid("not handed over"),
    HandOverState.CLOSED: msgid("not handed over"),
}
WHY: Mapping[Why, Msgid] = {
    Why.BEFORE: msgid("The accounting system had it already."),
    Why.LATER: msgid("The accounting system did not take it yet."),
    Why.REFUSED: msgid("The accounting system refused it."),
    Why.UNREACHABLE: msgid("The connector can hand nothing over now."),
    Why.FAILED: msgid("The connector failed."),
    Why.WORKER_LOST: msgid("The portal was stopped while it was handed over."),
    Why.NOT_TAKEN: msgid("The connector takes this over no more."),
    Why.BY_HAND: msgid("Somebody has marked it as entered."),
    Why.NOT_ACCEPTED: msgid("It was no longer accepted."),
    Why.NEWER: msgid("A later number for the same premises was accepted."),
    Why.KNOWN: msgid("An import has brought it."),
}
_PAUSED = msgid("The module is paused.")
_DOUBT = msgid("It may have arrived all the same: look there before you enter it.")


class HandOverSaid(msgspec.Struct, frozen=True):
    state: str
    tone: str
    sentences: list[str]
    detail: str
    """In the connector's words."""


def said(one: HandOverView) -> HandOverSaid:
    """In the reader's language."""
    sentences = [_tried(one)] if one.attempts and one.state is not HandOverState.TAKEN else []
    if one.why is not Why.NONE:
        sentences.append(_(WHY[one.why]))
    if one.paused:
        sentences.append(_(_PAUSED))
    if one.doubtful:
        sentences.append(_(_DOUBT))
    return HandOverSaid(_state(one), TONES[one.state], sentences, one.detail)


def _state(one: HandOverView) -> str:
    if one.state is HandOverState.TAKEN and one.settled_at is not None:
        return _("handed over on %(day)s") % {"day": day_short(one.settled_at)}
    return _(STATES[one.state])


def _tried(one: HandOverView) -> str:
    times = ngettext("Tried once.", "Tried %(n)s times.", one.attempts) % {"n": one.attempts}
    if one.state is not HandOverState.WAITING:
        return times
    following = _("Next try: %(moment)s.") % {"moment": moment(one.next_at)}
    return f"{times} {following}"
