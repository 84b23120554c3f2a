"""Premises are named by id, without a reference: what a source no longer knows stays told."""

from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.identity.tables import Staff
from iok_core.premises.tables import Person

TOKEN_LENGTH = 32
ADDRESS_LENGTH = 200
CALLER_LENGTH = 200
SUMMARY_LENGTH = 200
TEXT_LENGTH = 4000


class SubmissionDraft(Table, tablename="submission_draft"):
    """What a resident has begun to fill in. Gone as soon as it is sent."""

    id = BigSerial(primary_key=True)
    token = Varchar(length=TOKEN_LENGTH, unique=True)
    """By it a submission is made once, however often the button is pressed."""
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    form = Varchar(length=80)
    """The name of the form's offer."""
    typed = Text()
    """JSON object: each field as it was typed, right or wrong."""
    photos = Varchar(length=200)
    """Ids, divided by commas."""
    saved_at = Timestamptz(null=True, default=None)


class Submission(Table, tablename="submission"):
    id = BigSerial(primary_key=True)
    number = Varchar(length=20, unique=True)
    """17/2026, as people read it out on the telephone."""
    draft_token = Varchar(length=TOKEN_LENGTH, unique=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    """The cooperative itself, where nobody was signed in."""
    caller = Varchar(length=CALLER_LENGTH, null=True, default=None)
    """How somebody who was not signed in calls themselves. Nobody has checked it."""
    network = Varchar(length=64, null=True, default=None)
    """Of the caller, hashed; only as long as it counts."""
    form = Varchar(length=80)
    """The name of the form's offer; `extension` is whose answers these are."""
    extension = Varchar(length=80)
    title = Varchar(length=120)
    """Of the form, as it was called then, in Polish."""
    desk = Varchar(length=20)
    concern = Varchar(length=20)
    premises = BigInt(null=True, default=None)
    building = Varchar(length=120)
    """As the source calls it; by it others of the building find a fault of a common part."""
    address = Varchar(length=ADDRESS_LENGTH)
    """As people write it."""
    answers = Text()
    """JSON of the form's Struct."""
    shown = Text()
    """JSON array of pairs: what the form worked out of the answers, in Polish."""
    summary = Varchar(length=SUMMARY_LENGTH)
    next_steps = Varchar(length=TEXT_LENGTH)
    """As the resident read it."""
    emergency = Boolean(default=False)
    """The resident confirmed that they read the emergency number."""
    state = Varchar(length=20, index=True)
    sent_at = Timestamptz(null=True, default=None)
    due_on = Date(null=True, default=None)
    """The last day for an answer."""
    assigned = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    closed_at = Timestamptz(null=True, default=None)
    merged_into = BigInt(null=True, default=None, index=True)
    """The submission in which it is dealt with, which is never a merged one itself."""
    declared_occupants = Integer(null=True, default=None)
    """What the accounting system has to be told; until it knows, the portal shows both numbers."""
    occupants_since = Date(null=True, default=None)
    """The day of that change, where the form says it."""
    asks_consent = Boolean(default=False)
    """Of others who hold the premises: they were asked when it was sent."""
    declared_from = Date(null=True, default=None)
    """The first day for which that number counts, if the form knows it."""
    entered_at = Timestamptz(null=True, default=None)
    """When somebody at the office entered it there by hand."""
    known_at = Timestamptz(null=True, default=None)
    """When the accounting system was seen to charge for the declared number."""
    entered_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    typed_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """Who at the office filled it in for the resident; NULL: the resident did."""
    contact = Varchar(length=20, default="")
    """How the resident reached whoever filled it in for them, else empty."""
    attached = Text()
    """JSON array of pairs: what the portal showed the resident when they wrote, or empty."""
    rating = SmallInt(null=True, default=None)
    """1 to 5, by the resident, of how it was settled."""


class DeclaredReading(Table, tablename="declared_reading"):
    """What a meter showed, as a resident has sent it: the accounting system has to be told."""

    id = BigSerial(primary_key=True)
    submission = ForeignKey(Submission, null=False, on_delete=OnDelete.restrict, index=True)
    meter = BigInt(index=True)
    number = Varchar(length=60)
    """Of the meter, and what it measures, as they were then."""
    medium = Varchar(length=20)
    unit = Varchar(length=20)
    day = Date(null=False)
    thousandths = BigInt()
    known_at = Timestamptz(null=True, default=None)
    """When an import was seen to have brought it."""


class SubmissionConsent(Table, tablename="submission_consent"):
    """What somebody who holds the premises, too, says of a declared number: their last word."""

    id = BigSerial(primary_key=True)
    submission = ForeignKey(Submission, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    said = Varchar(length=20)
    reason = Varchar(length=TEXT_LENGTH)
    """Of an objection."""
    at = Timestamptz(null=True, default=None)
    unique_consent = Unique(["submission", "person"])


class SubmissionStep(Table, tablename="submission_step"):
    """What happened to a submission, one row after the other; never changed."""

    id = BigSerial(primary_key=True)
    submission = ForeignKey(Submission, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20)
    state = Varchar(length=20)
    """Of the submission after it."""
    text = Varchar(length=TEXT_LENGTH)
    at = Timestamptz(null=True, default=None)
    staff = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """NULL: the resident, or the portal itself."""


class DeclaredPayment(Table, tablename="declared_payment"):
    """What a resident says that they have paid; counted nowhere. The account is named by id."""

    id = BigSerial(primary_key=True)
    submission = ForeignKey(Submission, null=False, on_delete=OnDelete.restrict, unique=True)
    account = BigInt(index=True)
    source = BigInt()
    seen_gen = BigInt()
    """The generation that the resident saw: what was in it is another payment."""
    amount = BigInt()
    """In grosze."""
    paid_on = Date(null=False)
    booked_on = Date(null=True, default=None)
    """Of the entry by which the submission was closed."""
    looked_gen = BigInt(default=0)
    """The generation in which its entry was looked for last."""


class AnswerTemplate(Table, tablename="answer_template"):
    """What a desk writes again and again; without names, so that it can be read by all of it."""

    id = BigSerial(primary_key=True)
    desk = Varchar(length=20)
    title = Varchar(length=SUMMARY_LENGTH)
    text = Varchar(length=TEXT_LENGTH)


class SubmissionFollower(Table, tablename="submission_follower"):
    """Somebody else of the building follows a fault of the common part, and may not read it."""

    id = BigSerial(primary_key=True)
    submission = ForeignKey(Submission, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(null=True, default=None)
    unique_follower = Unique(["submission", "person"])


class SubmissionCounter(Table, tablename="submission_counter"):
    """The last number that was given in a year."""

    id = BigSerial(primary_key=True)
    year = SmallInt(unique=True)
    last = BigInt()
