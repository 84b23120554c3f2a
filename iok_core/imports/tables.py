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

from iok_core.db.versioned import KEY_LENGTH
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
    whole_since = BigInt()
    """Of the generations below this one not every row is kept: they cannot be shown again."""


class ImportDecision(Table, tablename="import_decision"):
    """What somebody decided about a source's data, and why; the audit holds its id."""

    id = BigSerial(primary_key=True)
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict, index=True)
    gen = BigInt()
    """The one that was released or rejected, or that is shown from now on."""
    what = Varchar(length=20)
    reason = Text()
    at = Timestamptz(null=True, default=None)
    actor_kind = Varchar(length=64)
    actor = Varchar(length=64)


class Publication(Table, tablename="publication"):
    """Append-only: which generation people saw from when on."""

    id = BigSerial(primary_key=True)
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict, index=True)
    gen = BigInt()
    at = Timestamptz(null=True, default=None)
    decision = ForeignKey(
        ImportDecision, null=True, default=None, on_delete=OnDelete.restrict, index=True
    )
    """Whose will it was; none: the guard found nothing against it."""


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
    fingerprint = Varchar(length=64)
    """SHA-256 of all that the connector sent; empty until it has sent all."""
    controls = Text()
    """JSON list of the control totals: a release may have to be judged again."""
    figures = Text()
    """JSON of the generation's `Findings`; empty where it was never judged."""
    judged_against = BigInt()
    """The generation that people saw when the guard compared; 0: none."""
    repeats = BigInt()
    """The earlier generation that says the same, where there is one."""


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
    account = Varchar(length=KEY_LENGTH)
    """What the source calls the account that the row is about; empty: not known."""


class Incomplete(Table, tablename="incomplete"):
    """Accounts of a generation that was released though rows of theirs had been rejected."""

    id = BigSerial(primary_key=True)
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict)
    gen = BigInt()
    account = BigInt()
    """0: any of the source's accounts may be meant."""
    unique_account = Unique(["source", "gen", "account"])


class SeenRow(Table, tablename="seen_row"):
    """Open rows that the running import found unchanged; the others are closed at its end."""

    id = BigSerial(primary_key=True)
    source = BigInt()
    shelf = Varchar(length=30)
    row = BigInt()
    unique_row = Unique(["source", "shelf", "row"])
