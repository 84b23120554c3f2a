"""Does a report type declare what the portal needs to offer it?"""

from typing import Any

from iok_core.api import ReportType
from iok_core.testing.declarations import (
    faults_of_colour,
    faults_of_declaration,
    faults_of_struct,
    require_none,
)


def check_report_type(report_type: type[ReportType[Any, Any]]) -> None:
    """Raises AssertionError, which names all that is wrong."""
    parameters = getattr(report_type, "parameters_type", None)
    require_none(
        [
            *faults_of_declaration(report_type),
            *faults_of_struct("parameters_type", parameters),
            *faults_of_colour(report_type),
        ]
    )
