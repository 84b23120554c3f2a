"""A form with a field of each kind."""

from datetime import date
from enum import Enum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from iok_core.web.forms import Lines, Password, asks
from iok_core.web.i18n import Msgid

ENTER_NAME = Msgid("Enter the name")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Sample(msgspec.Struct):
    name: Annotated[str, Meta(max_length=10), asks(ENTER_NAME)]
    password: Password
    floor: Annotated[int, Meta(ge=-2, le=30), asks(Msgid("Enter the floor"))] = 0
    day: date | None = None
    way: Literal["post", "mail"] = "mail"
    colour: Colour | None = None
    remarks: Lines = ""
    agreed: bool = False
    size: int | None = None
