"""What a person wants by mail, and in which language."""

from collections.abc import Mapping

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, transaction
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import OPTIONAL, NoticeKind
from iok_core.web.i18n import DEFAULT, OFFERED


async def wanted_kinds(person: int) -> dict[NoticeKind, bool]:
    """Every kind that can be switched off."""
    rows = await fetch("SELECT kind, wanted FROM mail_choice WHERE person = {}", person)
    chosen = {kind: bool(wanted) for kind, wanted in rows}
    return {kind: chosen.get(kind.value, True) for kind in OPTIONAL}


async def language_of(person: int) -> str:
    rows = await fetch("SELECT language FROM spoken_language WHERE person = {}", person)
    spoken = str(rows[0][0]) if rows else DEFAULT
    return spoken if spoken in OFFERED else DEFAULT


async def choose(
    ctx: NoticeContext,
    person: int,
    wanted: Mapping[NoticeKind, bool],
    language: str,
    *,
    by: Origin,
) -> None:
    async with transaction():
        for kind in OPTIONAL:
            await execute(
                "INSERT INTO mail_choice (person, kind, wanted) VALUES ({}, {}, {}) "
                "ON CONFLICT (person, kind) DO UPDATE SET wanted = excluded.wanted",
                person,
                kind.value,
                wanted.get(kind, True),
            )
        await execute(
            "INSERT INTO spoken_language (person, language) VALUES ({}, {}) "
            "ON CONFLICT (person) DO UPDATE SET language = excluded.language",
            person,
            language,
        )
        await ctx.log.record(Action.NOTICES_CHOOSE, by=by, on=ObjectKind.PERSON, object_id=person)
