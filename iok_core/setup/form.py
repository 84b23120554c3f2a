"""The form of a module: its title, and whatever options its extension declares."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

import msgspec
from msgspec import NODEFAULT, Meta

from iok_core.child.options import OptionProblem
from iok_core.modules.service import LONGEST_TITLE
from iok_core.plugin_host import ExtensionInfo
from iok_core.web.fields import fields_of, typed
from iok_core.web.forms import Form, asks
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid

TITLE = "module_title"
Title = Annotated[
    str,
    Meta(
        max_length=LONGEST_TITLE,
        title=msgid("Name of the module"),
        description=msgid("As residents and the office read it, for example beside an amount"),
    ),
    asks(msgid("Give the module a name")),
]


@cache
def form_type(options_type: type[msgspec.Struct], *, new: bool) -> type[msgspec.Struct]:
    """A Struct with the title first, then the options under their own names.

    Of a module that is there, a secret may stay empty: it is kept as it is.
    """
    declared: list[tuple[str, Any, Any]] = [(TITLE, Title, NODEFAULT)]
    for name, field in fields_of(options_type).items():
        kept = field.secret and not new
        declared.append((name, field.annotation, "" if kept else field.default))
    return msgspec.defstruct("ModuleForm", declared, kw_only=True)


def blank_form(
    info: ExtensionInfo, *, new: bool, values: Mapping[str, str] | None = None
) -> Form[msgspec.Struct]:
    """Without `values`, one to read into."""
    return Form(form_type(info.extension.options_type, new=new), values, info.words)


def empty_form(info: ExtensionInfo) -> Form[msgspec.Struct]:
    return blank_form(info, new=True, values={TITLE: info.title})


def filled_form(
    info: ExtensionInfo, title: str, options: Mapping[str, object]
) -> Form[msgspec.Struct]:
    values = {name: typed(value) for name, value in options.items()}
    return blank_form(info, new=False, values={TITLE: title, **values})


def sent(form: Form[msgspec.Struct], before: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Title and options. A secret that was left empty stays as it was."""
    values: dict[str, Any] = msgspec.to_builtins(form.struct)
    title = values.pop(TITLE)
    for name, field in form.fields.items():
        if field.secret and not values.get(name) and name in before:
            values[name] = before[name]
    return title, values


def explain(form: Form[msgspec.Struct], problems: list[OptionProblem]) -> None:
    """Options that fit one by one may not fit together, which only the extension knows."""
    for problem in problems:
        known = problem.option if problem.option in form.fields else ""
        form.add_error(
            known, _("The plugin does not take this: %(reason)s") % {"reason": _(problem.message)}
        )
