"""Under which clauses of the regulations the office blocks, and what here keeps it."""

from collections.abc import Mapping

from iok_core.blocking.clauses import Clause
from iok_core.regulations.rules import Rule, State
from iok_core.web.i18n import Msgid, msgid

_DEMANDS: Mapping[Clause, Msgid] = {
    Clause.OWN_DEMAND: msgid("A new password or a block on the resident's written demand"),
    Clause.LOSS: msgid("A loss is told by the next working day, and the access is blocked"),
    Clause.MISUSE: msgid("The access may be blocked for use against the regulations or the law"),
    Clause.END_OF_SETTLEMENTS: msgid("The access may be blocked when settlements have ended"),
}
_KEPT_BY = msgid("The office blocks under this clause; the portal closes at once")


def rules() -> list[Rule]:
    return [
        Rule(
            key=f"blocking.{clause.name.lower()}",
            clause=int(clause),
            demands=demands,
            kept_by=_KEPT_BY,
            state=State.BY_STAFF,
            named=True,
        )
        for clause, demands in _DEMANDS.items()
    ]
