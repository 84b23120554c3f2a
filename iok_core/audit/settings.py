from typing import Annotated

import msgspec
from msgspec import Meta


class AuditSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    anchor: str = ""
    """File on another machine (mounted here), to which a worker adds the head of the chain once a
    day. Empty: none is kept, and nobody can tell a chain that was written anew with its key.
    """
    keep_months: Annotated[int, Meta(ge=0, le=600)] = 24
    """What is older goes with `iok audit prune`; the chain then begins after it."""
    name_staff: bool = False
    """Residents read the name of whoever looked at their data, not the function alone."""
