"""Whoever is blocked for misuse did not ask for it: a second person decides, too (K11-1)."""

from collections.abc import Sequence

import msgspec

from iok_core.approvals.outcomes import Done, Refused
from iok_core.approvals.service import ApprovalKind
from iok_core.audit.origin import Origin
from iok_core.blocking.acts import Refusal, block_access
from iok_core.blocking.checks import NewBlock, flaws
from iok_core.blocking.clauses import Clause
from iok_core.blocking.settings import BlockingSettings
from iok_core.blocking.words import GROUNDS
from iok_core.identity.service import IdentityContext, Permission
from iok_core.premises.desk import names_of
from iok_core.web.filters import day
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid

BLOCK = "block_misuse"
_REFUSALS = {
    Refusal.NOT_PERMITTED.value: msgid("This role may not block under clause 11"),
    Refusal.OVER.value: msgid("The last day of this block has passed"),
}


def blocking_kinds(ctx: IdentityContext, settings: BlockingSettings) -> list[ApprovalKind]:
    async def needed(new: NewBlock, by: Origin) -> bool:
        del by
        return settings.second_person and new.clause is Clause.MISUSE

    async def refusal(new: NewBlock, by: Origin) -> str | None:
        del by
        return _over(ctx, new)

    async def carry_out(new: NewBlock, by: Origin) -> Done | Refused:
        over = _over(ctx, new)
        if over is not None:
            return Refused(over)
        made = await block_access(ctx, _begun(ctx, new), by=by)
        return Refused(made.value) if isinstance(made, Refusal) else Done(made)

    kind = ApprovalKind(
        code=BLOCK,
        title=msgid("Block under clause 11"),
        permission=Permission.BLOCK_FOR_MISUSE,
        payload=NewBlock,
        needed=needed,
        refusal=refusal,
        carry_out=carry_out,
        sentences=_sentences,
        refusals=_REFUSALS,
    )
    return [kind]


def _begun(ctx: IdentityContext, new: NewBlock) -> NewBlock:
    """Approved a day later, it begins then."""
    return msgspec.structs.replace(new, since=max(new.since, ctx.clock.today()))


def _over(ctx: IdentityContext, new: NewBlock) -> str | None:
    return Refusal.OVER.value if any(flaws(_begun(ctx, new), ctx.clock.today())) else None


async def _sentences(new: NewBlock) -> Sequence[str]:
    name = (await names_of([new.person])).get(new.person, "")
    said = {"name": name, "since": day(new.since)}
    told = [
        _("The access of %(name)s is blocked from %(since)s.") % said,
        f"{_(GROUNDS[new.clause])}.",
        _("What was found: %(facts)s") % {"facts": new.facts},
        _("Reason, for the office: %(reason)s") % {"reason": new.reason},
    ]
    if new.until is not None:
        told.append(_("After %(day)s the block ends by itself.") % {"day": day(new.until)})
    else:
        told.append(_("The block holds until somebody lifts it."))
    return told
