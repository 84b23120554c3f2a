"""Announcements with their attachments, documents, whom they are for, and who has seen them."""

from piccolo.columns import (
    BigInt,
    BigSerial,
    Bytea,
    Date,
    ForeignKey,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.premises.tables import Person, Premises

TITLE_LENGTH, TEXT_LENGTH = 120, 2000
CODE_LENGTH = 20


class Announcement(Table, tablename="announcement"):
    id = BigSerial(primary_key=True)
    title = Varchar(length=TITLE_LENGTH)
    body = Varchar(length=TEXT_LENGTH)
    """Plain paragraphs, divided by empty lines."""
    reach = Varchar(length=CODE_LENGTH)
    audience = Varchar(length=CODE_LENGTH)
    """A `Group`."""
    outage = Varchar(length=CODE_LENGTH)
    shown_since = Date(null=False)
    shown_until = Date(null=True, default=None)
    """The last day; NULL: until it is withdrawn."""
    begins_at = Timestamptz(null=True, default=None)
    """Of an outage, as is its end."""
    ends_at = Timestamptz(null=True, default=None)
    state = Varchar(length=CODE_LENGTH, index=True)
    revision = BigInt()
    saved_at = Timestamptz(null=True, default=None)
    saved_by = BigInt(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    published_by = BigInt(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = BigInt(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    """When its first day had come and its event was written."""
    banner_since = Timestamptz(null=True, default=None)
    """From when to when it stands above every page: only of an outage, and while it is shown."""
    banner_until = Timestamptz(null=True, default=None, index=True)


class AnnouncementPlace(Table, tablename="announcement_place"):
    """A building, a staircase of it, or premises; without one it reaches everywhere."""

    id = BigSerial(primary_key=True)
    announcement = ForeignKey(Announcement, null=False, on_delete=OnDelete.restrict, index=True)
    building = Varchar(length=120)
    staircase = Varchar(length=20)
    premises = ForeignKey(Premises, null=True, default=None, on_delete=OnDelete.restrict)


class AnnouncementSight(Table, tablename="announcement_sight"):
    """Somebody has opened it, for the first time."""

    id = BigSerial(primary_key=True)
    announcement = ForeignKey(Announcement, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(null=True, default=None)
    unique_sight = Unique(["announcement", "person"])


class Document(Table, tablename="document"):
    id = BigSerial(primary_key=True)
    title = Varchar(length=TITLE_LENGTH)
    category = Varchar(length=CODE_LENGTH)
    circle = Varchar(length=CODE_LENGTH)
    size = BigInt()
    """In bytes."""
    shown_since = Date(null=False)
    shown_until = Date(null=True, default=None)
    state = Varchar(length=CODE_LENGTH, index=True)
    """As of an announcement."""
    added_at = Timestamptz(null=True, default=None)
    added_by = BigInt(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)
    published_by = BigInt(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = BigInt(null=True, default=None)


class DocumentContent(Table, tablename="document_content"):
    """Apart, so that lists need not read it."""

    id = BigSerial(primary_key=True)
    document = ForeignKey(Document, null=False, unique=True, on_delete=OnDelete.restrict)
    content = Bytea()


class DocumentSight(Table, tablename="document_sight"):
    """Somebody who was signed in has taken it, for the first time."""

    id = BigSerial(primary_key=True)
    document = ForeignKey(Document, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(null=True, default=None)
    unique_sight = Unique(["document", "person"])


class Attachment(Table, tablename="attachment"):
    """A PDF that goes with an announcement; fixed with it."""

    id = BigSerial(primary_key=True)
    announcement = ForeignKey(
        Announcement, null=True, default=None, on_delete=OnDelete.restrict, index=True
    )
    """NULL: it waits in the form of whoever has added it."""
    title = Varchar(length=TITLE_LENGTH)
    size = BigInt()
    """In bytes."""
    added_at = Timestamptz(null=True, default=None)
    added_by = BigInt(null=True, default=None)


class AttachmentContent(Table, tablename="attachment_content"):
    """Apart, as of a document."""

    id = BigSerial(primary_key=True)
    attachment = ForeignKey(Attachment, null=False, unique=True, on_delete=OnDelete.restrict)
    content = Bytea()


class AttachmentSight(Table, tablename="attachment_sight"):
    """Somebody has taken it, for the first time."""

    id = BigSerial(primary_key=True)
    attachment = ForeignKey(Attachment, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(null=True, default=None)
    unique_sight = Unique(["attachment", "person"])
