"""Addresses that people gave, what they were told, and every attempt to send it to them."""

from piccolo.columns import (
    BigSerial,
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from iok_core.events.tables import Event
from iok_core.modules.tables import Module
from iok_core.premises.tables import Person
from iok_core.runs.tables import Outgoing

ADDRESS_LENGTH = 254
CODE_LENGTH = 40


class ContactAddress(Table, tablename="contact_address"):
    """One row for each time that somebody gave an address; only its end changes it later."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=10)
    address = Varchar(length=ADDRESS_LENGTH)
    """Empty some time after it ended."""
    given_at = Timestamptz(null=True, default=None)
    tries = Integer()
    """Wrong codes so far."""
    confirmed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class MailChoice(Table, tablename="mail_choice"):
    """Somebody said whether they want mails of one kind; without a row they do."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=CODE_LENGTH)
    wanted = Boolean(default=True)
    unique_kind = Unique(["person", "kind"])


class SpokenLanguage(Table, tablename="spoken_language"):
    """In which language somebody is written to; without a row in Polish."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, unique=True, on_delete=OnDelete.restrict)
    language = Varchar(length=5)


class Notice(Table, tablename="notice"):
    """One thing told to one person. The unique key makes it happen exactly once."""

    id = BigSerial(primary_key=True)
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=CODE_LENGTH)
    listed = Boolean(default=True)
    """Shown in the portal."""
    at = Timestamptz(null=True, default=None)
    read_at = Timestamptz(null=True, default=None)
    unique_telling = Unique(["event", "person", "kind"])


class Delivery(Outgoing, Table, tablename="delivery"):
    """A notice on its way over one channel to one address. The table is the outbox."""

    id = BigSerial(primary_key=True)
    notice = ForeignKey(Notice, null=False, on_delete=OnDelete.restrict)
    address = ForeignKey(ContactAddress, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    mandatory = Boolean(default=True)
    unique_way = Unique(["notice", "module", "address"])


class ChannelState(Table, tablename="channel_state"):
    """What is known of a channel's module beside how it fares; kept while its plugin is away."""

    id = BigSerial(primary_key=True)
    module = ForeignKey(Module, null=False, unique=True, on_delete=OnDelete.restrict)
    address_kind = Varchar(length=10)
    rest_until = Timestamptz(null=True, default=None)
    """Until then it is not tried: it could send nothing at all."""
