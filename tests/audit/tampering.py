"""What somebody does to the audit who owns its table, and perhaps has its key."""

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import bound, execute, transaction


async def write_rows(log: AuditLog, count: int, staff: int = 7) -> None:
    for number in range(1, count + 1):
        async with transaction():
            await log.record(
                Action.SIGN_IN,
                by=Origin.staff(staff, "req-1"),
                on=ObjectKind.IDENTITY,
                object_id=100 + number,
                meta={"reason": "wrong", "try": number, "start": False},
            )


async def tamper(*statements: str) -> None:
    """By whoever owns the table, with the triggers out of the way."""
    away = ["ALTER TABLE audit DISABLE TRIGGER USER"]
    if bound().engine_type == "sqlite":
        names = ("audit_no_update", "audit_no_delete", "audit_no_replace")
        away = [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    async with transaction():
        for statement in (*away, *statements):
            await execute(statement)
