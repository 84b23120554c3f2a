"""The form of an announcement: what staff type and tick, and the wording that it comes to."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from iok_core.noticeboard.announcements import Wording
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.kinds import Group, Outage, Reach
from iok_core.noticeboard.tables import TEXT_LENGTH, TITLE_LENGTH
from iok_core.premises.holders import Place
from iok_core.premises.service import one_premises, premises_called
from iok_core.web.forms import Form, Lines, asks
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.moments import Hour, at_hour, day_of, hour_of

_A_DAY = msgid("Enter the day, for example 24.11.2026")
MOST_PREMISES = 100


class Written(msgspec.Struct):
    title: Annotated[str, Meta(max_length=TITLE_LENGTH), asks(msgid("Enter the title"))]
    body: Annotated[
        str, Meta(max_length=TEXT_LENGTH, extra={"lines": True}), asks(msgid("Enter the text"))
    ]
    reach: Annotated[Reach, asks(msgid("Choose whom it is about"))]
    group: Annotated[Group, asks(msgid("Choose whom it is about"))]
    since: Annotated[date, asks(_A_DAY)]
    until: Annotated[date | None, asks(_A_DAY)] = None
    premises: Lines = ""
    outage: Outage = Outage.NONE
    begins_on: Annotated[date | None, asks(_A_DAY)] = None
    begins_at: Hour = ""
    ends_on: Annotated[date | None, asks(_A_DAY)] = None
    ends_at: Hour = ""


class Aims(msgspec.Struct, frozen=True):
    """The places that can be ticked, by the names of their boxes."""

    boxes: Mapping[str, Place]

    @classmethod
    def of(cls, places: Sequence[Place]) -> Self:
        return cls({_box(place): place for place in places})

    def ticked(self, names: Collection[str]) -> tuple[Place, ...]:
        return tuple(place for name, place in self.boxes.items() if name in names)

    def names(self, places: Collection[Place]) -> set[str]:
        return {name for name, place in self.boxes.items() if place in places}


def _box(place: Place) -> str:
    """The same in each answer, whichever places came or went between them."""
    return f"p{sha256(f'{place.building}|{place.staircase}'.encode()).hexdigest()[:16]}"


async def wording_of(
    form: Form[Written], places: tuple[Place, ...], published: Mapping[int, int], today: date
) -> Wording | None:
    """None, with all errors in the form, when it cannot be saved."""
    if not form.ok:
        return None
    written = form.struct
    premises = await _premises(form, published) if written.reach is Reach.PREMISES else ()
    if written.reach is Reach.PLACES and not places:
        form.add_error("reach", _("Tick at least one building or staircase"))
    if written.until is not None and written.until < max(written.since, today):
        form.add_error("until", _("The last day cannot be before the first one, or in the past"))
    begins, ends = _outage(form)
    if form.errors:
        return None
    aimed = places if written.reach is Reach.PLACES else ()
    return Wording(
        title=written.title,
        body=written.body,
        audience=Audience(written.reach, written.group, aimed, premises),
        outage=written.outage,
        since=written.since,
        until=written.until,
        begins_at=begins,
        ends_at=ends,
    )


def _outage(form: Form[Written]) -> tuple[datetime | None, datetime | None]:
    written = form.struct
    if written.outage is Outage.NONE:
        return None, None
    begins = _moment(form, "begins", written.begins_on, written.begins_at)
    ends = None
    if written.ends_on is not None or written.ends_at:
        ends = _moment(form, "ends", written.ends_on, written.ends_at)
    elif written.until is None:
        form.add_error("ends_on", _("Enter when it ends, or the last day of the announcement"))
    if begins and ends and ends <= begins:
        form.add_error("ends_on", _("The end cannot be before the beginning"))
    return begins, ends


def _moment(form: Form[Written], name: str, day: date | None, hour: str) -> datetime | None:
    if day is None:
        form.add_error(f"{name}_on", _(_A_DAY))
    if not hour:
        form.add_error(f"{name}_at", _("Enter the hour, for example 8:30"))
    return at_hour(day, hour) if day and hour else None


async def _premises(form: Form[Written], published: Mapping[int, int]) -> tuple[int, ...]:
    symbols = [line.strip() for line in form.struct.premises.splitlines() if line.strip()]
    if not symbols:
        form.add_error("premises", _("Enter the symbols of the premises, one in a line"))
    if len(symbols) > MOST_PREMISES:
        form.add_error("premises", _("Enter %(n)s premises at most") % {"n": MOST_PREMISES})
        return ()
    found: list[int] = []
    for symbol in symbols:
        theirs = [one.id for one in await premises_called(symbol, published)]
        if not theirs:
            said = _("There are no premises with the symbol “%(symbol)s”")
            form.add_error("premises", said % {"symbol": symbol})
        found += theirs
    return tuple(dict.fromkeys(found))


async def typed_of(wording: Wording, published: Mapping[int, int]) -> dict[str, str]:
    """The wording as the form shows it again."""
    symbols = []
    for premises in wording.audience.premises:
        found = await one_premises(premises, published)
        symbols += [found.symbol] if found else []
    values: dict[str, object] = {
        "title": wording.title,
        "body": wording.body,
        "reach": wording.audience.reach,
        "group": wording.audience.group,
        "since": wording.since,
        "until": wording.until or "",
        "premises": "\n".join(symbols),
        "outage": wording.outage,
        "begins_on": day_of(wording.begins_at),
        "begins_at": hour_of(wording.begins_at),
        "ends_on": day_of(wording.ends_at),
        "ends_at": hour_of(wording.ends_at),
    }
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
