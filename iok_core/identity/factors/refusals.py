from enum import StrEnum


class FactorRefusal(StrEnum):
    """Why what somebody gave does not show who they are. Told to them: their password was right."""

    WRONG = "wrong"
    USED = "used"
    """It was right once; each code counts only once."""
    PAUSED = "paused"
    UNREADABLE = "unreadable"
    """The seed was sealed under another key."""
