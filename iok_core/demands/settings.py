from typing import Annotated

import msgspec
from msgspec import Meta


class DemandSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    working_days: Annotated[int, Meta(ge=1, le=30)] = 3
    """Within so many working days after its receipt a demand is carried out."""
