"""What the address of the journal asks for. What makes no sense counts for nothing."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

import msgspec

from iok_core.audit.actions import ActorKind
from iok_core.audit.reading import Wanted
from iok_core.audit.words import ACTIONS, ACTORS, OBJECTS
from iok_core.web.fields import MAX_INTEGER
from iok_core.web.filters import WARSAW

AUDIT_PAGE = "/biuro/dziennik"
_DIGITS = len(str(MAX_INTEGER))


class Query(msgspec.Struct, frozen=True):
    """As it stands in the address, with what cannot be taken away."""

    od: str = ""
    do: str = ""
    co: str = ""
    """An action."""
    kto: str = ""
    """A kind of actor, or `staff-7`."""
    czego: str = ""
    """A kind of object."""
    nr: str = ""
    """Its number."""
    przed: str = ""
    """Only rows with a lower number: the next page."""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Query":
        return cls(
            od=_day_text(asked.get("od", "")),
            do=_day_text(asked.get("do", "")),
            co=asked.get("co", "") if asked.get("co", "") in ACTIONS else "",
            kto=_actor_text(asked.get("kto", "")),
            czego=asked.get("czego", "") if asked.get("czego", "") in OBJECTS else "",
            nr=_number_text(asked.get("nr", "")),
            przed=_number_text(asked.get("przed", "")),
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.od or self.do or self.co or self.kto or self.czego or self.nr)

    @property
    def below(self) -> int | None:
        return int(self.przed) if self.przed else None

    def wanted(self) -> Wanted:
        kind, _, actor = self.kto.partition("-")
        until = date.fromisoformat(self.do) + timedelta(days=1) if self.do else None
        return Wanted(
            since=_midnight(date.fromisoformat(self.od)) if self.od else None,
            before=_midnight(until) if until else None,
            action=self.co,
            actor_kind=kind,
            actor=actor,
            object_kind=self.czego,
            object_id=int(self.nr) if self.nr else None,
        )

    def address(self, suffix: str = "", **other: str) -> str:
        """The same rows, but for what is said; the first page of them unless `przed` is."""
        values = msgspec.structs.asdict(self) | {"przed": ""} | other
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{AUDIT_PAGE}{suffix}{'?' if query else ''}{query}"


def _day_text(typed: str) -> str:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return ""
    return typed if date.min < day < date.max else ""


def _number_text(typed: str) -> str:
    digits = typed.isascii() and typed.isdigit() and len(typed) < _DIGITS
    return typed if digits else ""


def _actor_text(typed: str) -> str:
    kind, dash, number = typed.partition("-")
    member = kind == ActorKind.STAFF and _number_text(number) != ""
    return typed if kind in ACTORS and (not dash or member) else ""


def _midnight(day: date) -> datetime:
    """By the clock in Warsaw."""
    return datetime.combine(day, time(), WARSAW)
