from typing import Any

from iok_core.api import NoOptions, ReportType, hookimpl


class Broken(ReportType[NoOptions, NoOptions]):
    name = "report-raises"
    title = "Broken"
    options_type = NoOptions
    parameters_type = NoOptions

    def build(self, parameters: NoOptions, extract: Any) -> Any:
        raise LookupError("nothing to report")


@hookimpl
def iok_report_types():
    return [Broken]
