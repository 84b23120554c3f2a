"""The verbs of the regulations, for pages and other subjects."""

from iok_core.regulations.acceptances import (
    Paper,
    PaperRefusal,
    Proof,
    TextChangedError,
    Way,
    accept,
    acceptances_of,
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
    NotACorrection,
    NotACorrectionError,
    not_a_correction,
    publish,
    publish_correction,
)
from iok_core.regulations.rules import Rule, State
from iok_core.regulations.text import Clause, Document, compose, parse
from iok_core.regulations.versions import (
    Approval,
    VersionView,
    all_versions,
    announced,
    digest,
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
    "NotACorrection",
    "NotACorrectionError",
    "Paper",
    "PaperRefusal",
    "Proof",
    "Rule",
    "State",
    "TextChangedError",
    "VersionView",
    "Way",
    "accept",
    "acceptances_of",
    "all_versions",
    "announced",
    "compose",
    "difference",
    "digest",
    "has_accepted",
    "in_force",
    "informations",
    "informs_on",
    "latest_acceptance",
    "not_a_correction",
    "parse",
    "predecessor",
    "publish",
    "publish_correction",
    "publish_information",
    "record_paper",
    "version",
    "versions",
]
