"""The contract for plugin authors: everything a plugin may import from IOK.

It depends on the standard library, msgspec and pluggy only, so that the process in which a
connector runs stays small and holds nothing of the portal.
"""

from iok_core.api.channel import AddressKind, Channel, Delivered, DeliveryResult, Message
from iok_core.api.connector import Capability, Connector, ConnectorError, ConnectorProblem, Told
from iok_core.api.controls import (
    AsOf,
    Checkpoint,
    ControlTotal,
    Measure,
    Problem,
    Rejected,
    Remark,
    RemarkCode,
    Step,
)
from iok_core.api.extension import Extension, NoOptions, Secret
from iok_core.api.hooks import Hooks, hookimpl
from iok_core.api.records import (
    RECORD_KINDS,
    Account,
    AccountKind,
    Balance,
    Charge,
    DataKind,
    Entry,
    Gone,
    Party,
    PartyForm,
    Premises,
    PremisesKind,
    Record,
    Title,
    TitleKind,
)
from iok_core.api.report import ReportType

__all__ = [
    "RECORD_KINDS",
    "Account",
    "AccountKind",
    "AddressKind",
    "AsOf",
    "Balance",
    "Capability",
    "Channel",
    "Charge",
    "Checkpoint",
    "Connector",
    "ConnectorError",
    "ConnectorProblem",
    "ControlTotal",
    "DataKind",
    "Delivered",
    "DeliveryResult",
    "Entry",
    "Extension",
    "Gone",
    "Hooks",
    "Measure",
    "Message",
    "NoOptions",
    "Party",
    "PartyForm",
    "Premises",
    "PremisesKind",
    "Problem",
    "Record",
    "Rejected",
    "Remark",
    "RemarkCode",
    "ReportType",
    "Secret",
    "Step",
    "Title",
    "TitleKind",
    "Told",
    "hookimpl",
]
