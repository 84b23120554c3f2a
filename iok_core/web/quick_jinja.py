"""Jinja that does not look up anew, at each call on each page, what is always the same here.

Pages come out the same to the letter; `bench page` compares them with those of a Jinja as it is.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import FunctionType
from typing import Any

import jinja2
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from iok_core.web import i18n

MOST_TEXTS = 16_384
"""A few times what templates say in all languages, so that texts of plugins fit, too."""


class QuickContext(Context):
    """Calls macros and plain functions at once, where Jinja first asks each what else it is."""

    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is not FunctionType or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


class QuickEnvironment(jinja2.Environment):
    """All templates have the same globals, in one dict that nothing needs to look through."""

    context_class = QuickContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def gettext(message: str, /, **values: object) -> Markup:
    lang = i18n.language()
    return _translated(lang, message) % values if values else _plain(lang, message)


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> Markup:
    return _html(i18n.ngettext(singular, plural, num)) % ({"num": num} | values)


def pgettext(context: str, message: str, /, **values: object) -> Markup:
    return _html(i18n.pgettext(context, message)) % ({"context": context} | values)


def npgettext(context: str, singular: str, plural: str, num: int, /, **values: object) -> Markup:
    text = _html(i18n.npgettext(context, singular, plural, num))
    return text % ({"context": context, "num": num} | values)


TEXTS: dict[str, Callable[..., Markup]] = {
    "_": gettext,
    "gettext": gettext,
    "ngettext": ngettext,
    "pgettext": pgettext,
    "npgettext": npgettext,
}
"""What templates call. A text is HTML and a format, as it is with Jinja's own new style."""


@lru_cache(maxsize=MOST_TEXTS)
def _translated(lang: str, message: str) -> Markup:
    return _html(i18n.catalogue(lang).gettext(message))


@lru_cache(maxsize=MOST_TEXTS)
def _plain(lang: str, message: str) -> Markup:
    return _translated(lang, message) % {}


def _html(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - of a template or a catalogue; values are escaped into it
