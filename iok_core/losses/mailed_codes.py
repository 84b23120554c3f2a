"""A code by mail for whoever has told a loss in words: shuts as the one on the slip (K10-2).

Computed whenever it is needed and kept nowhere. The mail is written by a worker: the page on which
somebody tells a loss looks up nobody, and answers everybody alike.
"""

import hmac
from datetime import timedelta

from iok_core.db import fetch
from iok_core.identity.grouped_codes import ALPHABET, GROUP_LENGTH, GROUPS, tidy_code
from iok_core.identity.service import access_by_identifier
from iok_core.losses.context import LossContext
from iok_core.losses.kinds import LossWay

VALID = timedelta(hours=24)


def mailed_code(key: bytes, report: int) -> str:
    digest = hmac.digest(key, f"loss {report}".encode(), "sha256")
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: GROUPS * GROUP_LENGTH])
    starts = range(0, len(letters), GROUP_LENGTH)
    return "-".join(letters[start : start + GROUP_LENGTH] for start in starts)


async def report_of_mailed_code(ctx: LossContext, typed: str) -> int | None:
    """Of those that still wait for the office, and came not long ago."""
    rows = await fetch(
        "SELECT id FROM loss_report WHERE way = {} AND closed_at IS NULL AND reported_at > {}",
        LossWay.WORDS.value,
        ctx.identity.clock.now() - VALID,
    )
    code = tidy_code(typed).encode()
    for (report,) in rows:
        if hmac.compare_digest(tidy_code(mailed_code(ctx.code_key, report)).encode(), code):
            return int(report)
    return None


async def person_told_of(report: int) -> int | None:
    """Whose identifier was typed; None: nobody's."""
    rows = await fetch("SELECT identifier FROM loss_report WHERE id = {}", report)
    access = await access_by_identifier(rows[0][0]) if rows and rows[0][0] else None
    return None if access is None else access.person
