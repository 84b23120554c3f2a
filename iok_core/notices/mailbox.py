"""The cooperative's own mailbox (clause 16): told of everything that is sent in, never of what."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

import msgspec

from iok_core.api import AddressKind
from iok_core.db import Clock, execute, fetch, hold, transaction
from iok_core.premises.cooperative import the_cooperative
from iok_core.web.cooperative import Cooperative
from iok_core.web.filters import day, moment
from iok_core.web.i18n import gettext as _


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What the mailbox may know of a submission."""

    number: str
    title: str
    """Of the form."""
    desk: str
    """As the office calls it."""
    sent_at: datetime
    due_on: date
    page: str
    """Path of the office's page."""


Lookup = Callable[[int], Awaitable[Copied]]
"""Of a submission's id, in the language that is spoken."""


async def mailbox_person(clock: Clock) -> int:
    """Whom notices to the mailbox are for, with an address that deliveries can name."""
    person = await the_cooperative(clock)
    if not await _has_address(person):
        async with transaction():
            await hold("addresses of person", person)
            if not await _has_address(person):
                await _add_address(person, clock)
    return person


async def _has_address(person: int) -> bool:
    return bool(await fetch("SELECT 1 FROM contact_address WHERE person = {} LIMIT 1", person))


async def _add_address(person: int, clock: Clock) -> None:
    """Empty: where the mailbox is, the settings say at each attempt."""
    now = clock.now()
    await execute(
        "INSERT INTO contact_address (person, kind, address, given_at, tries, confirmed_at) "
        "VALUES ({}, {}, '', {}, 0, {})",
        person,
        AddressKind.EMAIL.value,
        now,
        now,
    )


def subject_of_copy(copied: Copied, cooperative: Cooperative) -> str:
    said = _("submission no. %(number)s") % {"number": copied.number}
    return f"{cooperative.short_name}: {said}"


def text_of_copy(happened: str, copied: Copied, portal: str) -> str:
    """Mail may be read by others: who sent it and what it says stand in the portal only."""
    lines = [
        happened,
        "\n".join(
            f"{name}: {value}"
            for name, value in (
                (_("Number"), copied.number),
                (_("Kind"), copied.title),
                (_("Department"), copied.desk),
                (_("Received"), moment(copied.sent_at)),
                (_("Answer by"), day(copied.due_on)),
            )
        ),
        _("Who sent it and what it says, you read after signing in at the office:"),
        f"{portal}{copied.page}",
        _("Nobody reads replies to this message."),
    ]
    return "\n\n".join(lines) + "\n"
