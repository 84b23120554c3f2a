from enum import IntEnum, StrEnum

from iok_core.identity.service import Permission


class Clause(IntEnum):
    """Of the regulations: on what ground somebody may be blocked."""

    OWN_DEMAND = 9
    """On the resident's own demand in writing."""
    LOSS = 10
    """What one signs in with was lost or stolen."""
    MISUSE = 11
    """The portal was used against the regulations or the law."""
    END_OF_SETTLEMENTS = 12


class BlockWay(StrEnum):
    """Whose hand a block came from."""

    OFFICE = ""
    """By a member of staff, or from the command line."""
    CODE = "code"
    """By somebody with the freeze code of the slip, who did not sign in."""
    RESIDENT = "resident"
    """By the resident, who was signed in."""
    ITSELF = "itself"
    """By the portal, as the operator has set it."""


OBJECTABLE = frozenset({Clause.MISUSE, Clause.END_OF_SETTLEMENTS})
"""Of the others it was the resident who asked for the block."""


def permission_for(clause: Clause) -> Permission:
    """To block under it, and to lift such a block."""
    misuse = clause is Clause.MISUSE
    return Permission.BLOCK_FOR_MISUSE if misuse else Permission.BLOCK_ACCESS
