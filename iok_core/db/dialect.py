"""The few words in which the databases differ, for SQL that is written by hand."""

from iok_core.db.binding import bound


def skipping_locked() -> str:
    """Ends the SELECT that chooses rows to claim: another claimer's rows are passed over.

    SQLite has one writer at a time and needs no words for it.
    """
    return " FOR UPDATE SKIP LOCKED" if bound().engine_type == "postgres" else ""
