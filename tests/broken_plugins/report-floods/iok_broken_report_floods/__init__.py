from typing import Any

from iok_core.api import NoOptions, ReportType, hookimpl


class Broken(ReportType[NoOptions, NoOptions]):
    name = "report-floods"
    title = "Broken"
    options_type = NoOptions
    parameters_type = NoOptions

    def build(self, parameters: NoOptions, extract: Any) -> Any:
        return [bytes(10_000_000) for _ in range(1_000)]


@hookimpl
def iok_report_types():
    return [Broken]
