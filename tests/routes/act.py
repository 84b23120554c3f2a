"""One thing that staff can do on a page: what it needs before, what is sent, what it leaves."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from iok_core.audit.actions import Action
from tests.house import House
from tests.portal import add_resident

Ids = Mapping[str, Any]
Before = Callable[[House], Ids]


REASON = "Sprawdzone z księgową"


class Act(msgspec.Struct, frozen=True, kw_only=True):
    leaves: tuple[Action, ...]
    """In the audit, and nothing else."""
    sent: Mapping[str, str] = {}
    """Into the form, beside what stands there; either part may have the ids in it."""
    file: bytes = b""
    """In the form's field `plik`."""
    before: Before | None = None
    """Makes what it is done to; the ids of that for the address."""
    form: str = "{address}"
    """Where the form stands."""


def a_resident(house: House) -> Ids:
    access = house.live.do(add_resident)
    return {"person": access.person or 0}
