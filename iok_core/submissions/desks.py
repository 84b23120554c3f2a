"""Whose job a submission is."""

from collections.abc import Collection, Mapping

from iok_core.api import Desk
from iok_core.identity.service import Permission

QUEUE = "/biuro/zgloszenia"
"""Where the office reads them."""
TO_ENTER = QUEUE + "/do-wpisania"
"""Where the numbers stand that somebody has to type into the accounting system."""

PERMISSIONS: Mapping[Desk, Permission] = {
    Desk.OFFICE: Permission.ANSWER_RESIDENTS,
    Desk.SETTLEMENTS: Permission.ANSWER_SETTLEMENTS,
    Desk.TECHNICAL: Permission.ANSWER_FAULTS,
}


def desks_of(permissions: Collection[str]) -> list[Desk]:
    """Those whose submissions these permissions open."""
    return [desk for desk, permission in PERMISSIONS.items() if permission in permissions]
