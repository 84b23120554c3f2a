"""What this plugin answers to the portal's hooks."""

from collections.abc import Iterable
from typing import Any

from iok_core.api import ReportType, hookimpl
from iok_reports.statement import Statement


@hookimpl
def iok_report_types() -> Iterable[type[ReportType[Any, Any]]]:
    return [Statement]
