"""One field of a form: what its Struct declares, and how a typed text becomes its value."""

import unicodedata
from functools import cache
from typing import Annotated, Any

import msgspec
from msgspec import NODEFAULT, Meta
from msgspec.inspect import BoolType, Metadata, NoneType, StrType, StructType, UnionType

from iok_core.web.i18n import Msgid, msgid, ngettext
from iok_core.web.i18n import gettext as _

MAX_VALUE = 2000
"""The longest value of a field that sets no max_length, in characters."""

MAX_INTEGER = 2**63 - 1
"""What a database column holds."""

Password = Annotated[str, Meta(max_length=256, extra={"secret": True})]
"""Kept exactly as typed, never shown again."""

Lines = Annotated[str, Meta(max_length=MAX_VALUE, extra={"lines": True})]
"""Text of several lines, divided by newlines; every other text is one line."""

_TICKED = {"1", "on", "true", "yes"}
_FILL_IN = msgid("Fill in this field")
# Marks that turn the direction of writing can make one text read as another.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HIDDEN = {"Cc", "Zl", "Zp", "Cs", "Co", "Cn"}


def asks(message: Msgid) -> Meta:
    """What to tell the person when this field is missing or unreadable."""
    return Meta(extra={"asks": message})


class FieldError(ValueError):
    """The text is what the person reads beside the field."""


class Field(msgspec.Struct, frozen=True):
    name: str
    annotation: Any
    default: Any
    """What an empty field means; NODEFAULT when it must be filled in."""
    ticked: bool
    secret: bool
    lines: bool
    max_length: int
    ask: str

    def tidy(self, typed: str) -> str:
        if self.secret:
            return typed
        return unicodedata.normalize("NFC", typed.strip().replace("\r\n", "\n"))

    def value(self, text: str) -> Any:
        if self.ticked:
            return text in _TICKED
        if not text:
            return self._empty()
        self._check(text)
        try:
            value = msgspec.convert(text, self.annotation, strict=False)
        except msgspec.ValidationError:
            raise FieldError(_(self.ask)) from None
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            raise FieldError(_(self.ask))
        return value

    def _empty(self) -> Any:
        if self.default is NODEFAULT:
            raise FieldError(_(self.ask))
        return self.default

    def _check(self, text: str) -> None:
        if len(text) > self.max_length:
            raise FieldError(
                ngettext(
                    "Shorten this to %(n)s character",
                    "Shorten this to %(n)s characters",
                    self.max_length,
                )
                % {"n": self.max_length}
            )
        shown = text.replace("\n", "") if self.lines else text
        if not self.secret and any(_hidden(letter) for letter in shown):
            raise FieldError(_("Type this by hand: the pasted text holds hidden characters"))


@cache
def fields_of(kind: type[msgspec.Struct]) -> dict[str, Field]:
    """The fields of a form by the names that its HTML uses."""
    info = msgspec.inspect.type_info(kind)
    if not isinstance(info, StructType):
        raise TypeError(kind)
    annotations = {field.name: field.type for field in msgspec.structs.fields(kind)}
    return {field.encode_name: _declared(field, annotations[field.name]) for field in info.fields}


def _declared(field: msgspec.inspect.Field, annotation: Any) -> Field:
    kind = field.type
    extra: dict[str, Any] = {}
    if isinstance(kind, Metadata):
        extra, kind = kind.extra or {}, kind.type
    return Field(
        name=field.name,
        annotation=annotation,
        default=_default(field, kind),
        ticked=isinstance(kind, BoolType),
        secret=bool(extra.get("secret")),
        lines=bool(extra.get("lines")),
        max_length=_max_length(kind),
        ask=extra.get("asks", _FILL_IN),
    )


def _default(field: msgspec.inspect.Field, kind: msgspec.inspect.Type) -> Any:
    if not field.required and field.default is not NODEFAULT:
        return field.default
    optional = isinstance(kind, UnionType) and any(isinstance(t, NoneType) for t in kind.types)
    return None if optional else NODEFAULT


def _max_length(kind: msgspec.inspect.Type) -> int:
    kinds = kind.types if isinstance(kind, UnionType) else (kind,)
    declared = [t.max_length for t in kinds if isinstance(t, StrType) and t.max_length is not None]
    return min([*declared, MAX_VALUE])


def _hidden(letter: str) -> bool:
    return letter in _BIDI or unicodedata.category(letter) in _HIDDEN
