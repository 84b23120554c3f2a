"""Which submissions may be about the same thing.

What several people of a building see may be dealt with together, where its form says so. What
somebody has declared, complained of or asked is joined with their own alone.
"""

from datetime import timedelta

from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.rows import SubmissionLine, open_about

NEAR = timedelta(days=14)
_SHOWN = 8


def may_join(ctx: SubmissionContext, one: SubmissionLine, main: SubmissionLine) -> bool:
    """What is declared goes on to the accounting system by itself, each number of its own."""
    if one.caller or main.caller or one.declares or main.declares or one.desk is not main.desk:
        return False
    if one.person == main.person:
        return True
    form = ctx.forms.known(one.extension)
    same = one.extension == main.extension and one.building == main.building != ""
    return same and form is not None and form.shared


async def likely_doubles(ctx: SubmissionContext, line: SubmissionLine) -> list[SubmissionLine]:
    """Open ones of about the same days, the newest first; those of the same place before others."""
    if not line.waits:
        return []
    found = await open_about(line.desk, line.sent_at - NEAR, line.sent_at + NEAR)
    alike = [
        one
        for one in found
        if one.id != line.id and one.extension == line.extension and may_join(ctx, one, line)
    ]
    return sorted(alike, key=lambda one: one.address != line.address)[:_SHOWN]
