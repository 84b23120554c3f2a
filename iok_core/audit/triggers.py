"""The database itself refuses to change the audit. For the migration that makes the table.

REPLACE fires no delete trigger unless `recursive_triggers` is on (seen on SQLite 3.40: an `INSERT
OR REPLACE` walked through the first two), hence the third. The chain is the real guard.
"""


def _refuse(name: str, when: str) -> str:
    return (
        f"CREATE TRIGGER audit_{name} BEFORE {when} "
        "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    )


SQLITE_TRIGGERS = (
    _refuse("no_update", "UPDATE ON audit"),
    _refuse("no_delete", "DELETE ON audit"),
    _refuse(
        "no_replace",
        "INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)",
    ),
)
