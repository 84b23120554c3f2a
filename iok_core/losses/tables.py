from piccolo.columns import (
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from iok_core.blocking.tables import Block
from iok_core.identity.tables import Staff
from iok_core.premises.tables import Person

REASON_LENGTH = 2000


class LossReport(Table, tablename="loss_report"):
    """Somebody has told that what they sign in with was lost, stolen or seen by others."""

    id = BigSerial(primary_key=True)
    way = Varchar(length=20)
    """A `LossWay`."""
    identifier = Varchar(length=40)
    """This and the three below: as a stranger typed them, compared with nothing by then."""
    name = Varchar(length=200)
    address = Varchar(length=200)
    phone = Varchar(length=30)
    happened_on = Date(null=True, default=None)
    """As stated; NULL: nothing was."""
    happened_at = Varchar(length=5)
    """The hour as stated, 17:30."""
    due_on = Date(null=True, default=None)
    """The last day on which it is told in time: the next working day after it happened."""
    reported_at = Timestamptz(null=True, default=None)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    """Whose access it is about, as soon as that is certain."""
    block = ForeignKey(Block, null=True, default=None, on_delete=OnDelete.restrict)
    closed_at = Timestamptz(null=True, default=None)
    """NULL: somebody at the office still has to look into it."""
    closed_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """NULL where it is closed: the command line, or the freeze code has done it all."""
    reason = Varchar(length=REASON_LENGTH)
    """Why nothing had to be blocked."""


class Breach(Table, tablename="breach"):
    """Somebody else may have seen the data of whose access was lost."""

    id = BigSerial(primary_key=True)
    loss = ForeignKey(LossReport, null=False, unique=True, on_delete=OnDelete.restrict)
    noticed_at = Timestamptz(null=True, default=None)
    """From then the 72 hours run."""
    opened_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    outcome = Varchar(length=20)
    """An `Outcome`; empty: nothing is decided yet."""
    reason = Varchar(length=REASON_LENGTH)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)


class LossTry(Table, tablename="loss_try"):
    """A report, or a wrong code, of a stranger. Kept as long as the limits count it."""

    id = BigSerial(primary_key=True)
    network = Varchar(length=64, index=True)
    """A keyed hash: whence reports come is nobody's business when they are over."""
    worded = Boolean(default=False)
    """A report, which somebody at the office has to read."""
    at = Timestamptz(null=True, default=None)
