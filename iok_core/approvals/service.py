"""The verbs of approvals:

outcome = await approvals.act(tools, "staff_role", RoleChange(…), "Why", by=Origin.of(visitor))

A subject never does by itself what may need a second person: it goes through `act`.
"""

from iok_core.approvals.context import VALID, Approvals
from iok_core.approvals.deciding import approve, reject, withdraw
from iok_core.approvals.kinds import ApprovalKind, canonical, digest
from iok_core.approvals.outcomes import Asked, Done, Refusal, Refused
from iok_core.approvals.requests import act, needs_second
from iok_core.approvals.rows import (
    ApprovalRow,
    Outcome,
    State,
    SwitchedOff,
    approved_of,
    is_approved,
    newest,
    one_approval,
    switched_off,
    waiting,
)
from iok_core.approvals.switching import switch

__all__ = [
    "VALID",
    "ApprovalKind",
    "ApprovalRow",
    "Approvals",
    "Asked",
    "Done",
    "Outcome",
    "Refusal",
    "Refused",
    "State",
    "SwitchedOff",
    "act",
    "approve",
    "approved_of",
    "canonical",
    "digest",
    "is_approved",
    "needs_second",
    "newest",
    "one_approval",
    "reject",
    "switch",
    "switched_off",
    "waiting",
    "withdraw",
]
