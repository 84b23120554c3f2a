"""How long somebody still sees premises that are no longer theirs."""

from typing import Annotated

import msgspec


class Closing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The closing view: own days only, from the last day of a title on."""

    closing_months: Annotated[int, msgspec.Meta(ge=0, le=120)] = 6
    """So many months after the last day of their title, somebody still reads of their own days."""
    until_settled: bool = True
    """And as long as their own account of the premises is not settled."""
    told_days_before: Annotated[int, msgspec.Meta(ge=0, le=120)] = 30
    """So many days before it ends, they are told."""


NO_CLOSING = Closing(closing_months=0, until_settled=False)
"""For what is told of today only, such as notices."""
