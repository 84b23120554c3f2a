"""The verbs of the regulations, for pages and other subjects."""

from iok_core.regulations.acceptances import (
    Paper,
    PaperRefusal,
    TextChangedError,
    Way,
    accept,
    acceptances_of,
    accepted,
    has_accepted,
    latest_acceptance,
    record_paper,
)
from iok_core.regulations.difference import Difference, difference
from iok_core.regulations.information import (
    Information,
    informations,
    informs_on,
    publish_information,
)
from iok_core.regulations.publishing import (
    NotACorrectionError,
    publish,
    publish_correction,
)
from iok_core.regulations.text import Clause, Document, compose, parse
from iok_core.regulations.versions import (
    Approval,
    VersionView,
    all_versions,
    announced,
    in_force,
    predecessor,
    version,
    versions,
)

__all__ = [
    "Approval",
    "Clause",
    "Difference",
    "Document",
    "Information",
    "NotACorrectionError",
    "Paper",
    "PaperRefusal",
    "TextChangedError",
    "VersionView",
    "Way",
    "accept",
    "acceptances_of",
    "accepted",
    "all_versions",
    "announced",
    "compose",
    "difference",
    "has_accepted",
    "in_force",
    "informations",
    "informs_on",
    "latest_acceptance",
    "parse",
    "predecessor",
    "publish",
    "publish_correction",
    "publish_information",
    "record_paper",
    "version",
    "versions",
]
