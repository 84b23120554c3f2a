"""Languages. English is the msgids themselves; Polish is whole; what another lacks is Polish.

`from iok_core.web.i18n import gettext as _`; `msgid` marks a text that is translated where shown.
"""

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NewType

import msgspec

from iok_core.web.catalogue_file import translations

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection


class Language(msgspec.Struct, frozen=True):
    code: str
    name: str
    """In the language itself, for those who look for it."""
    draft: str = ""
    """The word for it, in the language, until somebody has read the translation over."""


DEFAULT = "pl"
SOURCE = "en"
"""The language of the msgids: it needs no catalogue."""
LANGUAGES = (
    Language("pl", "Polski"),
    Language("en", "English"),
    Language("uk", "Українська", draft="чернетка"),
)
OFFERED = tuple(one.code for one in LANGUAGES)
DRAFTS = frozenset(one.code for one in LANGUAGES if one.draft)
COOKIE_SUFFIX = "-lang"
LOCALE_DIR = Path(__file__).parent.parent / "locale"
MAX_HEADER = 200

Msgid = NewType("Msgid", str)
"""An English text that the catalogue knows: what asks for one takes no unmarked text."""

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    return _language.get()


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Texts inside are in this language: a request's, or a letter's to one person."""
    reset = _language.set(lang)
    try:
        yield
    finally:
        _language.reset(reset)


def gettext(message: str) -> str:
    return catalogue(language()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    return catalogue(language()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    return catalogue(language()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, n: int) -> str:
    return catalogue(language()).npgettext(context, singular, plural, n)


def msgid(message: str) -> Msgid:
    """Only marks the text for the catalogue; pass it through `gettext` where it is shown."""
    return Msgid(message)


def catalogue_path(lang: str) -> Path:
    return LOCALE_DIR / lang / "LC_MESSAGES" / "iok.po"


@cache
def catalogue(lang: str) -> catalogues.NullTranslations:
    if lang == SOURCE:
        return catalogues.NullTranslations()
    texts = translations(catalogue_path(lang), lang)
    if lang != DEFAULT:
        texts.add_fallback(catalogue(DEFAULT))
    return texts


def negotiate(cookie: str | None, accept_language: str) -> str:
    """The visitor's own choice, else the best of what the browser asks for, else Polish.

    A browser is no choice: what it asks for is spoken only if somebody has read it over.
    """
    if cookie in OFFERED:
        return cookie
    for wanted in _by_preference(accept_language[:MAX_HEADER]):
        if wanted in OFFERED and wanted not in DRAFTS:
            return wanted
    return DEFAULT


def _by_preference(header: str) -> list[str]:
    ranked: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, parameter = part.strip().partition(";")
        quality = _quality(parameter)
        if quality > 0:
            ranked.append((-quality, tag.strip().lower().partition("-")[0]))
    return [tag for _, tag in sorted(ranked, key=lambda pair: pair[0])]


def _quality(parameter: str) -> float:
    if not parameter.strip():
        return 1.0
    try:
        return float(parameter.strip().removeprefix("q="))
    except ValueError:
        return 0.0


def language_of(connection: "ASGIConnection[Any, Any, Any, Any]", cookie: str | None) -> str:
    return negotiate(cookie, connection.headers.get("accept-language", ""))
