"""One report type, which builds documents until its parent wants no more."""

from typing import Any

from iok_core.api import Document, ReportType, WrongParametersError
from iok_core.child.channel import Channel
from iok_core.child.frames import Build, Built, Declined
from iok_core.child.options import to_options


def build_reports(report: ReportType[Any, Any], channel: Channel) -> None:
    """Whatever else `build` raises ends this process, so that nothing half done is used again."""
    while True:
        try:
            wanted = channel.receive(Build)
        except EOFError:
            return
        channel.send(_built(report, wanted))


def _built(report: ReportType[Any, Any], wanted: Build) -> Built | Declined:
    parameters = to_options(report.parameters_type, wanted.parameters)
    try:
        document = report.build(parameters, wanted.extract)
    except WrongParametersError as error:
        return Declined({str(name): str(text) for name, text in error.problems.items()})
    if not isinstance(document, Document):
        raise TypeError(f"build() returned {type(document).__qualname__}, not a Document")
    return Built(document)
