"""What a resident has begun: kept with each step, so that nothing typed is ever lost."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from iok_core.db import Clock, execute, fetch, hold, transaction
from iok_core.submissions.settings import SubmissionSettings
from iok_core.submissions.tables import TOKEN_LENGTH


class DraftView(msgspec.Struct, frozen=True):
    token: str
    form: str
    typed: Mapping[str, str]
    saved_at: datetime
    photos: Sequence[int]


async def save(
    person: int, form: str, typed: Mapping[str, str], photos: Sequence[int], clock: Clock
) -> str:
    """Its token; one draft of each form."""
    kept = (msgspec.json.encode(typed).decode(), ",".join(map(str, photos)), clock.now())
    async with transaction():
        await hold("submission drafts of", person)
        rows = await fetch(
            "UPDATE submission_draft SET typed = {}, photos = {}, saved_at = {} "
            "WHERE person = {} AND form = {} RETURNING token",
            *kept,
            person,
            form,
        )
        return str(rows[0][0]) if rows else await _insert(person, form, kept)


async def _insert(person: int, form: str, kept: tuple[str, str, datetime]) -> str:
    token = secrets.token_hex(TOKEN_LENGTH // 2)
    await execute(
        "INSERT INTO submission_draft (token, person, form, typed, photos, saved_at) "
        "VALUES ({}, {}, {}, {}, {}, {})",
        token,
        person,
        form,
        *kept,
    )
    return token


async def draft_of(person: int, form: str) -> DraftView | None:
    return next((one for one in await drafts_of(person) if one.form == form), None)


async def drafts_of(person: int) -> list[DraftView]:
    """The newest first."""
    rows = await fetch(
        "SELECT token, form, typed, saved_at, photos FROM submission_draft WHERE person = {} "
        "ORDER BY saved_at DESC, id DESC",
        person,
    )
    return [
        DraftView(token, form, msgspec.json.decode(typed, type=dict[str, str]), at, _ids(photos))
        for token, form, typed, at, photos in rows
    ]


async def discard(person: int, form: str) -> None:
    await execute("DELETE FROM submission_draft WHERE person = {} AND form = {}", person, form)


async def sweep_drafts(settings: SubmissionSettings, clock: Clock) -> int:
    """How many there were; their photos are in no draft then."""
    return await execute(
        "DELETE FROM submission_draft WHERE saved_at < {}", clock.now() - settings.drafts_kept
    )


async def photos_in_drafts() -> Collection[int]:
    rows = await fetch("SELECT photos FROM submission_draft WHERE photos <> ''")
    return {photo for (photos,) in rows for photo in _ids(photos)}


def _ids(text: str) -> Sequence[int]:
    return tuple(int(one) for one in text.split(",") if one)
