"""The contract for plugin authors: everything a plugin may import from IOK.

It depends on the standard library, msgspec and pluggy only, so that the process in which a
connector runs stays small and holds nothing of the portal.
"""

from iok_core.api.channel import AddressKind, Channel, Delivered, DeliveryResult, Message
from iok_core.api.connector import Capability, Connector, ConnectorError, ConnectorProblem
from iok_core.api.controls import (
    AsOf,
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
from iok_core.api.page import Gate, Render, Viewer
from iok_core.api.panel import Panel, PanelContent, PanelPlace
from iok_core.api.records import (
    RECORD_KINDS,
    Account,
    AccountKind,
    Balance,
    Charge,
    DataKind,
    Entry,
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
    "Connector",
    "ConnectorError",
    "ConnectorProblem",
    "ControlTotal",
    "DataKind",
    "Delivered",
    "DeliveryResult",
    "Entry",
    "Extension",
    "Gate",
    "Hooks",
    "Measure",
    "Message",
    "NoOptions",
    "Panel",
    "PanelContent",
    "PanelPlace",
    "Party",
    "PartyForm",
    "Premises",
    "PremisesKind",
    "Problem",
    "Record",
    "Rejected",
    "Remark",
    "RemarkCode",
    "Render",
    "ReportType",
    "Secret",
    "Step",
    "Title",
    "TitleKind",
    "Viewer",
    "hookimpl",
]
