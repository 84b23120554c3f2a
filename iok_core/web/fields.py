"""One field of a form: what its Struct declares, and how a typed text becomes its value."""

import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import NODEFAULT, Meta
from msgspec.inspect import (
    BoolType,
    DateType,
    DecimalType,
    EnumType,
    FloatType,
    IntType,
    LiteralType,
    Metadata,
    NoneType,
    StrType,
    StructType,
    Type,
    UnionType,
)

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


def typed(value: object) -> str:
    """A value as somebody would type it."""
    if value is None or value is False or value is NODEFAULT:
        return ""
    return "1" if value is True else str(msgspec.to_builtins(value))


class FieldError(ValueError):
    """The text is what the person reads beside the field."""


Control = Literal["text", "number", "date", "tick", "choice", "secret", "lines"]
"""What a page offers to fill a field in with."""


class Field(msgspec.Struct, frozen=True):
    name: str
    annotation: Any
    default: Any
    """What an empty field means; NODEFAULT when it must be filled in."""
    control: Control
    choices: tuple[str, ...]
    """Of a choice, as they are sent: an Enum in its own order, a Literal sorted."""
    label: str
    """`title` of the declaration, an English text; where it has none, the name."""
    hint: str
    """Its `description`."""
    max_length: int
    ask: str

    @property
    def ticked(self) -> bool:
        return self.control == "tick"

    @property
    def secret(self) -> bool:
        return self.control == "secret"

    @property
    def lines(self) -> bool:
        return self.control == "lines"

    def said_in(self, words: Mapping[str, str]) -> "Field":
        """With these translations of what it says; what is in none of them stays."""
        if not words:
            return self
        said = {name: words.get(text, text) for name, text in self._texts.items()}
        return msgspec.structs.replace(self, **said)

    @property
    def _texts(self) -> dict[str, str]:
        return {"label": self.label, "hint": self.hint, "ask": self.ask}

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


@lru_cache(maxsize=512)  # a plugin may make a Struct for one page
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
    described: dict[str, Any] = {}
    if isinstance(kind, Metadata):
        extra, described, kind = kind.extra or {}, kind.extra_json_schema or {}, kind.type
    return Field(
        name=field.name,
        annotation=annotation,
        default=_default(field, kind),
        control=_control(kind, extra),
        choices=_choices(kind),
        label=described.get("title", field.encode_name),
        hint=described.get("description", ""),
        max_length=_max_length(kind),
        ask=extra.get("asks", _FILL_IN),
    )


def _control(kind: Type, extra: dict[str, Any]) -> Control:
    kind = _without_none(kind)
    if extra.get("secret"):
        return "secret"
    if extra.get("lines"):
        return "lines"
    if extra.get("figure"):
        return "number"
    controls: dict[type[Type], Control] = {
        BoolType: "tick",
        DateType: "date",
        IntType: "number",
        FloatType: "number",
        DecimalType: "number",
        EnumType: "choice",
        LiteralType: "choice",
    }
    return controls.get(type(kind), "text")


def _choices(kind: Type) -> tuple[str, ...]:
    kind = _without_none(kind)
    if isinstance(kind, LiteralType):
        return tuple(str(value) for value in kind.values)
    if isinstance(kind, EnumType):
        members: list[Enum] = list(kind.cls)
        return tuple(str(member.value) for member in members)
    return ()


def _without_none(kind: Type) -> Type:
    if isinstance(kind, UnionType):
        others = [one for one in kind.types if not isinstance(one, NoneType)]
        return others[0] if len(others) == 1 else kind
    return kind


def _default(field: msgspec.inspect.Field, kind: Type) -> Any:
    if not field.required and field.default is not NODEFAULT:
        return field.default
    optional = isinstance(kind, UnionType) and any(isinstance(t, NoneType) for t in kind.types)
    return None if optional else NODEFAULT


def _max_length(kind: Type) -> int:
    kinds = kind.types if isinstance(kind, UnionType) else (kind,)
    declared = [t.max_length for t in kinds if isinstance(t, StrType) and t.max_length is not None]
    return min([*declared, MAX_VALUE])


def _hidden(letter: str) -> bool:
    return letter in _BIDI or unicodedata.category(letter) in _HIDDEN
