"""A sent form → a Struct, field by field, with every error at once.

    class SignIn(msgspec.Struct):
        identifier: Annotated[str, Meta(max_length=40), asks(msgid("Enter the identifier"))]
        password: Annotated[Password, asks(msgid("Enter the password"))]

    form = await read_form(request, SignIn)
    if not form.ok:
        return page(request, "sign_in.html", status=422, form=form)
    form.struct.identifier

What `asks` says is shown when the field is empty and when it cannot be read. A browser leaves out
a checkbox that is not ticked, so `bool` is False then; an empty optional field is its default.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Generic, Protocol, Self, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import HTTPException

from iok_core.web.body import BadForm, form_fields, is_form
from iok_core.web.csrf import FIELD as CSRF_FIELD
from iok_core.web.fields import Field, FieldError, Lines, Password, asks, fields_of, typed
from iok_core.web.i18n import gettext

__all__ = [
    "Errors",
    "Form",
    "Lines",
    "Password",
    "asks",
    "numbered",
    "numbered_boxes",
    "read_form",
    "read_forms",
    "ticked",
]

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")

T = TypeVar("T", bound=msgspec.Struct)
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
"""The name of a field that is not the portal's own."""


class NotAForm(HTTPException):
    status_code = 415


class Form(Generic[T]):
    """`Form(SignIn)` is a new page's, with the Struct's defaults; `values` prefill it, too.

    `words` are a plugin's own translations of the texts that its Struct declares.
    """

    def __init__(
        self,
        kind: type[T],
        values: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self._kind = kind
        self._words = words or {}
        self._fields = {name: one.said_in(self._words) for name, one in fields_of(kind).items()}
        defaults = {name: typed(one.default) for name, one in self._fields.items()}
        self._values = defaults | dict(values or {})
        self._errors: dict[str, str] = {}
        self._struct: T | None = None

    @property
    def ok(self) -> bool:
        return self._struct is not None and not self._errors

    @property
    def struct(self) -> T:
        if self._struct is None:
            raise LookupError("this form was not read, or has errors")
        return self._struct

    @property
    def fields(self) -> Mapping[str, Field]:
        """By the name in HTML, in their order: for a page that draws whatever a Struct declares."""
        return self._fields

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(field, message) in the order of the fields; the field "" is the form as a whole."""
        return [(name, self._errors[name]) for name in ("", *self._fields) if name in self._errors]

    def value(self, name: str) -> str:
        """What was typed, to show again; nothing of a secret."""
        return "" if self._fields[name].secret else self._values[name]

    def optional(self, name: str) -> bool:
        """May stay empty."""
        return self._fields[name].default is not msgspec.NODEFAULT

    def options(self, name: str) -> list[tuple[str, str]]:
        """What a choice offers: the value to send, and what it is called."""
        field = self._fields[name]
        none = [] if "" in field.choices else self._no_choice(field)
        return none + [(choice, self._called(choice)) for choice in field.choices]

    def _no_choice(self, field: Field) -> list[tuple[str, str]]:
        """What has to be chosen is not chosen by whoever looks past it."""
        if field.default is msgspec.NODEFAULT:
            return [("", gettext("– choose –"))]
        return [("", "–")] if field.default is None else []

    def _called(self, choice: str) -> str:
        return self._words.get(choice) or (gettext(choice) if choice else "–")

    def error(self, name: str) -> str:
        self._check_name(name)
        return self._errors.get(name, "")

    def add_error(self, name: str, message: str) -> None:
        self._check_name(name)
        self._errors.setdefault(name, message)

    def read(self, sent: Mapping[str, str]) -> None:
        values: dict[str, Any] = {}
        for name, field in self._fields.items():
            self._values[name] = text = field.tidy(sent.get(name, ""))
            try:
                values[field.name] = field.value(text)
            except FieldError as error:
                self._errors[name] = str(error)
        if not self._errors:
            self._struct = self._kind(**values)

    def _check_name(self, name: str) -> None:
        if name and name not in self._fields:
            raise KeyError(name)


async def read_form(
    request: Request[Any, Any, Any], kind: type[T], boxes: Collection[str] = ()
) -> Form[T]:
    """`boxes`: names of checkboxes beside the fields of the Struct, see `ticked`."""
    form = Form(kind)
    await read_forms(request, form, boxes=boxes)
    return form


async def ticked(request: Request[Any, Any, Any], boxes: Collection[str]) -> set[str]:
    """Those of the boxes in a form that was read before."""
    return {name for name, value in await form_fields(request) if name in boxes and value}


async def numbered_boxes(request: Request[Any, Any, Any], before: str) -> set[int]:
    """The numbers of ticked boxes that are called so and a number; of a form not read yet."""
    if not is_form(request):
        raise NotAForm
    return numbered([name for name, value in await form_fields(request) if value], before)


def numbered(names: Iterable[str], before: str) -> set[int]:
    ends = {name.removeprefix(before) for name in names if name.startswith(before)}
    return {int(end) for end in ends if _NUMBER.fullmatch(end)}


async def read_forms(
    request: Request[Any, Any, Any],
    *forms: Form[Any],
    boxes: Collection[str] = (),
    changing: bool = False,
) -> dict[str, str]:
    """Several Structs that one page asks for; no two may have a field of the same name.

    `changing`: what is asked may be something else by now. The answer is what came beside, of
    names that are not the portal's own.
    """
    if not is_form(request):
        raise NotAForm
    known = {name for form in forms for name in form.fields} | {*boxes, CSRF_FIELD}
    fields = await form_fields(request)
    others = {name for name, _ in fields if changing and _FOREIGN.fullmatch(name)} - known
    sent = _sent(fields, known | others)
    for form in forms:
        form.read(sent)
    return {name: sent[name] for name in sorted(others)}


class Erring(Protocol):
    """A form, or the files beside it."""

    @property
    def errors(self) -> list[tuple[str, str]]: ...


class Errors(msgspec.Struct, frozen=True):
    """Of several forms, for the summary of their page."""

    errors: list[tuple[str, str]]

    @classmethod
    def of(cls, *forms: Erring) -> Self:
        return cls([error for form in forms for error in form.errors])


def _sent(fields: list[tuple[str, str]], known: set[str]) -> dict[str, str]:
    sent: dict[str, str] = {}
    for name, value in fields:
        if name in sent or name not in known:
            raise BadForm
        sent[name] = value
    return sent
