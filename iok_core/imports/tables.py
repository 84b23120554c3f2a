"""Where a source's data stand: its generations, what each held, and what was rejected."""

from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.modules.tables import Module
from iok_core.runs.tables import Run


class Source(Table, tablename="source"):
    """One module's body of data. Generations count from 1; 0 stands for none."""

    id = BigSerial(primary_key=True)
    module = ForeignKey(Module, null=False, on_delete=OnDelete.restrict, unique=True)
    title = Varchar(length=120)
    """What residents read as the origin of an amount."""
    gives_totals = Boolean(default=True)
    """False where a person has set this source up as one without control totals."""
    gen = BigInt()
    """The last generation taken; never given out again."""
    staged = BigInt()
    """The generation whose rows are in the tables but not published."""
    published = BigInt()


class Publication(Table, tablename="publication"):
    """Append-only: which generation people saw from when on."""

    id = BigSerial(primary_key=True)
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict, index=True)
    gen = BigInt()
    at = Timestamptz(null=True, default=None)


class Snapshot(Table, tablename="snapshot"):
    """How far one kind of data reached in one generation."""

    id = BigSerial(primary_key=True)
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict)
    gen = BigInt()
    kind = Varchar(length=20)
    as_of = Date(null=False)
    unique_kind = Unique(["source", "gen", "kind"])


class Import(Table, tablename="import"):
    """One attempt to bring a generation in, and how it ended."""

    id = BigSerial(primary_key=True)
    run = ForeignKey(Run, null=False, on_delete=OnDelete.restrict, index=True)
    """A run that was tried again has several."""
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict, index=True)
    gen = BigInt()
    state = Varchar(length=20)
    reasons = Text()
    """JSON list of the guard's reasons."""
    counts = Text()
    """JSON: records received per kind."""
    remarks = Text()
    """JSON list of the connector's remarks."""
    rejected = BigInt()
    ended_at = Timestamptz(null=True, default=None)


class ImportCheckpoint(Table, tablename="import_checkpoint"):
    """Of an import that brings only changes, or whose connector names places to go on from."""

    id = BigSerial(primary_key=True)
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict)
    gen = BigInt()
    based_on = BigInt()
    """The generation that the changes are changes of; 0: it was a whole pull."""
    said = Text()
    """The connector's own words for how far it has come."""
    marks = Text()
    """JSON: by table, the last row that was staged until then."""
    received = Text()
    """JSON of the `Received` until then, so that a pull can go on; emptied when it has ended."""
    unique_gen = Unique(["source", "gen"])


class RejectedRow(Table, tablename="rejected_row"):
    id = BigSerial(primary_key=True)
    of_import = ForeignKey(Import, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20)
    problem = Varchar(length=30)
    source = Varchar(length=200)
    row = BigInt()
    field = Varchar(length=100)
    value = Varchar(length=80)


class SeenRow(Table, tablename="seen_row"):
    """Open rows that the running import found unchanged; the others are closed at its end."""

    id = BigSerial(primary_key=True)
    source = BigInt()
    shelf = Varchar(length=30)
    row = BigInt()
    unique_row = Unique(["source", "shelf", "row"])
