"""How one person wants pages to look: kept in a cookie of this browser, and nowhere else.

The server writes it into `<html data-mode … data-text … data-contrast>`, so that no script is
needed and nothing changes its colour while a page comes up.
"""

from typing import Annotated, Literal

import msgspec

from iok_core.web.forms import asks
from iok_core.web.i18n import msgid

COOKIE_SUFFIX = "-look"

Mode = Literal["auto", "light", "dark"]
TextSize = Literal["normal", "l", "xl"]
Contrast = Literal["auto", "more"]


class Look(msgspec.Struct, frozen=True):
    """The form on the page as well; `auto` is what the telephone or the computer is set to."""

    mode: Annotated[Mode, asks(msgid("Choose the colours"))] = "auto"
    text: Annotated[TextSize, asks(msgid("Choose the size of the text"))] = "normal"
    contrast: Annotated[Contrast, asks(msgid("Choose the contrast"))] = "auto"


PLAIN = Look()


def written(look: Look) -> str:
    """For the cookie."""
    return ".".join(getattr(look, name) for name in Look.__struct_fields__)


def read(cookie: str | None) -> Look:
    """What is no look of ours is none at all."""
    values = (cookie or "").split(".")
    names = Look.__struct_fields__
    if len(values) != len(names):
        return PLAIN
    try:
        return msgspec.convert(dict(zip(names, values, strict=True)), Look)
    except msgspec.ValidationError:
        return PLAIN
