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
from iok_core.api.document import (
    Cell,
    CellKind,
    Column,
    Document,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from iok_core.api.extension import Extension, NoOptions, Secret
from iok_core.api.extract import AccountExtract, Extract, Provenance
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
    Gone,
    Party,
    PartyForm,
    Premises,
    PremisesKind,
    Record,
    Title,
    TitleKind,
)
from iok_core.api.report import Audience, Format, ReportType, WrongParametersError

__all__ = [
    "RECORD_KINDS",
    "Account",
    "AccountExtract",
    "AccountKind",
    "AddressKind",
    "AsOf",
    "Audience",
    "Balance",
    "Capability",
    "Cell",
    "CellKind",
    "Channel",
    "Charge",
    "Checkpoint",
    "Column",
    "Connector",
    "ConnectorError",
    "ConnectorProblem",
    "ControlTotal",
    "DataKind",
    "Delivered",
    "DeliveryResult",
    "Document",
    "Entry",
    "Extension",
    "Extract",
    "Figure",
    "Figures",
    "Format",
    "Gate",
    "Gone",
    "Hooks",
    "Measure",
    "Message",
    "NoOptions",
    "Panel",
    "PanelContent",
    "PanelPlace",
    "Paragraph",
    "Party",
    "PartyForm",
    "Premises",
    "PremisesKind",
    "Problem",
    "Provenance",
    "Record",
    "Rejected",
    "Remark",
    "RemarkCode",
    "Render",
    "ReportType",
    "Row",
    "Secret",
    "Section",
    "Step",
    "Table",
    "Title",
    "TitleKind",
    "Told",
    "Viewer",
    "WrongParametersError",
    "hookimpl",
]
