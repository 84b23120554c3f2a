from enum import StrEnum


class EventKind(StrEnum):
    """What may be worth telling somebody. A released code keeps its meaning for ever."""

    ACCESS_ISSUED = "access_issued"
    ACCESS_ACTIVATED = "access_activated"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a name)
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_USED = "recovery_used"
    RECOVERY_RENEWED = "recovery_renewed"
    DEVICE_NEW = "device_new"
    """Somebody has signed in on a device on which they never had before."""
    ACCESS_BLOCKED = "access_blocked"
    """By `block`, which may begin later."""
    ACCESS_UNBLOCKED = "access_unblocked"
    LOSS_REPORTED = "loss_reported"
    """In words, by somebody who is not signed in: whose access it is about is not known yet."""
    OBJECTION_DECIDED = "objection_decided"
    """To the block `block`."""
    NEW_BALANCE = "new_balance"
    IMPORT_RELEASED = "import_released"
    IMPORT_REJECTED = "import_rejected"
    DATA_UNDONE = "data_undone"
    DATA_REDONE = "data_redone"
    ADDRESS_GIVEN = "address_given"
    """Somebody wants notices sent there; it is not confirmed yet."""
    ADDRESS_CHANGED = "address_changed"
    """A confirmed address came, went, or took another one's place."""
    REGULATIONS_ANNOUNCED = "regulations_announced"
    """`version` will bind from a later day."""
