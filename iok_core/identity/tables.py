from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from iok_core.premises.tables import Person

HASH_LENGTH = 200


class Staff(Table, tablename="staff"):
    """Somebody who works for the cooperative."""

    id = BigSerial(primary_key=True)
    name = Varchar(length=200)
    role = Varchar(length=20)
    active = Boolean(default=True)
    created_at = Timestamptz(null=True, default=None)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict)
    """Who they are as a resident, if they are one: nobody issues for oneself (K06-11)."""


class IssueBatch(Table, tablename="issue_batch"):
    """Accesses that were issued at once, for a building or one staircase of it."""

    id = BigSerial(primary_key=True)
    building = Varchar(length=120)
    staircase = Varchar(length=20)
    """Empty: all of them."""
    issued_by = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict)
    issued_at = Timestamptz(null=True, default=None)


class Identity(Table, tablename="identity"):
    """What a human signs in with. One human has one, whatever they hold (K06-8)."""

    id = BigSerial(primary_key=True)
    identifier = Varchar(length=12, unique=True)
    """Random digits that tell nothing about anybody."""
    kind = Varchar(length=10)
    person = ForeignKey(Person, null=True, default=None, unique=True, on_delete=OnDelete.restrict)
    staff = ForeignKey(Staff, null=True, default=None, unique=True, on_delete=OnDelete.restrict)

    password_hash = Varchar(length=HASH_LENGTH, null=True, default=None)
    """Of the own password. NULL: none is set, and nothing but setting one is open."""
    password_set_at = Timestamptz(null=True, default=None)
    password_short = Boolean(default=False)
    """Shorter than one must be where no second factor stands beside it."""

    issue_number = Integer()
    """How many times an access was issued: a form that saw another number is an old one."""
    issued_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """NULL: from the command line."""
    start_hash = Varchar(length=HASH_LENGTH, null=True, default=None)
    """Kept when it is used: what stood on a slip may never become an own password."""
    start_issued_at = Timestamptz(null=True, default=None)
    start_expires_at = Timestamptz(null=True, default=None)
    start_used_at = Timestamptz(null=True, default=None)
    start_voided_at = Timestamptz(null=True, default=None)
    """When a block made the start password worthless, whether it was used by then or not."""
    activated_at = Timestamptz(null=True, default=None)
    """When the own password was first set after the newest issue."""
    freeze_sha256 = Varchar(length=64, null=True, default=None)
    """Of the code on the newest slip with which its holder can shut the access."""
    issue_batch = ForeignKey(IssueBatch, null=True, default=None, on_delete=OnDelete.restrict)
    """Of the newest issue. Its start password is none until the slip was handed over (K06-7)."""
    batch_place = Integer(null=True, default=None)
    """Where the slip lies in its batch: by staircase and number of the premises."""
    handed_over_at = Timestamptz(null=True, default=None)
    handed_over_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)
    """NULL where it was handed over: from the command line."""
    receipt_at = Timestamptz(null=True, default=None)
    """When the signed receipt came back."""
    receipt_by = ForeignKey(Staff, null=True, default=None, on_delete=OnDelete.restrict)

    last_sign_in_at = Timestamptz(null=True, default=None)
    previous_sign_in_at = Timestamptz(null=True, default=None)
    """The sign-in before the last one: what „Ostatnie logowanie” shows."""
    failures = Integer()
    """Wrong passwords since the last right one, or since the last pause."""
    paused_until = Timestamptz(null=True, default=None)
    """Until then no password and no second factor is right. Ends by itself."""
    factor_since = Timestamptz(null=True, default=None)
    """Since when a second factor is asked. NULL: there is none, and no recovery code."""
    factor_failures = Integer(default=0)
    """Wrong codes since the last right one: a right password does not forgive them."""
    created_at = Timestamptz(null=True, default=None)


class Session(Table, tablename="session"):
    """One signed-in browser. The token is in its cookie; here is only the SHA-256 of it."""

    id = BigSerial(primary_key=True)
    token_sha256 = Varchar(length=64, unique=True)
    identity = ForeignKey(Identity, null=False, on_delete=OnDelete.restrict, index=True)
    csrf_secret = Bytea()
    device = Varchar(length=40)
    """Browser and system, as „Firefox, Windows”; never an address."""
    created_at = Timestamptz(null=True, default=None)
    last_seen_at = Timestamptz(null=True, default=None)
    idle_until = Timestamptz(null=True, default=None)
    absolute_until = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_reason = Varchar(length=20)
    factor_due = Boolean(default=False)
    """The password was right; until a second factor is given, nothing else opens."""
    confirmed_at = Timestamptz(null=True, default=None)
    """When whoever sits there last showed who they are."""


class Totp(Table, tablename="totp"):
    """An authenticator app that has shown that it knows the seed."""

    id = BigSerial(primary_key=True)
    identity = ForeignKey(Identity, null=False, unique=True, on_delete=OnDelete.restrict)
    sealed = Varchar(length=200)
    """The seed, for this identity alone."""
    last_step = BigInt()
    """The half minute whose code was used last: none up to it counts again."""
    added_at = Timestamptz(null=True, default=None)


class Passkey(Table, tablename="passkey"):
    id = BigSerial(primary_key=True)
    identity = ForeignKey(Identity, null=False, on_delete=OnDelete.restrict, index=True)
    credential = Varchar(length=1400, unique=True)
    """Its id in base64url."""
    public_key = Bytea()
    sign_count = BigInt()
    """How often its device says that it was used; 0 where the device does not count."""
    name = Varchar(length=60)
    """By what its owner knows it."""
    added_at = Timestamptz(null=True, default=None)
    used_at = Timestamptz(null=True, default=None)


class RecoveryCode(Table, tablename="recovery_code"):
    """Works once, where the telephone is lost. Deleted when others take its place."""

    id = BigSerial(primary_key=True)
    identity = ForeignKey(Identity, null=False, on_delete=OnDelete.restrict, index=True)
    digest = Varchar(length=64, unique=True)
    """Of the code and its owner, under a key that is not in the database."""
    used_at = Timestamptz(null=True, default=None)


class SpentChallenge(Table, tablename="spent_challenge"):
    """A challenge that a passkey has answered; kept as long as it could be answered again."""

    id = BigSerial(primary_key=True)
    digest = Varchar(length=64, unique=True)
    expires_at = Timestamptz(null=True, default=None, index=True)


class KnownDevice(Table, tablename="known_device"):
    """A browser in which somebody has signed in; the token is in a cookie of it."""

    id = BigSerial(primary_key=True)
    identity = ForeignKey(Identity, null=False, on_delete=OnDelete.restrict, index=True)
    token_sha256 = Varchar(length=64, index=True)
    """Of all who sign in there the same one."""
    used_at = Timestamptz(null=True, default=None)


class Brake(Table, tablename="brake"):
    """Failed sign-ins of late: of one account, network or device, or of the whole portal."""

    id = BigSerial(primary_key=True)
    whose = Varchar(length=64, unique=True)
    """A digest under a key that is not in the database, of what is kept nowhere in the clear."""
    failures = Integer()
    counted_until = Timestamptz(null=True, default=None)
    """One that comes later is the first again."""
    paused_until = Timestamptz(null=True, default=None)
