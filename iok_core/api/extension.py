"""What every extension is: a class that declares itself, an instance that has its options."""

from abc import ABC
from collections.abc import Mapping
from typing import Annotated, ClassVar, Generic, TypeVar

import msgspec

OptionsT = TypeVar("OptionsT", bound=msgspec.Struct)

Secret = Annotated[str, msgspec.Meta(extra={"secret": True})]
"""An option that the portal never shows again; staff give it as `env:NAME` or `file:/path`."""


class NoOptions(msgspec.Struct, frozen=True):
    """For an extension that has nothing to set."""


class Extension(ABC, Generic[OptionsT]):
    """The class is the declaration; an instance lives for one piece of work.

    Import drivers inside the methods, so that the portal can list the extension without them.
    """

    name: ClassVar[str]
    """Stable and unique among all extensions, lower-case: modules and commands refer to it."""
    title: ClassVar[str]
    """English, short; shown through `texts`."""
    options_type: ClassVar[type[msgspec.Struct]]
    texts: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """Translations of the title and of the texts in forms: by language, then by the English."""

    def __init__(self, options: OptionsT) -> None:
        self.options = options
