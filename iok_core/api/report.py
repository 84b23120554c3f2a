"""A report type makes a document out of data that the portal hands it."""

from abc import abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

import msgspec

from iok_core.api.document import Document
from iok_core.api.extension import Extension, OptionsT
from iok_core.api.extract import Extract

ParametersT = TypeVar("ParametersT", bound=msgspec.Struct)


class Audience(StrEnum):
    RESIDENT = "resident"
    """Residents make it of their own accounts."""
    STAFF = "staff"
    """The office makes it for many payers at once."""


class Format(StrEnum):
    PAGE = "page"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


class WrongParametersError(ValueError):
    """Raised by `build` when the parameters do not fit the extract."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in problems.items()))
        self.problems = problems
        """What to do, in the language of the extract, by the field's name in the form; "" is none
        of them. Give all at once."""


class ReportType(Extension[OptionsT], Generic[OptionsT, ParametersT]):
    """Pure: it reads nothing but its arguments, changes nothing and keeps nothing.

    It is called in a process of its own, many times, for many people. The portal ends that process
    when an answer takes too long or too much memory.
    """

    parameters_type: ClassVar[type[msgspec.Struct]]
    """What a reader chooses for each report; becomes a form."""
    audience: ClassVar[frozenset[Audience]] = frozenset(Audience)
    formats: ClassVar[frozenset[Format]] = frozenset(Format)

    @abstractmethod
    def build(self, parameters: ParametersT, extract: Extract) -> Document:
        """The report for the extract.

        Raises:
            WrongParametersError: the reader has to choose otherwise.
        """
