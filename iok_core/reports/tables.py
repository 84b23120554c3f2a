from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from iok_core.runs.tables import Run


class ReportRun(Table, tablename="report_run"):
    """What a run makes documents of, and the file that came of it."""

    id = BigSerial(primary_key=True)
    run = ForeignKey(Run, null=False, on_delete=OnDelete.restrict, unique=True)
    report = Varchar(length=40)
    """Name of the module or report type."""
    parameters = Text()
    """JSON object, as the report type's form would send it."""
    whom = Varchar(length=10)
    building = Varchar(length=120)
    payers = Text()
    """JSON list of ids, of those chosen one by one."""
    lang = Varchar(length=5)
    documents = BigInt()
    skipped = BigInt()
    """Payers of whom no document could be made."""
    file_bytes = BigInt()
    """0: there is no file."""
    expires_at = Timestamptz(null=True, default=None)
