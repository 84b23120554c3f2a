"""What a connector says about its records: days, totals, rejected rows, remarks, checkpoints.

Codes instead of sentences: the portal has the words for them in each language.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from iok_core.api.records import DataKind


class AsOf(msgspec.Struct, frozen=True, kw_only=True, tag="as_of"):
    """The day up to which one kind of data is complete in the source."""

    kind: DataKind
    day: date


class Measure(StrEnum):
    ROWS = "rows"
    DEBIT = "debit"
    """ΣWn of the entries, or Σ of the closing balances on the Wn side."""
    CREDIT = "credit"
    AMOUNT = "amount"
    """Σ of the amounts of the charges."""
    VOLUME = "volume"
    """Σ over lines of the source that need not all become records."""


class ControlTotal(msgspec.Struct, frozen=True, kw_only=True, tag="control"):
    """What the source declares of itself beside what the connector found when it read.

    Send one for each total that the source gives, also when both agree: missing totals hold an
    import back, as disagreeing ones do. Amounts in PLN, rows as a whole number.
    """

    kind: DataKind
    measure: Measure
    declared: Decimal
    found: Decimal


class Problem(StrEnum):
    """Why one row cannot be taken."""

    WRONG_COLUMNS = "wrong_columns"
    MISSING_VALUE = "missing_value"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_DATE = "not_a_date"
    UNKNOWN_VALUE = "unknown_value"
    UNKNOWN_REFERENCE = "unknown_reference"
    CONFLICTING_DUPLICATE = "conflicting_duplicate"
    FORBIDDEN_CHARACTER = "forbidden_character"
    TOO_LONG = "too_long"


class Rejected(msgspec.Struct, frozen=True, kw_only=True, tag="rejected"):
    """One row of the source that did not become a record."""

    kind: DataKind
    problem: Problem
    source: str
    """File, table or query that the row is from."""
    row: int = 0
    """Number of the row as a person counts in the source, the header line being 1; 0: unknown."""
    field: str = ""
    """Name of the column as the source has it."""
    value: str = ""
    """What stands there, at most 80 characters."""
    account: str = ""
    """Key of the account that the row is about, where it can be read: if the rest is published all
    the same, its payers read that something is missing. Empty: any account may be meant."""


class RemarkCode(StrEnum):
    FORBIDDEN_COLUMN = "forbidden_column"
    """A column that must not enter the portal (PESEL, document number …) was left out."""
    UNASSIGNED = "unassigned"
    """Lines of the source that belong to nobody's account."""
    REPEATED_ROW = "repeated_row"
    """The same row stands more than once and is counted once."""
    READING_FELL = "reading_fell"
    """A meter shows less than before and was not exchanged; the portal sees that by itself."""


class Remark(msgspec.Struct, frozen=True, kw_only=True, tag="remark"):
    """Something that staff should know and that holds nothing back by itself."""

    code: RemarkCode
    source: str = ""
    detail: str = ""
    count: int = 1


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True, tag="checkpoint"):
    """Everything before this has been yielded. The portal keeps the text and gives it back.

    The last one of a pull that was published is the `since` of `pull_changes`; the last one of a
    pull that was cut off is the `after` of `pull_rest`. The text is the connector's own: a number
    of a change log, a moment, a place in a file; never a secret.
    """

    text: str


class Step(msgspec.Struct, frozen=True, kw_only=True, tag="step"):
    """How far the work is; `total` 0 means unknown. The unit is the connector's own, e.g. bytes."""

    done: int
    total: int
