"""The verbs of demands, for pages and other subjects."""

from iok_core.demands.kinds import JOURNAL_LENGTH, DemandForm, DemandKind, DemandState
from iok_core.demands.register import (
    NewDemand,
    Registrar,
    carry_out,
    close,
    confirm,
    open_demand,
    register,
)
from iok_core.demands.rows import DemandLine, all_demands, one_demand, open_demands
from iok_core.demands.term import Term

__all__ = [
    "JOURNAL_LENGTH",
    "DemandForm",
    "DemandKind",
    "DemandLine",
    "DemandState",
    "NewDemand",
    "Registrar",
    "Term",
    "all_demands",
    "carry_out",
    "close",
    "confirm",
    "one_demand",
    "open_demand",
    "open_demands",
    "register",
]
