"""What a list leaves in the audit. A list that shows one alone is a look at that one."""

from collections.abc import Collection

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import transaction


async def record_list(
    log: AuditLog, action: Action, *, by: Origin, kind: ObjectKind, ids: Collection[int]
) -> None:
    """`ids`: of whom each line is."""
    one = len(set(ids)) == 1
    async with transaction():
        await log.record(
            action,
            by=by,
            on=kind if one else ObjectKind.NONE,
            object_id=next(iter(ids)) if one else None,
            meta={"rows": len(ids)},
        )
