"""A report type makes a document out of data that the portal hands it."""

from abc import abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from iok_core.api.extension import Extension, OptionsT

ParametersT = TypeVar("ParametersT", bound=msgspec.Struct)


class ReportType(Extension[OptionsT], Generic[OptionsT, ParametersT]):
    """Pure: it reads nothing but its arguments, so it can run in any thread."""

    parameters_type: ClassVar[type[msgspec.Struct]]
    """What a reader chooses for each report; becomes a form."""

    @abstractmethod
    def build(self, parameters: ParametersT, extract: Any) -> Any:
        """The report for the extract."""
