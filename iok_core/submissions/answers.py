"""What somebody has answered in a form, as lines to read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from iok_core.api import ResidentForm
from iok_core.web.fields import Field, fields_of, typed
from iok_core.web.filters import day
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import language

Line = tuple[str, str]
"""What it is called, and its value."""


def lines_of_answers(form: type[ResidentForm[Any, Any]], answers: msgspec.Struct) -> list[Line]:
    """In the order of the form; what was left empty is left out."""
    words = form.texts.get(language(), {})
    lines = []
    for one in fields_of(form.answers_type).values():
        value = _shown(one, getattr(answers, one.name), words)
        if value:
            lines.append((words.get(one.label) or _(one.label), value))
    return lines


def stored_lines(form: type[ResidentForm[Any, Any]] | None, answers: str) -> list[Line]:
    """Of a submission; where its form is gone or has changed, by the names of the fields."""
    if form is not None:
        try:
            known = msgspec.json.decode(answers, type=form.answers_type)
        except msgspec.ValidationError:
            pass
        else:
            return lines_of_answers(form, known)
    raw = msgspec.json.decode(answers, type=dict[str, Any])
    return [(name, str(value)) for name, value in raw.items() if value not in (None, "", False)]


def _shown(one: Field, value: object, words: Mapping[str, str]) -> str:
    if one.ticked:
        return _("yes") if value else ""
    if isinstance(value, date):
        return day(value)
    text = typed(value)
    if one.control == "choice" and text:
        return words.get(text) or _(text)
    return text
