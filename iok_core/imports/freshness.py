"""When data are older than usual: said in words beside the amount, to staff and to the operator."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from iok_core.api import DataKind

Days = Annotated[int, Meta(ge=0, le=3650)]


class Freshness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how many days data of each kind are taken for fresh."""

    balances: Days = 3
    entries: Days = 3
    bank_statements: Days = 3
    charges: Days = 35


class Stale(msgspec.Struct, frozen=True):
    kind: DataKind
    as_of: date
    since: date
    """From this day on newer data were to be expected."""


_LIMITED = tuple(kind for kind in DataKind if kind.value in Freshness.__struct_fields__)


def stale(as_of: Mapping[DataKind, date], limits: Freshness, today: date) -> list[Stale]:
    """Kinds of data that are older than their limit, in the order of `DataKind`."""
    found = []
    for kind in _LIMITED:
        day = as_of.get(kind)
        if day is not None:
            since = day + timedelta(days=getattr(limits, kind.value) + 1)
            if since <= today:
                found.append(Stale(kind, day, since))
    return found
