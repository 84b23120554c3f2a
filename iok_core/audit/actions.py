"""The codes of the audit. A released code keeps its meaning for ever: rows outlive releases."""

from enum import StrEnum


class Action(StrEnum):
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SESSION_END = "session_end"
    ACCESS_ISSUE = "access_issue"
    ACCESS_BLOCK = "access_block"
    ACCESS_UNBLOCK = "access_unblock"
    BLOCKS_EXPORT = "blocks_export"
    """Somebody at the office took the list of blocks away as a file."""
    ACCESS_ACTIVATE = "access_activate"
    PASSWORD_CHANGE = "password_change"  # noqa: S105 (a name)
    DEMO_PASSWORD_SET = "demo_password_set"  # noqa: S105 (a name)
    STAFF_ADD = "staff_add"
    PERSON_ADD = "person_add"
    PERSON_VIEW = "person_view"
    PERSONS_VIEW = "persons_view"
    """Somebody at the office looked at a page of the list; the row says of how many persons."""
    PERSONS_EXPORT = "persons_export"
    """Somebody at the office took the list away as a file."""
    PARTY_VIEW = "party_view"
    """Somebody at the office looked at a payer, what they hold and who acts for them."""
    REGULATIONS_PUBLISH = "regulations_publish"
    REGULATIONS_ACCEPT = "regulations_accept"
    OBJECT_DENIED = "object_denied"
    IMPORT_RUN = "import_run"
    GENERATION_PUBLISH = "generation_publish"
    MODULE_ADD = "module_add"
    MODULE_CHANGE = "module_change"
    MODULE_CHECK = "module_check"
    MODULE_ENABLE = "module_enable"
    MODULE_PAUSE = "module_pause"
    GENERATION_RELEASE = "generation_release"
    """A held one was published all the same; `decision` is the id of who said why."""
    GENERATION_REJECT = "generation_reject"
    GENERATION_UNDO = "generation_undo"
    """`gen` is what people see from then on, here and in `generation_redo`."""
    GENERATION_REDO = "generation_redo"
    ADDRESS_GIVE = "address_give"
    ADDRESS_CONFIRM = "address_confirm"
    ADDRESS_REMOVE = "address_remove"
    NOTICES_CHOOSE = "notices_choose"
    DELIVERY_RETRY = "delivery_retry"
    DELIVERY_CLOSE = "delivery_close"


class ActorKind(StrEnum):
    STRANGER = "stranger"
    """Nobody has signed in."""
    RESIDENT = "resident"
    """`actor` is the id of the identity."""
    STAFF = "staff"
    """`actor` is the id of the staff member."""
    OPERATOR = "operator"
    """`actor` is the operating-system user at the command line."""
    SYSTEM = "system"


class ObjectKind(StrEnum):
    """What `object_id` is the id of."""

    NONE = ""
    IDENTITY = "identity"
    SESSION = "session"
    STAFF = "staff"
    PERSON = "person"
    PARTY = "party"
    PREMISES = "premises"
    ACCOUNT = "account"
    REGULATIONS = "regulations"
    MODULE = "module"
    RUN = "run"
    BLOCK = "block"
    SOURCE = "source"
    ADDRESS = "address"
    NOTICE = "notice"
    DELIVERY = "delivery"


class Result(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    """The rules forbid it: a permission, a state, a condition."""
    FAILED = "failed"
    """It was tried and did not succeed."""
