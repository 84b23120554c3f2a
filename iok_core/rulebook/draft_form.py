"""The form of a draft: as many clauses as there are, and a button that adds or moves one."""

import re
from collections.abc import Sequence
from typing import Annotated, Self, cast, get_args

import msgspec
from msgspec import Meta

from iok_core.rulebook.drafts import DraftView
from iok_core.rulebook.wording import CLAUSES, Move, Wording
from iok_core.web.body import BadForm
from iok_core.web.csrf import FIELD as CSRF_FIELD
from iok_core.web.fields import Field, FieldError, fields_of

CLAUSE_LENGTH = 6000
_CLAUSE = re.compile(r"clause-([1-9]\d?)")
_ACT = re.compile(rf"({'|'.join(get_args(Move))})-([1-9]\d?)")


class _Part(msgspec.Struct):
    text: Annotated[str, Meta(max_length=CLAUSE_LENGTH, extra={"lines": True})] = ""


class DraftForm:
    """Answers the macros of components.html as a `Form` does."""

    def __init__(self, wording: Wording, revision: int) -> None:
        self.wording = wording
        self.revision = revision
        self.move: tuple[Move, int] | None = None
        self._errors: dict[str, str] = {}

    @classmethod
    def of(cls, draft: DraftView) -> Self:
        return cls(draft.wording, draft.revision)

    @property
    def errors(self) -> list[tuple[str, str]]:
        return list(self._errors.items())

    @property
    def numbers(self) -> range:
        return range(1, len(self.wording.clauses) + 1)

    def value(self, name: str) -> str:
        if found := _CLAUSE.fullmatch(name):
            return self.wording.clauses[int(found[1]) - 1]
        return self.wording.title if name == "title" else self.wording.closing

    def error(self, name: str) -> str:
        return self._errors.get(name, "")

    def add_error(self, name: str, message: str) -> None:
        self._errors.setdefault(name, message)


def read_draft(fields: Sequence[tuple[str, str]]) -> DraftForm:
    """What was typed, with an error beside each part that cannot be kept."""
    sent = dict(fields)
    sent.pop(CSRF_FIELD, None)
    numbers = _numbers(sent)
    form = DraftForm(Wording("", (), ""), _revision(sent.get("revision", "")))
    form.wording = Wording(
        _kept(form, "title", sent),
        tuple(_kept(form, f"clause-{number}", sent) for number in numbers),
        _kept(form, "closing", sent),
    )
    form.move = _move(sent.get("act", ""))
    return form


def _numbers(sent: dict[str, str]) -> list[int]:
    """1, 2, 3 … as the page has them."""
    numbers = sorted(int(found[1]) for name in sent if (found := _CLAUSE.fullmatch(name)))
    known = {"title", "closing", "revision", "act", *(f"clause-{n}" for n in numbers)}
    if sent.keys() - known or numbers != list(range(1, len(numbers) + 1)):
        raise BadForm
    return numbers or [1]


def _kept(form: DraftForm, name: str, sent: dict[str, str]) -> str:
    field: Field = fields_of(_Part)["text"]
    text = field.tidy(sent.get(name, ""))
    try:
        field.value(text)
    except FieldError as error:
        form.add_error(name, str(error))
    return text


def _move(act: str) -> tuple[Move, int] | None:
    found = _ACT.fullmatch(act)
    if found is None or int(found[2]) > CLAUSES:
        return None
    return cast("Move", found[1]), int(found[2])


def _revision(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
