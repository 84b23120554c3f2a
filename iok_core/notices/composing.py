"""From a claimed delivery to the message that a channel carries."""

import json
from datetime import datetime

import msgspec

from iok_core.api import Message
from iok_core.db import Arg, Prepared
from iok_core.losses.mailed_codes import VALID, mailed_code
from iok_core.notices.choices import language_of
from iok_core.notices.codes import code_of
from iok_core.notices.contacts import tidy_address
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import COPIES, NoticeKind, Why
from iok_core.notices.mailbox import Lookup, subject_of_copy, text_of_copy
from iok_core.notices.outbox import Claim
from iok_core.notices.tables import Delivery
from iok_core.notices.words import WORDS, Letter, subject_of, text_of
from iok_core.web.cooperative import Cooperative
from iok_core.web.i18n import DEFAULT, speaking
from iok_core.web.i18n import gettext as _


class Sender(msgspec.Struct, frozen=True):
    """Who writes, and where there is more to read."""

    cooperative: Cooperative
    portal: str
    copied: Lookup
    """For the cooperative's own mailbox."""


class _Addressed(msgspec.Struct, frozen=True):
    kind: NoticeKind
    at: datetime
    subject: str
    """Of the event: ids by name."""
    address: str
    given_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None


_addressed = Prepared(
    lambda: Delivery.raw(
        "SELECT n.kind, n.at, e.subject, a.address, a.given_at, a.confirmed_at, a.ended_at "
        "FROM delivery d "
        "JOIN notice n ON n.id = d.notice JOIN event e ON e.id = n.event "
        "JOIN contact_address a ON a.id = d.address "
        "WHERE d.id = {}",
        Arg("delivery"),
    ),
    _Addressed,
)


async def compose(ctx: NoticeContext, sender: Sender, claim: Claim) -> Message | Why:
    """In the language of the person; or why there is nothing to send any more."""
    (about,) = await _addressed(delivery=claim.id)
    if about.kind in COPIES.values():
        return await _copy(sender, claim, about)
    if gone := _gone(ctx, about):
        return gone
    letter = Letter(
        kind=about.kind,
        cooperative=sender.cooperative,
        portal=sender.portal,
        former=about.ended_at is not None,
        code=_code(ctx, about, claim.address),
        minutes=int(ctx.settings.code_valid.total_seconds() // 60),
    )
    language = await language_of(claim.person)
    with speaking(language):
        return Message(
            id=claim.token,
            address=about.address,
            subject=subject_of(letter),
            text=text_of(letter),
            language=language,
        )


async def _copy(sender: Sender, claim: Claim, about: _Addressed) -> Message | Why:
    """To where the settings say the mailbox is now."""
    address = tidy_address(sender.cooperative.mailbox)
    if address is None:
        return Why.ADDRESS_GONE
    with speaking(DEFAULT):
        copied = await sender.copied(json.loads(about.subject)["submission"])
        return Message(
            id=claim.token,
            address=address,
            subject=subject_of_copy(copied, sender.cooperative),
            text=text_of_copy(_(WORDS[about.kind].text), copied, sender.portal),
            language=DEFAULT,
        )


def _code(ctx: NoticeContext, about: _Addressed, address: int) -> str:
    if about.kind is NoticeKind.ADDRESS_CODE:
        return code_of(ctx.code_key, address)
    if about.kind is NoticeKind.LOSS_CODE:
        return mailed_code(ctx.code_key, json.loads(about.subject)["loss"])
    return ""


def _gone(ctx: NoticeContext, about: _Addressed) -> Why | None:
    if about.kind is NoticeKind.ADDRESS_CHANGED:  # the one that was given up is to hear of it
        return None if about.address else Why.ADDRESS_GONE
    if about.ended_at is not None:
        return Why.ADDRESS_GONE
    if about.kind is NoticeKind.LOSS_CODE and ctx.clock.now() >= about.at + VALID:
        return Why.CODE_EXPIRED
    late = ctx.clock.now() >= about.given_at + ctx.settings.code_valid
    if about.kind is NoticeKind.ADDRESS_CODE and (late or about.confirmed_at is not None):
        return Why.CODE_EXPIRED
    return None
