"""What of the noticeboard a person has opened, and when for the first time."""

from datetime import datetime

import msgspec

from iok_core.db import fetch


class Opened(msgspec.Struct, frozen=True):
    title: str
    at: datetime


async def announcements_opened(person: int) -> list[Opened]:
    """The newest first."""
    return await _opened("announcement", person)


async def attachments_taken(person: int) -> list[Opened]:
    """The newest first."""
    return await _opened("attachment", person)


async def documents_taken(person: int) -> list[Opened]:
    """The newest first."""
    return await _opened("document", person)


async def _opened(what: str, person: int) -> list[Opened]:
    rows = await fetch(
        f"SELECT w.title, s.at FROM {what}_sight s JOIN {what} w ON w.id = s.{what} "
        "WHERE s.person = {} ORDER BY s.at DESC, s.id DESC",
        person,
    )
    return [Opened(*row) for row in rows]
